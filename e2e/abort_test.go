package e2e

import (
	"net/http"
	"testing"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
	"github.com/cognito-wasm/cognito-wasm/e2e/internal/wiretap"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
)

// start begins a call and leaves its outcome in the page, under a name.
func start(page *browser.Page, name, expression string) {
	browser.Eval[any](page, "void (globalThis."+name+" = outcome(() => "+expression+"))")
}

// finish waits for the outcome of a call that was started.
func finish(page *browser.Page, name string) outcome { return browser.Eval[outcome](page, name) }

// held keeps a call until its client goes away, and tells of both.
func held() (fault wiretap.Fault, arrived, gone <-chan struct{}) {
	in, out := make(chan struct{}), make(chan struct{})
	return func(_ http.ResponseWriter, r *http.Request, _ http.Handler) {
		close(in)
		<-r.Context().Done()
		close(out)
		panic(http.ErrAbortHandler)
	}, in, out
}

// await waits for an event as long as the test may take.
func await(t *testing.T, page *browser.Page, event <-chan struct{}, what string) {
	t.Helper()
	select {
	case <-event:
	case <-page.Ctx.Done():
		t.Fatal("no sign of it:", what)
	}
}

// endlessWaits is a worker whose waits between attempts end by an abort alone.
const endlessWaits = "Math.random = () => 1e6; importScripts('/cognito-wasm.worker.js')"

// An AbortSignal ends a call wherever it is, and the next one works.
func TestAbort(t *testing.T) {
	t.Parallel()
	const newSignal = `globalThis.controller = new AbortController()`
	for _, v := range []variant{{"classic", true}, {"module", false}} {
		t.Run(v.String(), func(t *testing.T) {
			t.Parallel()
			s := newStage(t, provision.Options{})
			s.user(provision.User{Name: "alice"})
			s.user(provision.User{Name: "carol", MFA: "SMS_MFA"})
			s.site.Handle("/waiting.js", serveScript(endlessWaits))
			page := s.open(t, v)
			browser.Eval[any](page, "Math.random = () => 1e6")
			if v.worker {
				s.makeClient(page, map[string]any{"worker": "/waiting.js"})
			}
			page.Expect(serverErrors)
			aborted := func(t *testing.T, o outcome, operation string) {
				t.Helper()
				o.want(t, operation, "AbortError", "the caller ended the call")
				if o.Error.Retryable {
					t.Error("an AbortError says that it is retryable")
				}
			}

			t.Run("before the call", func(t *testing.T) {
				s.tap.Forget()
				aborted(t, do(page, `client.initiate({username: 'alice', password: 'Local-Cognito-1'}, {signal: AbortSignal.abort('reason')})`), "initiate")
				aborted(t, do(page, `client.initiateAuth({AuthFlow: 'USER_SRP_AUTH'}, {signal: AbortSignal.abort()})`), "initiateAuth")
				if calls := s.tap.Calls(""); len(calls) != 0 {
					t.Errorf("%d calls arrived, want none", len(calls))
				}
			})
			t.Run("in a request", func(t *testing.T) {
				fault, arrived, gone := held()
				s.tap.Fail("InitiateAuth", fault)
				browser.Eval[any](page, "void ("+newSignal+")")
				start(page, "pending", `client.initiate({username: 'alice', password: 'Local-Cognito-1'}, {signal: controller.signal})`)
				await(t, page, arrived, "InitiateAuth")
				browser.Eval[any](page, `controller.abort('enough')`)
				aborted(t, finish(page, "pending"), "initiate")
				await(t, page, gone, "the connection's end")
				signIn(page).wantDone(t, "alice")
			})
			t.Run("between attempts", func(t *testing.T) {
				logged := `(entry) => globalThis.logged?.(entry)`
				browser.Eval[any](page, `makeClient({...`+s.options(map[string]any{"worker": any(v.worker)})+`, log: `+logged+`, ...(`+quote(v.worker)+` && {worker: '/waiting.js'})})`)
				s.tap.Forget()
				s.tap.Fail("InitiateAuth", wiretap.Exception(500, "InternalErrorException", "Internal error."))
				browser.Eval[any](page, `void (`+newSignal+`, globalThis.failed = new Promise((resolve) => { globalThis.logged = resolve }))`)
				start(page, "pending", `client.initiate({username: 'alice', password: 'Local-Cognito-1'}, {signal: controller.signal})`)
				// The wait begins at once after the log, and this is another task.
				browser.Eval[any](page, `failed.then(() => {})`)
				browser.Eval[any](page, `controller.abort()`)
				aborted(t, finish(page, "pending"), "initiate")
				if calls := s.tap.Calls("InitiateAuth"); len(calls) != 1 {
					t.Errorf("%d calls, want no second attempt", len(calls))
				}
				signIn(page).wantDone(t, "alice")
			})
			t.Run("in respond", func(t *testing.T) {
				initiate(page, `{username: 'carol', password: 'Local-Cognito-1'}`).wantStep(t, "SMS_MFA")
				code := s.lastCode("carol")
				fault, arrived, gone := held()
				s.tap.Fail("RespondToAuthChallenge", fault)
				browser.Eval[any](page, "void ("+newSignal+")")
				start(page, "pending", `client.respond(step, {code: '`+code+`'}, {signal: controller.signal})`)
				await(t, page, arrived, "RespondToAuthChallenge")
				browser.Eval[any](page, `controller.abort()`)
				aborted(t, finish(page, "pending"), "respond")
				await(t, page, gone, "the connection's end")
				respond(page, `{code: '`+code+`'}`).wantDone(t, "carol")
			})
			t.Run("one of two", func(t *testing.T) {
				fault, arrived, gone := held()
				s.tap.Fail("InitiateAuth", fault)
				browser.Eval[any](page, "void ("+newSignal+")")
				start(page, "pending", `client.initiate({username: 'alice', password: 'Local-Cognito-1'}, {signal: controller.signal})`)
				await(t, page, arrived, "InitiateAuth")
				signIn(page).wantDone(t, "alice")
				browser.Eval[any](page, `controller.abort()`)
				aborted(t, finish(page, "pending"), "initiate")
				await(t, page, gone, "the connection's end")
			})
			t.Run("too late", func(t *testing.T) {
				browser.Eval[any](page, "void ("+newSignal+")")
				do(page, `client.initiate({username: 'alice', password: 'Local-Cognito-1'}, {signal: controller.signal})`).wantDone(t, "alice")
				browser.Eval[any](page, `controller.abort()`)
				signIn(page).wantDone(t, "alice")
				aborted(t, do(page, `client.initiate({username: 'alice', password: 'Local-Cognito-1'}, {signal: controller.signal})`), "initiate")
			})
		})
	}
}

