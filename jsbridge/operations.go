package jsbridge

import (
	"github.com/cognito-wasm/cognito-wasm/auth"
)

// operation answers one kind of call and writes the reply.
type operation func(c *call, o *auth.Client, p *packet, reply *writer) error

// operations are what a page can ask for. "open" comes before them (program.go).
var operations = map[string]operation{
	"initiate":               initiate,
	"respond":                respond,
	"totpSecret":             totpSecret,
	"initiateAuth":           initiateAuth,
	"respondToAuthChallenge": respondToAuthChallenge,
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

// totpSecret replies with the secret and the session that the step goes on with.
func totpSecret(c *call, o *auth.Client, p *packet, reply *writer) error {
	state := readState(p)
	if p.err != nil {
		return p.err
	}
	step, err := o.Resume(state)
	if err != nil {
		return err
	}
	secret, next, err := o.TOTPSecret(c, step)
	if err != nil {
		return err
	}
	reply.text(value+"secret", secret)
	reply.text(value+"session", next.Session)
	return nil
}

// input is where the two wire-level calls have their request.
const input = "input" + separator

func initiateAuth(c *call, o *auth.Client, p *packet, reply *writer) error {
	in := auth.InitiateAuthInput{
		AuthFlow:          auth.Flow(p.text(input + "AuthFlow")),
		ClientID:          p.text(input + "ClientId"),
		AuthParameters:    p.texts(input + "AuthParameters"),
		ClientMetadata:    p.texts(input + "ClientMetadata"),
		AnalyticsMetadata: readAnalytics(p, input+"AnalyticsMetadata"),
		UserContextData:   readUserContext(p, input+"UserContextData"),
		Session:           p.text(input + "Session"),
	}
	options := readOptions(p, "options")
	if p.err != nil {
		return p.err
	}
	output, err := o.InitiateAuth(c, &in, options)
	if err != nil {
		return err
	}
	putOutput(reply, "value", output)
	return nil
}

func respondToAuthChallenge(c *call, o *auth.Client, p *packet, reply *writer) error {
	in := auth.RespondToAuthChallengeInput{
		ChallengeName:      auth.ChallengeName(p.text(input + "ChallengeName")),
		ClientID:           p.text(input + "ClientId"),
		Session:            p.text(input + "Session"),
		ChallengeResponses: p.texts(input + "ChallengeResponses"),
		ClientMetadata:     p.texts(input + "ClientMetadata"),
		AnalyticsMetadata:  readAnalytics(p, input+"AnalyticsMetadata"),
		UserContextData:    readUserContext(p, input+"UserContextData"),
	}
	options := readOptions(p, "options")
	if p.err != nil {
		return p.err
	}
	output, err := o.RespondToAuthChallenge(c, &in, options)
	if err != nil {
		return err
	}
	putOutput(reply, "value", output)
	return nil
}
