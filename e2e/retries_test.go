package e2e

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/wiretap"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito"
)

// impatient is a worker whose waits between attempts take no time.
const impatient = "Math.random = () => 0; importScripts('/cognito-wasm.worker.js')"

// done has Cognito do the call and then answers with the fault.
func done(fault wiretap.Fault) wiretap.Fault {
	return func(w http.ResponseWriter, r *http.Request, cognito http.Handler) {
		cognito.ServeHTTP(httptest.NewRecorder(), r)
		fault(w, r, cognito)
	}
}

// Each answer meets a throttled and a failing Cognito, a wire that is down, and
// one that loses what Cognito said. What was refused is sent again. What may
// have been done is not: a session can be used once. And a server may say that
// it did nothing when it did.
func TestRetriesOfEveryAnswer(t *testing.T) {
	inModes(t, func(t *testing.T, v variant) {
		for _, required := range []bool{false, true} {
			s := rowsStage(t, v, required, localcognito.Options{CORS: ourHeaders})
			s.site.Handle("/impatient.js", serveScript(impatient))
			page := s.open(t, v)
			page.Expect(serverErrors)
			do(page, "void (Math.random = () => 0)")
			if v.worker {
				s.makeClient(page, map[string]any{"worker": "/impatient.js"})
			}
			refusals := []wiretap.Fault{
				wiretap.Reply(429, "text/html", proxyPage),
				wiretap.Exception(400, "TooManyRequestsException", "Too many requests."),
				wiretap.Reply(503, "text/html", proxyPage),
				wiretap.Exception(429, "SomeException", "Slow down."),
			}
			unclear := []wiretap.Fault{
				wiretap.Exception(500, "InternalErrorException", "Internal error."),
				wiretap.Reply(500, "text/html", proxyPage),
				wiretap.Reply(502, "text/html", proxyPage),
			}
			for i, r := range rowsFor(t, page, required) {
				// sessions counts the calls of the answer by their session.
				calls := func() (count int, sessions map[any]int) {
					sessions = map[any]int{}
					for _, call := range s.tap.Calls(r.first()) {
						if call.Operation != "RespondToAuthChallenge" || call.Body["ChallengeName"] == r.challenge {
							count++
							sessions[call.Body["Session"]]++
						}
					}
					return count, sessions
				}

				// Refused twice, done at the third attempt, all with the same session.
				name := fmt.Sprint("refused", i)
				r.begin(t, s, page, name)
				answer := r.answer(s, page, name)
				s.tap.Forget()
				s.tap.Fail(r.first(), refusals[i%len(refusals)], refusals[(i+1)%len(refusals)])
				got := respond(page, answer)
				count, sessions := calls()
				if want := 3; !got.OK || count != want || len(sessions) != 1 {
					t.Errorf("%s: got %s after %d calls with %d sessions, want success after %d with 1", r.name, got.describe(), count, len(sessions), want)
				}

				// Not refused, as far as anybody knows: it is left to the user.
				name = fmt.Sprint("unclear", i)
				r.begin(t, s, page, name)
				answer = r.answer(s, page, name)
				s.tap.Forget()
				s.tap.Fail(r.first(), unclear[i%len(unclear)])
				got = respond(page, answer)
				if got.Error.Code != "InternalErrorException" {
					got.want(t, r.name+", unclear", "MalformedResponse", "the endpoint is failing")
				}
				if count, _ := calls(); count != 1 || !got.Error.Retryable {
					t.Errorf("%s, unclear: %d calls, retryable: %v, want one call and the user's decision", r.name, count, got.Error.Retryable)
				}

				// Refused, says the server, and did it: the session is spent by then, and
				// that Cognito refuses it says nothing of the password or the code.
				// (Nothing was done above, so the step is as good as before.)
				answer = r.answer(s, page, name)
				s.tap.Forget()
				s.tap.Fail(r.first(), done(wiretap.Exception(400, "TooManyRequestsException", "Too many requests.")))
				respond(page, answer).want(t, r.name+", lied", "TooManyRequestsException", "Too many requests.")
				if count, sessions := calls(); count != 2 || len(sessions) != 1 {
					t.Errorf("%s, lied: %d calls with %d sessions, want 2 with 1", r.name, count, len(sessions))
				}

				// Nothing arrives: the step is as good as before. (Browsers repeat a dropped
				// request by themselves, so calls are not counted.)
				name = fmt.Sprint("lost", i)
				r.begin(t, s, page, name)
				answer = r.answer(s, page, name)
				s.tap.Fail(r.first(), repeat(10, wiretap.Drop)...)
				respond(page, answer).want(t, r.name+", dropped", "NetworkError")
				s.tap.Clear()
				// The answer is lost: once sent is once too often to send it again.
				s.tap.Forget()
				s.tap.Fail(r.first(), wiretap.LoseAnswer)
				lost := respond(page, answer)
				lost.want(t, r.name+", lost", "NetworkError")
				if count, _ := calls(); count != 1 || !lost.Error.Retryable {
					t.Errorf("%s: %d calls, retryable: %v, want one call and the user's decision", r.name, count, lost.Error.Retryable)
				}
				respond(page, answer).want(t, r.name+", again", "NotAuthorizedException", "session can only be used once")
			}
		}
	})
}
