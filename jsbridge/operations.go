package jsbridge

import (
	"github.com/cognito-wasm/cognito-wasm/auth"
)

// operation answers one kind of call and writes the reply.
type operation func(c *call, o *auth.Client, p *packet, reply *writer) error

// operations are the exports that need an open client, by name.
var operations = map[string]operation{
	"initiate": initiate,
	"respond":  respond,
}

func initiate(c *call, o *auth.Client, p *packet, reply *writer) error {
	const path = "request" + separator
	request := auth.InitiateRequest{
		Flow:         auth.Flow(p.text(path + "flow")),
		Username:     p.text(path + "username"),
		Password:     p.secret(path + "password"),
		RefreshToken: p.text(path + "refreshToken"),
		DeviceKey:    p.text(path + "deviceKey"),
		Session:      p.text(path + "session"),

		PreferredChallenge: auth.ChallengeName(p.text(path + "preferredChallenge")),
	}
	options := readOptions(p, "options")
	if p.err != nil {
		return p.err
	}
	step, err := o.Initiate(c, request, options)
	if err != nil {
		return err
	}
	putStep(reply, step)
	return nil
}

func respond(c *call, o *auth.Client, p *packet, reply *writer) error {
	state, answer, options := readState(p), readAnswer(p), readOptions(p, "options")
	if p.err != nil {
		return p.err
	}
	step, err := o.Resume(state)
	if err != nil {
		return err
	}
	if step, err = o.Respond(c, step, answer, options); err != nil {
		return err
	}
	putStep(reply, step)
	return nil
}
