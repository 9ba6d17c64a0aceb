package jsbridge

import (
	"os"
	"reflect"
	"regexp"
	"slices"
	"testing"
	"time"

	"github.com/cognito-wasm/cognito-wasm/auth"
)

// reply is a host that gives one reply, whatever it is asked to send.
type reply func(w *writer)

func (r reply) send(*call, string, []byte) *packet {
	var w writer
	r(&w)
	p, _ := decode(w.buf)
	return p
}

// replying makes a transport whose host gives one reply.
func replying(write func(w *writer)) *transport { return &transport{network: reply(write)} }

// inputs has one of every operation.
var inputs = []auth.Input{
	&auth.InitiateAuthInput{AuthFlow: auth.FlowUserSRPAuth, ClientID: "client"},
	&auth.RespondToAuthChallengeInput{ChallengeName: auth.ChallengeSMSMFA, ClientID: "client", Session: "session"},
	&auth.AssociateSoftwareTokenInput{Session: "session"},
	&auth.VerifySoftwareTokenInput{Session: "session", UserCode: "123456"},
	anyConfirm,
}

var anyConfirm = &auth.ConfirmDeviceInput{AccessToken: "a.b.c", DeviceKey: "key"}

// TestReplyError gives package auth the host's error, member for member.
func TestReplyError(t *testing.T) {
	const path = "error" + separator
	for name, tt := range map[string]struct {
		write func(w *writer)
		want  auth.Error
	}{
		"all members": {func(w *writer) {
			w.text(path+"code", "TooManyRequestsException")
			w.text(path+"message", "Rate exceeded")
			w.text(path+"operation", "InitiateAuth")
			w.number(path+"status", 429)
			w.text(path+"requestId", "0f0b1f6e-0000-4000-8000-000000000000")
			w.flag(path+"retryable", true)
		}, auth.Error{Code: "TooManyRequestsException", Message: "Rate exceeded", Operation: "InitiateAuth", Status: 429, RequestID: "0f0b1f6e-0000-4000-8000-000000000000", Retryable: true}},
		"no answer": {func(w *writer) {
			w.text(path+"code", "TimeoutError")
			w.put(path+"status", tagNull, "")
			w.put(path+"requestId", tagNull, "")
			w.flag(path+"retryable", true)
		}, auth.Error{Code: "TimeoutError", Retryable: true}},
		"a code alone": {func(w *writer) { w.text(path+"code", "NotAuthorizedException") }, auth.Error{Code: "NotAuthorizedException"}},
	} {
		for _, in := range inputs {
			_, err := replying(func(w *writer) { w.put("error", tagObject, ""); tt.write(w) }).Call(newCall(1), in)
			if failure, ok := err.(*auth.Error); !ok || !reflect.DeepEqual(*failure, tt.want) {
				t.Errorf("%s, %s: %+v, want %+v", name, in.Operation(), err, tt.want)
			}
		}
	}
}

// TestReplySpoilt is about replies that a host never gives. No half of one counts.
func TestReplySpoilt(t *testing.T) {
	const path = "error" + separator
	answered := func(w *writer) { w.put("value", tagObject, "") }
	failure := func(write func(w *writer)) func(w *writer) {
		return func(w *writer) { w.put("error", tagObject, ""); w.text(path+"code", "X"); write(w) }
	}
	for name, write := range map[string]func(w *writer){
		"nothing":                func(*writer) {},
		"ahead alone":            func(w *writer) { w.number("ahead", 7) },
		"value is null":          func(w *writer) { w.put("value", tagNull, "") },
		"value is a packet":      func(w *writer) { w.put("value", tagBytes, "") },
		"value is a number":      func(w *writer) { w.number("value", 7) },
		"value has no beginning": func(w *writer) { w.text(value+"Session", "s") },
		"ahead is a text":        func(w *writer) { answered(w); w.text("ahead", "7") },
		"ahead is a fraction":    func(w *writer) { answered(w); w.put("ahead", tagNumber, "1.5") },
		"ahead is a sign":        func(w *writer) { answered(w); w.put("ahead", tagNumber, "-") },
		"ahead is no number":     func(w *writer) { answered(w); w.put("ahead", tagNumber, "NaN") },
		"ahead by a century":     func(w *writer) { answered(w); w.number("ahead", 100*365*24*3600*1000) },
		"behind by a century":    func(w *writer) { answered(w); w.number("ahead", -100*365*24*3600*1000) },
		"ahead without end":      func(w *writer) { answered(w); w.put("ahead", tagNumber, "99999999999999999999999999") },
		"error is a text":        func(w *writer) { w.text("error", "X") },
		"error is empty":         func(w *writer) { w.put("error", tagObject, "") },
		"code is a number":       func(w *writer) { w.put("error", tagObject, ""); w.number(path+"code", 7) },
		"message is a number":    failure(func(w *writer) { w.number(path+"message", 7) }),
		"operation is a number":  failure(func(w *writer) { w.number(path+"operation", 7) }),
		"requestId is a number":  failure(func(w *writer) { w.number(path+"requestId", 7) }),
		"retryable is a text":    failure(func(w *writer) { w.text(path+"retryable", "true") }),
		"status is a text":       failure(func(w *writer) { w.text(path+"status", "400") }),
		"status is negative":     failure(func(w *writer) { w.number(path+"status", -1) }),
	} {
		for _, in := range inputs {
			transport := replying(write)
			transport.ahead = 3600_000
			_, err := transport.Call(newCall(1), in)
			if known, ok := err.(*auth.Error); !ok || known.Code != auth.CodeInternalError {
				t.Errorf("%s, %s: %+v", name, in.Operation(), err)
			}
			if transport.ahead != 3600_000 {
				t.Errorf("%s, %s: moved the clock to %d", name, in.Operation(), transport.ahead)
			}
		}
	}
}

