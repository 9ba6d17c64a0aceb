package localcognito_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-sdk-go-v2/aws"
	cognito "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"

	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito"
)

// A trigger that calls the server, or does not come back for another reason, fails
// in the end, and the server goes on.
func TestTriggerThatDoesNotEnd(t *testing.T) {
	type pre = events.CognitoEventUserPoolsPreAuthentication
	const must = "A trigger must not call the local Cognito, which waits for the trigger."
	told := make(chan error, 1)
	released := make(chan struct{})
	t.Cleanup(func() { close(released) })
	for name, trigger := range map[string]func(f *fixture) localcognito.Trigger[pre]{
		"calls the API": func(f *fixture) localcognito.Trigger[pre] {
			return func(ctx context.Context, e pre) (pre, error) {
				_, err := f.api.AdminUpdateUserAttributes(ctx, &cognito.AdminUpdateUserAttributesInput{
					UserPoolId: &f.pool, Username: aws.String("alice"), UserAttributes: attrs("nickname=late"),
				})
				return e, err
			}
		},
		"calls the API without its context": func(f *fixture) localcognito.Trigger[pre] {
			// Without a network, so that the call is there long before the time is up.
			api := newSDKClient(f.server.URL(), func(o *cognito.Options) { o.HTTPClient = &http.Client{Transport: inProcess{f.server}} })
			return func(_ context.Context, e pre) (pre, error) {
				_, err := api.AdminUpdateUserAttributes(context.Background(), &cognito.AdminUpdateUserAttributesInput{
					UserPoolId: &f.pool, Username: aws.String("alice"), UserAttributes: attrs("nickname=late"),
				})
				told <- err
				return e, err
			}
		},
		"reads the keys": func(f *fixture) localcognito.Trigger[pre] {
			return func(_ context.Context, e pre) (pre, error) {
				r, err := http.Get(f.server.URL() + "/" + f.pool + "/.well-known/jwks.json")
				if err == nil {
					r.Body.Close()
				}
				return e, err
			}
		},
		"calls a method of the server": func(f *fixture) localcognito.Trigger[pre] {
			return func(_ context.Context, e pre) (pre, error) {
				f.server.Recorded()
				return e, nil
			}
		},
		"waits for its context": func(*fixture) localcognito.Trigger[pre] {
			return func(ctx context.Context, e pre) (pre, error) {
				<-ctx.Done()
				return e, ctx.Err()
			}
		},
		"waits for something else": func(*fixture) localcognito.Trigger[pre] {
			return func(_ context.Context, e pre) (pre, error) {
				<-released
				return e, nil
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t, func(s *setup) { s.options.TriggerTimeout = time.Second })
			f.confirm("alice")
			f.setTriggers(localcognito.Triggers{PreAuthentication: trigger(f)})
			_, err := f.passwordAuth("alice", password)
			wantError(t, err, "UnexpectedLambdaException",
				"PreAuthentication did not answer within 1s. "+must)
			if name == "calls the API without its context" {
				wantError(t, <-told, "InternalErrorException", "This call waited for a trigger that ran out of time. "+must)
			}
			f.setTriggers(localcognito.Triggers{})
			_, err = f.passwordAuth("alice", "Wrong-12345")
			wantError(t, err, "NotAuthorizedException", incorrect)
			user, err := f.api.AdminGetUser(t.Context(), &cognito.AdminGetUserInput{UserPoolId: &f.pool, Username: aws.String("alice")})
			if err != nil || value(user.UserAttributes, "nickname") != "" {
				t.Errorf("the trigger's call was made after all: %v", err)
			}
		})
	}
}

// inProcess hands requests to a handler.
type inProcess struct{ http.Handler }

func (p inProcess) RoundTrip(r *http.Request) (*http.Response, error) {
	answer := httptest.NewRecorder()
	p.ServeHTTP(answer, r)
	return answer.Result(), nil
}

// A trigger that ends its goroutine, as t.Fatal does, ends the request too.
func TestTriggerThatEndsItsGoroutine(t *testing.T) {
	type pre = events.CognitoEventUserPoolsPreAuthentication
	f := newFixture(t)
	f.confirm("alice")
	f.setTriggers(localcognito.Triggers{PreAuthentication: func(context.Context, pre) (pre, error) {
		runtime.Goexit()
		return pre{}, nil
	}})
	_, err := f.passwordAuth("alice", password)
	wantError(t, err, "UnexpectedLambdaException", "PreAuthentication failed with an unhandled error.")
	f.setTriggers(localcognito.Triggers{})
	_, err = f.passwordAuth("alice", "Wrong-12345")
	wantError(t, err, "NotAuthorizedException", incorrect)
}

// A body that trickles, at any path, ends with an answer or with the connection.
func TestTricklingBody(t *testing.T) {
	t.Parallel()
	server, err := localcognito.Start(localcognito.Options{ReadTimeout: time.Second})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Close() })
	address, err := url.Parse(server.URL())
	if err != nil {
		t.Fatal(err)
	}
	const api = "Content-Type: application/x-amz-json-1.1\r\nX-Amz-Target: AWSCognitoIdentityProviderService."
	for name, tt := range map[string]struct {
		request, headers string
		status           int // 0: whatever it is
	}{
		"a public operation": {"POST /", api + "InitiateAuth\r\n", 408},
		"a signed operation": {"POST /", api + "AdminGetUser\r\n", 408},
		"no operation":       {"POST /", "", 0},
		"the outbox":         {"GET /_local/outbox", "", 0},
		"a preflight":        {"OPTIONS /", "", 0},
		"elsewhere":          {"PUT /elsewhere", "", 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			connection, err := net.Dial("tcp", address.Host)
			if err != nil {
				t.Fatal(err)
			}
			defer connection.Close()
			connection.SetDeadline(time.Now().Add(time.Minute)) // the test's own end
			if _, err := fmt.Fprintf(connection, "%s HTTP/1.1\r\nHost: %s\r\n%sContent-Length: 100\r\n\r\n{", tt.request, address.Host, tt.headers); err != nil {
				t.Fatal(err)
			}
			reader := bufio.NewReader(connection)
			response, err := http.ReadResponse(reader, nil)
			if err != nil {
				t.Fatal(err)
			}
			if tt.status != 0 {
				var e struct {
					Type string `json:"__type"`
				}
				if err := json.NewDecoder(response.Body).Decode(&e); err != nil || response.StatusCode != tt.status || e.Type != "RequestTimeoutException" {
					t.Errorf("%s %s, %v", response.Status, e.Type, err)
				}
			}
			if _, err := io.Copy(io.Discard, reader); err != nil {
				t.Errorf("the connection was not closed: %v", err)
			}
		})
	}
}

// The same where the server is a handler of somebody else's, who set no times.
func TestTricklingBodyWithoutListener(t *testing.T) {
	t.Parallel()
	handler, err := localcognito.New(localcognito.Options{ReadTimeout: time.Second})
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		t.Fatal(err)
	}
	host := &http.Server{Handler: handler}
	go host.Serve(listener)
	t.Cleanup(func() { host.Close() })
	body, trickle := io.Pipe()
	t.Cleanup(func() { trickle.Close() })
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://"+listener.Addr().String()+"/", io.MultiReader(strings.NewReader("{"), body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/x-amz-json-1.1")
	request.Header.Set("X-Amz-Target", "AWSCognitoIdentityProviderService.InitiateAuth")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusRequestTimeout {
		t.Errorf("got %s", response.Status)
	}
}
