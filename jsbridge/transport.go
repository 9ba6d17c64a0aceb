package jsbridge

import (
	"github.com/cognito-wasm/cognito-wasm/auth"
	"github.com/cognito-wasm/cognito-wasm/internal/clock"
)

// transport is the auth.API of the browser build. It composes requests and reads
// answers; the host sends them.
type transport struct {
	network network
	// ahead is how far Cognito's clock is ahead of the local one, in milliseconds.
	ahead int64
	// admin says that the host calls the Admin forms of operations.
	admin bool
}

// Admin tells package auth that the ADMIN flows have come to the right place.
func (t *transport) Admin() bool { return t.admin }

// network is what the transport needs of JavaScript.
type network interface {
	// send asks the host to send an operation, body being the packet of its input,
	// and gives its reply (host/transport.ts): either "error", or "value", which is
	// Cognito's answer, and "ahead".
	send(c *call, operation string, body []byte) *packet
}

// ParseJSON is what package auth asks of an API in a browser build.
func (t *transport) ParseJSON(text string) (map[string]string, error) { return parseJSON(text) }

// call sends one operation.
func (t *transport) call(c *call, operation string, body []byte) (*packet, error) {
	reply := t.network.send(c, operation, body)
	answer, err := reply.outcome()
	if err != nil {
		return nil, err
	}
	ahead := reply.signed("ahead", maxAhead)
	if reply.err != nil {
		return nil, errInternal
	}
	if reply.has("ahead") {
		t.ahead = ahead
	}
	return answer, nil
}

// maxAhead is what clock.ts goes up to, ten years in milliseconds.
const maxAhead = 10 * 365 * 24 * 3600 * 1000

// now is Cognito's time, as far as it is known.
func (t *transport) now() auth.Time { return clock.UnixMilli(clock.Now().UnixMilli() + t.ahead) }

// Call composes the request of an operation, has it sent and reads the answer.
func (t *transport) Call(ctx auth.Context, in auth.Input) (auth.Output, error) {
	var body writer
	read := compose(&body, in)
	if read == nil {
		return nil, auth.ErrUnknownOperation
	}
	// The packet holds whatever signs the user in.
	defer func() { clear(body.buf) }()
	// Every context here is a call, because program.call makes them all.
	answer, err := t.call(ctx.(*call), in.Operation(), body.buf)
	if err != nil {
		return nil, err
	}
	output := read(answer)
	if answer.err != nil {
		answer.err.Code, answer.err.Operation = auth.CodeMalformedResponse, in.Operation()
		return nil, answer.err
	}
	return output, nil
}

// compose writes the request of an operation and gives the reader of its answer,
// nil for an operation that is not known.
func compose(body *writer, in auth.Input) (read func(answer *packet) auth.Output) {
	switch in := in.(type) {
	case *auth.InitiateAuthInput:
		body.text("AuthFlow", string(in.AuthFlow))
		body.text("ClientId", in.ClientID)
		body.texts("AuthParameters", in.AuthParameters)
		body.text("Session", in.Session)
		putOptions(body, in.ClientMetadata, in.AnalyticsMetadata, in.UserContextData)
		return readAuth
	case *auth.RespondToAuthChallengeInput:
		body.text("ChallengeName", string(in.ChallengeName))
		body.text("ClientId", in.ClientID)
		body.text("Session", in.Session)
		body.texts("ChallengeResponses", in.ChallengeResponses)
		putOptions(body, in.ClientMetadata, in.AnalyticsMetadata, in.UserContextData)
		return readAuth
	}
	return composeTokens(body, in)
}

func readAuth(answer *packet) auth.Output { return readOutput(answer) }

func putOptions(body *writer, metadata map[string]string, analytics *auth.AnalyticsMetadata, userContext *auth.UserContextData) {
	body.texts("ClientMetadata", metadata)
	if analytics != nil {
		body.put("AnalyticsMetadata", tagObject, "")
		body.text("AnalyticsMetadata"+separator+"AnalyticsEndpointId", analytics.AnalyticsEndpointID)
	}
	if userContext != nil {
		body.put("UserContextData", tagObject, "")
		body.text("UserContextData"+separator+"IpAddress", userContext.IPAddress)
		body.text("UserContextData"+separator+"EncodedData", userContext.EncodedData)
	}
}