// lockedWorker holds a lock, which is let go of when the worker is gone.
const lockedWorker = "navigator.locks.request('worker', () => new Promise(() => {})); importScripts('/cognito-wasm.worker.js')"

// close ends what is pending and the worker with it; another client goes on.
func TestClose(t *testing.T) {
	t.Parallel()
	for _, v := range []variant{{"module", true}, {"classic", false}} {
		t.Run(v.String(), func(t *testing.T) {
			t.Parallel()
			s := newStage(t, provision.Options{})
			s.user(provision.User{Name: "alice"})
			s.site.Handle("/locked.js", serveScript(lockedWorker))
			page := s.open(t, v)
			browser.Eval[any](page, "void (globalThis.other = client)")
			if v.worker {
				s.makeClient(page, map[string]any{"worker": "/locked.js"})
			} else {
				s.makeClient(page, map[string]any{"worker": false})
			}
			step := `client.resume({version: 1, userPoolId: '` + s.pool.ID + `', clientId: '` + s.pool.ClientID + `', username: 'alice', challenge: 'SMS_MFA'})`
			browser.Eval[any](page, "void (step = "+step+")")
			fault, arrived, gone := held()
			s.tap.Fail("InitiateAuth", fault)
			start(page, "pending", `client.initiate({username: 'alice', password: 'Local-Cognito-1'})`)
			await(t, page, arrived, "InitiateAuth")
			if v.worker {
				if locks := browser.Eval[int](page, `navigator.locks.query().then(({held}) => held.length)`); locks != 1 {
					t.Fatalf("%d workers hold the lock, want 1", locks)
				}
			}
			browser.Eval[any](page, `client.close()`)
			finish(page, "pending").want(t, "pending", "Closed", "the client was closed")
			await(t, page, gone, "the connection's end")
			if v.worker {
				browser.Eval[any](page, `navigator.locks.request('worker', () => {})`)
			}
			s.tap.Forget()
			for _, call := range []string{
				`client.initiate({username: 'alice', password: 'Local-Cognito-1'})`,
				`client.respond(step, {code: '123456'})`,
				`client.initiateAuth({AuthFlow: 'USER_SRP_AUTH', AuthParameters: {USERNAME: 'alice'}})`,
				`client.respondToAuthChallenge({ChallengeName: 'SMS_MFA'})`,
			} {
				do(page, call).want(t, call, "Closed")
			}
			if calls := s.tap.Calls(""); len(calls) != 0 {
				t.Errorf("%d calls arrived after close, want none", len(calls))
			}
			browser.Eval[any](page, `client.close()`) // again
			do(page, `keep(other.initiate({username: 'alice', password: 'Local-Cognito-1'}))`).wantDone(t, "alice")
		})
	}
}

// A step whose session is spent or over is Cognito's to refuse.
func TestSpentSession(t *testing.T) {
	t.Parallel()
	clock := newClock()
	s := newStageAt(t, provision.Options{}, dist, clocked(clock))
	s.user(provision.User{Name: "carol", MFA: "SMS_MFA"})
	page := s.open(t, usual)
	initiate(page, `{username: 'carol', password: 'Local-Cognito-1'}`).wantStep(t, "SMS_MFA")
	code := s.lastCode("carol")
	do(page, `client.respond(step, {code: '`+code+`'})`).wantDone(t, "carol")
	got := respond(page, `{code: '`+code+`'}`)
	got.want(t, "used", "NotAuthorizedException", "session can only be used once")
	if got.Error.Operation != "RespondToAuthChallenge" || got.Error.Status != 400 || got.Error.RequestID == "" {
		t.Errorf("got operation %q, status %d, request id %q", got.Error.Operation, got.Error.Status, got.Error.RequestID)
	}
	initiate(page, `{username: 'carol', password: 'Local-Cognito-1'}`).wantStep(t, "SMS_MFA")
	clock.advance(sessionLife)
	respond(page, `{code: '`+s.lastCode("carol")+`'}`).want(t, "expired", "NotAuthorizedException", "session is expired")
	initiate(page, `{username: 'carol', password: 'Local-Cognito-1'}`).wantStep(t, "SMS_MFA")
	respond(page, `{code: '`+s.lastCode("carol")+`'}`).wantDone(t, "carol")
}
