package jsbridge

import (
	"context"

	"github.com/cognito-wasm/cognito-wasm/auth"
)

// transport is the auth.API of the browser build: awsJson1.1 over a function
// that posts one request.
type transport struct {
	endpoint    string
	maxAttempts int
	network     network
}

// network is what the transport needs of JavaScript. Both methods return early
// when the call is aborted. (A context in their signatures would bring the
// formatting of times into the module, by way of Deadline's type.)
type network interface {
	// post gives nil where there is no answer.
	post(c *call, request *request) *response
	// wait takes a random time between 0 and most milliseconds.
	wait(c *call, most int)
}

// request is one POST, which JavaScript sends with two headers: content-type
// application/x-amz-json-1.1 and x-amz-target with the operation.
type request struct {
	url       string
	operation string
	attempt   int    // counted from 1, for the log
	body      []byte // packet of what JavaScript prints as JSON
}

// response is what came back.
type response struct {
	status    int
	errorType string // header x-amzn-errortype
	requestID string // header x-amzn-requestid
	// body is the JSON object in the answer, nil where there was none. An empty
	// answer counts as {}.
	body *packet
}

// call sends one operation, up to maxAttempts times. What Cognito refused by
// throttling or with 5xx was not done and is sent again. After a lost answer, or
// where a gateway gave up waiting for one, nobody knows, so only calls that spend
// nothing are: a repeated answer to a challenge would meet "Invalid session …,
// session can only be used once."
func (t *transport) call(c *call, operation string, body []byte, spends bool) (*packet, error) {
	for attempt := 1; ; attempt++ {
		response := t.network.post(c, &request{t.endpoint, operation, attempt, body})
		failure := lost(c)
		if response != nil {
			failure = response.failure()
		}
		if failure == nil {
			return response.body, nil
		}
		failure.Operation = operation
		again := failure.Retryable && (!spends || refused(failure))
		if !again || attempt >= t.maxAttempts {
			return nil, failure
		}
		t.network.wait(c, backoff(attempt))
		if c.aborted {
			failure = lost(c)
			failure.Operation = operation
			return nil, failure
		}
	}
}

// refused tells that a call was not done: Cognito itself says so by an exception,
// or somebody in front of it by a status that means just that.
func refused(failure *auth.Error) bool {
	switch failure.Code {
	case auth.CodeNetworkError:
		return false
	case auth.CodeMalformedResponse:
		return failure.Status == 429 || failure.Status == 503
	}
	return true
}

// lost is the error of a request that brought no answer.
func lost(c *call) *auth.Error {
	if cause := c.Err(); cause != nil {
		return &auth.Error{Code: auth.CodeAbortError, Message: "the caller ended the call", Err: cause}
	}
	return &auth.Error{
		Code:      auth.CodeNetworkError,
		Message:   "no answer from the endpoint: offline, a wrong endpoint, a Content-Security-Policy without it in connect-src, or an answer without CORS headers",
		Retryable: true,
	}
}

func (t *transport) InitiateAuth(ctx context.Context, in *auth.InitiateAuthInput) (*auth.AuthOutput, error) {
	var body writer
	body.text("AuthFlow", string(in.AuthFlow))
	body.text("ClientId", in.ClientID)
	body.texts("AuthParameters", in.AuthParameters)
	body.text("Session", in.Session)
	putOptions(&body, in.ClientMetadata, in.AnalyticsMetadata, in.UserContextData)
	// A Session is ConfirmSignUp's and can be used once.
	return t.auth(ctx, auth.OperationInitiateAuth, body.buf, in.Session != "")
}

func (t *transport) RespondToAuthChallenge(ctx context.Context, in *auth.RespondToAuthChallengeInput) (*auth.AuthOutput, error) {
	var body writer
	body.text("ChallengeName", string(in.ChallengeName))
	body.text("ClientId", in.ClientID)
	body.text("Session", in.Session)
	body.texts("ChallengeResponses", in.ChallengeResponses)
	putOptions(&body, in.ClientMetadata, in.AnalyticsMetadata, in.UserContextData)
	return t.auth(ctx, auth.OperationRespondToAuthChallenge, body.buf, true)
}

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

func (t *transport) auth(ctx context.Context, operation string, body []byte, spends bool) (*auth.AuthOutput, error) {
	// The packet holds whatever signs the user in.
	defer clear(body)
	// Every context here is a call, because program.call makes them all.
	answer, err := t.call(ctx.(*call), operation, body, spends)
	if err != nil {
		return nil, err
	}
	output := readOutput(answer)
	if err := answer.malformed(operation); err != nil {
		return nil, err
	}
	return output, nil
}