// TestReplyEmpty takes an empty answer for Cognito's {}: ConfirmDevice says that the
// user need not be asked.
func TestReplyEmpty(t *testing.T) {
	output, err := replying(func(w *writer) { w.put("value", tagObject, "") }).Call(newCall(1), anyConfirm)
	if confirmed, ok := output.(*auth.ConfirmDeviceOutput); err != nil || !ok || confirmed.UserConfirmationNecessary {
		t.Errorf("%+v, %v", output, err)
	}
}

// TestReplyAhead moves the time that package auth sees to Cognito's. A host finds
// up to ten years (host/clock.ts).
func TestReplyAhead(t *testing.T) {
	const year = 365 * 24 * time.Hour
	for _, ahead := range []time.Duration{0, 3 * time.Second, -3 * time.Second, 24 * time.Hour, -24 * time.Hour, 26 * 24 * time.Hour, year, -year, 10 * year, -10 * year} {
		transport := replying(func(w *writer) { w.put("value", tagObject, ""); w.number("ahead", ahead.Milliseconds()) })
		transport.ahead = 7
		if _, err := transport.Call(newCall(1), anyConfirm); err != nil {
			t.Errorf("%v: %v", ahead, err)
			continue
		}
		before, got, after := time.Now(), transport.now().UnixMilli(), time.Now()
		if got < before.Add(ahead).UnixMilli() || got > after.Add(ahead).UnixMilli() {
			t.Errorf("%v: the time is ahead by %v", ahead, time.UnixMilli(got).Sub(before))
		}
	}
}

// TestReplyAheadStays where a reply tells nothing of the clock.
func TestReplyAheadStays(t *testing.T) {
	for name, write := range map[string]func(w *writer){
		"an error":           func(w *writer) { w.put("error", tagObject, ""); w.text("error"+separator+"code", "X") },
		"an answer":          func(w *writer) { w.put("value", tagObject, "") },
		"ahead that is null": func(w *writer) { w.put("value", tagObject, ""); w.put("ahead", tagNull, "") },
	} {
		transport := replying(write)
		transport.ahead = 7
		_, _ = transport.Call(newCall(1), anyConfirm)
		if transport.ahead != 7 {
			t.Errorf("%s: moved the clock to %d", name, transport.ahead)
		}
	}
}

// TestEveryOperationIsSent keeps the table of this file whole.
func TestEveryOperationIsSent(t *testing.T) {
	source, err := os.ReadFile("../auth/cognito.go")
	if err != nil {
		t.Fatal(err)
	}
	var known, sent []string
	for _, match := range regexp.MustCompile(`func \(\*(\w+)Input\) Operation\(\)`).FindAllSubmatch(source, -1) {
		known = append(known, string(match[1]))
	}
	for _, in := range inputs {
		sent = append(sent, in.Operation())
	}
	if !slices.Equal(sent, known) {
		t.Errorf("%q, want %q", sent, known)
	}
}

// newest is an operation that later versions of package auth may call.
type newest struct{ *auth.InitiateAuthInput }

// TestUnknownOperation is refused before anything is sent.
func TestUnknownOperation(t *testing.T) {
	transport := replying(func(*writer) { t.Error("sent") })
	if output, err := transport.Call(newCall(1), newest{}); output != nil || err != auth.ErrUnknownOperation {
		t.Errorf("%v, %v", output, err)
	}
}
