package localcognito_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptrace"
	"net/textproto"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	cognito "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito"
)

func (f *fixture) fault(add localcognito.Fault) string {
	f.Helper()
	id, err := f.server.Faults().Add(add)
	if err != nil {
		f.Fatal(err)
	}
	return id
}

// dropped reports whether a call got no answer at all.
func dropped(err error) bool {
	var api smithy.APIError
	return err != nil && !errors.As(err, &api)
}

func TestFaultException(t *testing.T) {
	f := newFixture(t)
	f.confirm("alice")
	f.fault(localcognito.Fault{Operation: "InitiateAuth", Count: 2, Action: localcognito.FaultException, Type: "InternalErrorException", Message: "Away.", Status: 503})
	f.confirm("bob") // by other operations
	getUser := func(r *types.AuthenticationResultType) error {
		_, err := f.api.GetUser(t.Context(), &cognito.GetUserInput{AccessToken: r.AccessToken})
		return err
	}
	for range 2 {
		_, err := f.passwordAuth("alice", password)
		wantError(t, err, "InternalErrorException", "Away.")
		var response *smithyhttp.ResponseError
		if !errors.As(err, &response) || response.HTTPStatusCode() != 503 {
			t.Errorf("%v, want status 503", err)
		}
	}
	r := f.signIn("alice") // the third
	f.fault(localcognito.Fault{Operation: "GetUser", Count: 1, Action: localcognito.FaultThrottle})
	wantError(t, getUser(r), "TooManyRequestsException", "Rate exceeded")
	if err := getUser(r); err != nil {
		t.Error(err)
	}
	// Without an operation, every call; without a count, until it is cleared.
	id := f.fault(localcognito.Fault{Action: localcognito.FaultException, Type: "ForbiddenException"})
	for range 3 {
		wantError(t, getUser(r), "ForbiddenException", "")
		_, err := f.passwordAuth("alice", password)
		wantError(t, err, "ForbiddenException", "")
	}
	f.server.Faults().Clear(id)
	if err := getUser(r); err != nil {
		t.Error(err)
	}
}

// A dropped answer leaves what the call has done, a dropped request does nothing.
func TestFaultDrop(t *testing.T) {
	f := newFixture(t)
	set := func(nickname string) error {
		_, err := f.api.AdminUpdateUserAttributes(t.Context(), &cognito.AdminUpdateUserAttributesInput{
			UserPoolId: &f.pool, Username: aws.String("alice"), UserAttributes: attrs("nickname=" + nickname),
		})
		return err
	}
	nickname := func() string {
		t.Helper()
		out, err := f.api.AdminGetUser(t.Context(), &cognito.AdminGetUserInput{UserPoolId: &f.pool, Username: aws.String("alice")})
		if err != nil {
			t.Fatal(err)
		}
		return value(out.UserAttributes, "nickname")
	}
	f.confirm("alice")
	f.fault(localcognito.Fault{Operation: "AdminUpdateUserAttributes", Count: 1, Action: localcognito.FaultDropRequest})
	f.fault(localcognito.Fault{Operation: "AdminUpdateUserAttributes", Count: 1, Action: localcognito.FaultDropAnswer})
	if err := set("lost"); !dropped(err) || nickname() != "" {
		t.Errorf("a dropped request: %v, the nickname is %q", err, nickname())
	}
	if err := set("done"); !dropped(err) || nickname() != "done" {
		t.Errorf("a dropped answer: %v, the nickname is %q", err, nickname())
	}
	if err := set("again"); err != nil || nickname() != "again" {
		t.Errorf("afterwards: %v, the nickname is %q", err, nickname())
	}
}

// Browsers send a request again where a connection that was used before is closed
// without a byte, so one comes first: an interim answer, which they do not show.
func TestFaultDropIsNotRepeated(t *testing.T) {
	f := newFixture(t)
	for _, action := range []localcognito.FaultAction{localcognito.FaultDropRequest, localcognito.FaultDropAnswer} {
		f.fault(localcognito.Fault{Operation: "GetUser", Count: 1, Action: action})
		var interim []int
		ctx := httptrace.WithClientTrace(t.Context(), &httptrace.ClientTrace{Got1xxResponse: func(code int, _ textproto.MIMEHeader) error {
			interim = append(interim, code)
			return nil
		}})
		_, err := f.api.GetUser(ctx, &cognito.GetUserInput{AccessToken: aws.String("none")})
		if !dropped(err) || !slices.Equal(interim, []int{http.StatusProcessing}) {
			t.Errorf("%s: %v after %v", action, err, interim)
		}
	}
}

