package jsbridge

import (
	"context"

	"github.com/cognito-wasm/cognito-wasm/auth"
)

// operation answers one kind of call and writes the reply.
type operation func(ctx context.Context, client *auth.Client, p *packet, reply *writer) error

// operations are what a page can ask for. "open" comes before them (program.go).
var operations = map[string]operation{
	"initiate":               initiate,
	"respond":                respond,
	"totpSecret":             totpSecret,
	"send":                   send,
	"initiateAuth":           initiateAuth,
	"respondToAuthChallenge": respondToAuthChallenge,
}

func initiate(ctx context.Context, client *auth.Client, p *packet, reply *writer) error {
	const path = "request" + separator
	request := auth.InitiateRequest{
		Flow:         auth.Flow(p.text(path + "flow")),
		Username:     p.text(path + "username"),
		Password:     p.secret(path + "password"),
		RefreshToken: p.text(path + "refreshToken"),
		Session:      p.text(path + "session"),

		PreferredChallenge: auth.ChallengeName(p.text(path + "preferredChallenge")),
	}
	options := readOptions(p, "options")
	if p.err != nil {
		return p.err
	}
	step, err := client.Initiate(ctx, request, options)
	if err != nil {
		return err
	}
	putStep(reply, step)
	return nil
}

func respond(ctx context.Context, client *auth.Client, p *packet, reply *writer) error {
	state, answer, options := readState(p), readAnswer(p), readOptions(p, "options")
	if p.err != nil {
		return p.err
	}
	step, err := client.Resume(state)
	if err != nil {
		return err
	}
	if step, err = client.Respond(ctx, step, answer, options); err != nil {
		return err
	}
	putStep(reply, step)
	return nil
}

// totpSecret replies with the secret and the session that the step goes on with.
func totpSecret(ctx context.Context, client *auth.Client, p *packet, reply *writer) error {
	state := readState(p)
	if p.err != nil {
		return p.err
	}
	step, err := client.Resume(state)
	if err != nil {
		return err
	}
	secret, next, err := client.TOTPSecret(ctx, step)
	if err != nil {
		return err
	}
	reply.text(value+"secret", secret)
	reply.text(value+"session", next.Session)
	return nil
}

// input is where the two wire-level calls have their request.
const input = "input" + separator

func initiateAuth(ctx context.Context, client *auth.Client, p *packet, reply *writer) error {
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
	output, err := client.InitiateAuth(ctx, &in, options)
	if err != nil {
		return err
	}
	putOutput(reply, "value", output)
	return nil
}

func respondToAuthChallenge(ctx context.Context, client *auth.Client, p *packet, reply *writer) error {
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
	output, err := client.RespondToAuthChallenge(ctx, &in, options)
	if err != nil {
		return err
	}
	putOutput(reply, "value", output)
	return nil
}