func TestFaultLatency(t *testing.T) {
	f := newFixture(t)
	f.confirm("alice")
	const latency = 50 * time.Millisecond
	f.fault(localcognito.Fault{Operation: "InitiateAuth", Count: 1, Latency: latency})
	f.fault(localcognito.Fault{Operation: "InitiateAuth", Count: 1, AnswerLatency: latency, Action: localcognito.FaultThrottle})
	for range 2 {
		began := time.Now()
		_, err := f.passwordAuth("alice", password)
		if took := time.Since(began); took < latency {
			t.Errorf("took %v, %v", took, err)
		}
	}

	// Held before it is carried out, and after.
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	for name, tt := range map[string]struct {
		fault localcognito.Fault
		done  bool
	}{
		"before": {localcognito.Fault{Operation: "AdminDisableUser", Latency: time.Hour}, false},
		"after":  {localcognito.Fault{Operation: "AdminDisableUser", AnswerLatency: time.Hour}, true},
	} {
		f.confirm(name)
		id := f.fault(tt.fault)
		ended := make(chan error, 1)
		go func() {
			_, err := f.api.AdminDisableUser(ctx, &cognito.AdminDisableUserInput{UserPoolId: &f.pool, Username: &name})
			ended <- err
		}()
		if err := f.server.Faults().Wait(ctx, id, 1); err != nil {
			t.Fatal(err)
		}
		enabled := func() bool {
			t.Helper()
			out, err := f.api.AdminGetUser(ctx, &cognito.AdminGetUserInput{UserPoolId: &f.pool, Username: &name})
			if err != nil {
				t.Fatal(err)
			}
			return out.Enabled
		}
		for tt.done && enabled() { // until it is carried out
			if ctx.Err() != nil {
				t.Fatal(ctx.Err())
			}
		}
		if !tt.done && !enabled() {
			t.Errorf("%s: carried out while it is held", name)
		}
		select {
		case err := <-ended:
			t.Fatalf("%s: ended while it is held: %v", name, err)
		default:
		}
		f.server.Faults().Clear(id)
		if err := <-ended; err != nil || enabled() {
			t.Errorf("%s: let go: %v", name, err)
		}
	}

	// A call whose caller is gone is not carried out.
	f.confirm("carol")
	id := f.fault(localcognito.Fault{Operation: "AdminDisableUser", Latency: time.Hour})
	gone, leave := context.WithCancel(ctx)
	ended := make(chan error, 1)
	go func() {
		_, err := f.api.AdminDisableUser(gone, &cognito.AdminDisableUserInput{UserPoolId: &f.pool, Username: aws.String("carol")})
		ended <- err
	}()
	if err := f.server.Faults().Wait(ctx, id, 1); err != nil {
		t.Fatal(err)
	}
	leave()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if err := f.server.Faults().Wait(gone, id, 2); !errors.Is(err, context.Canceled) {
		t.Errorf("Wait without its context: %v", err)
	}
	if err := f.server.Faults().Wait(ctx, "none", 1); !errors.Is(err, localcognito.ErrUnknownFault) {
		t.Errorf("Wait for a fault that is not there: %v", err)
	}
}

func TestFaultRefused(t *testing.T) {
	f := newFixture(t)
	for name, add := range map[string]localcognito.Fault{
		"nothing":                 {},
		"an unknown operation":    {Operation: "InitateAuth", Action: localcognito.FaultThrottle},
		"a negative count":        {Count: -1, Action: localcognito.FaultThrottle},
		"a negative latency":      {Latency: -1},
		"an unknown action":       {Action: "explode"},
		"an exception without":    {Action: localcognito.FaultException},
		"an exception's header":   {Action: localcognito.FaultException, Type: "A\r\nB"},
		"an exception that is OK": {Action: localcognito.FaultException, Type: "A", Status: 200},
		"a type without":          {Action: localcognito.FaultThrottle, Type: "A"},
	} {
		if id, err := f.server.Faults().Add(add); !errors.Is(err, localcognito.ErrInvalidFault) || id != "" {
			t.Errorf("%s: %q, %v", name, id, err)
		}
	}
	if list := f.server.Faults().List(); len(list) != 0 {
		t.Errorf("%+v", list)
	}
}

// The names over HTTP are those of Go.
func TestFaultsHTTP(t *testing.T) {
	f := newFixture(t)
	const path = "/_local/faults"
	status, text, first := f.localCall("POST", path, `{"operation":"GetUser","count":2,"latency":"1ms","answerLatency":"2ms","action":"exception","type":"InternalErrorException","message":"Away.","status":500}`)
	if status != http.StatusOK {
		t.Fatalf("%d %s", status, text)
	}
	want := localcognito.Fault{
		ID: "1", Operation: "GetUser", Count: 2, Latency: time.Millisecond, AnswerLatency: 2 * time.Millisecond,
		Action: localcognito.FaultException, Type: "InternalErrorException", Message: "Away.", Status: 500,
	}
	if got := f.server.Faults().List(); !reflect.DeepEqual(got, []localcognito.Fault{want}) {
		t.Errorf("got %+v", got)
	}
	_, err := f.api.GetUser(t.Context(), &cognito.GetUserInput{AccessToken: aws.String("none")})
	wantError(t, err, "InternalErrorException", "Away.")
	_, _, list := f.localCall("GET", path, "")
	shown := first.(map[string]any)
	shown["met"] = 1.0
	if !reflect.DeepEqual(list, []any{shown}) {
		t.Errorf("listed as %v, added as %v", list, shown)
	}
	for _, action := range []localcognito.FaultAction{localcognito.FaultThrottle, localcognito.FaultDropRequest, localcognito.FaultDropAnswer} {
		if status, text, _ := f.localCall("POST", path, `{"action":"`+string(action)+`"}`); status != http.StatusOK {
			t.Errorf("%s: %d %s", action, status, text)
		}
	}
	for _, body := range []string{`{}`, `[]`, `{"action":"throttle","operations":"GetUser"}`, `{"operation":"getUser","action":"throttle"}`, `{"latency":3}`} {
		if status, text, _ := f.localCall("POST", path, body); status != http.StatusBadRequest || strings.TrimSpace(text) == "" {
			t.Errorf("%s: %d %s", body, status, text)
		}
	}
	_, _, left := f.localCall("DELETE", path+"?id=1&id=3", "")
	if list, _ := left.([]any); len(list) != 2 || list[0].(map[string]any)["id"] != "2" || list[1].(map[string]any)["id"] != "4" {
		t.Errorf("left are %v", left)
	}
	if _, text, _ := f.localCall("DELETE", path, ""); text != "[]" {
		t.Errorf("left are %s", text)
	}
}
