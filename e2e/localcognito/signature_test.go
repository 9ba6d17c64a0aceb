package localcognito_test

import (
	"bytes"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	cognito "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"

	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito"
)

// tamper changes requests after they were signed.
type tamper func(*http.Request)

func (change tamper) RoundTrip(r *http.Request) (*http.Response, error) {
	change(r)
	return http.DefaultTransport.RoundTrip(r)
}

// The signatures are made by the AWS SDK; the exceptions are those that AWS
// documents as common errors and shows in the IAM user guide.
func TestSignature(t *testing.T) {
	f := newFixture(t, func(s *setup) {
		s.options.Now = time.Now // that of the signer
		s.options.Credentials = map[string]string{"local": "local", "other": "another secret"}
	})
	provider := credentials.NewStaticCredentialsProvider
	for _, tt := range []struct {
		name               string
		change             func(*cognito.Options)
		exception, message string
	}{
		{"right", func(o *cognito.Options) {}, "", ""},
		{"another key", func(o *cognito.Options) { o.Credentials = provider("other", "another secret", "") }, "", ""},
		{"unknown key", func(o *cognito.Options) { o.Credentials = provider("unknown", "local", "") },
			"UnrecognizedClientException", "The security token included in the request is invalid."},
		{"session token", func(o *cognito.Options) { o.Credentials = provider("local", "local", "token") },
			"UnrecognizedClientException", "The security token included in the request is invalid."},
		{"wrong secret", func(o *cognito.Options) { o.Credentials = provider("local", "wrong", "") },
			"InvalidSignatureException", "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details."},
		{"another region", func(o *cognito.Options) { o.Region = "us-east-1" }, "InvalidSignatureException", ""},
		{"changed body", tampered(func(r *http.Request) {
			body, _ := io.ReadAll(r.Body)
			r.Body = io.NopCloser(bytes.NewReader(bytes.Replace(body, []byte("eu-"), []byte("us-"), 1)))
		}), "InvalidSignatureException", ""},
		{"changed operation", tampered(func(r *http.Request) {
			r.Header.Set("X-Amz-Target", strings.Replace(r.Header.Get("X-Amz-Target"), "Describe", "Delete", 1))
		}), "InvalidSignatureException", ""},
		{"unsigned operation", tampered(func(r *http.Request) {
			r.Header.Set("Authorization", strings.Replace(r.Header.Get("Authorization"), ";x-amz-target", "", 1))
		}), "InvalidSignatureException", "'x-amz-target' must be a 'SignedHeader' in the AWS Authorization."},
		{"no signature", tampered(func(r *http.Request) { r.Header.Del("Authorization") }),
			"MissingAuthenticationTokenException", "Missing Authentication Token"},
		{"another scheme", tampered(func(r *http.Request) { r.Header.Set("Authorization", "Bearer x") }), "IncompleteSignatureException", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			// A signer caches derived keys by access key id: each case has its own.
			_, err := newSDKClient(f.server.URL(), tt.change).DescribeUserPool(t.Context(), &cognito.DescribeUserPoolInput{UserPoolId: &f.pool})
			if tt.exception != "" {
				wantError(t, err, tt.exception, tt.message)
			} else if err != nil {
				t.Error(err)
			}
		})
	}
	// Public operations stay unsigned.
	_, err := f.passwordAuth("nobody", password)
	wantError(t, err, "UserNotFoundException", "")
	_, err = newSDKClient(f.server.URL(), func(o *cognito.Options) { o.Credentials = provider("local", "wrong", "") }).
		AdminInitiateAuth(t.Context(), &cognito.AdminInitiateAuthInput{UserPoolId: &f.pool, ClientId: &f.client, AuthFlow: "USER_AUTH"})
	wantError(t, err, "InvalidSignatureException", "")
}

func tampered(change tamper) func(*cognito.Options) {
	return func(o *cognito.Options) { o.HTTPClient = &http.Client{Transport: change} }
}

func TestSignatureClock(t *testing.T) {
	offset := &clock{now: time.Time{}}
	f := newFixture(t, func(s *setup) {
		s.options.Now = func() time.Time { return time.Now().Add(offset.Now().Sub(time.Time{})) }
		s.options.Credentials = map[string]string{"local": "local"}
	})
	describe := func() error {
		// A client of its own: the SDK learns the skew from Date headers.
		_, err := newSDKClient(f.server.URL()).DescribeUserPool(t.Context(), &cognito.DescribeUserPoolInput{UserPoolId: aws.String(f.pool)})
		return err
	}
	if err := describe(); err != nil {
		t.Fatal(err)
	}
	offset.Advance(14 * time.Minute)
	if err := describe(); err != nil {
		t.Error(err)
	}
	offset.Advance(2 * time.Minute)
	err := describe()
	wantError(t, err, "InvalidSignatureException", "")
	if !strings.Contains(err.Error(), "Signature expired: ") || !strings.HasSuffix(err.Error(), "- 15 min.)") {
		t.Error(err)
	}
	offset.Advance(-32 * time.Minute)
	err = describe()
	wantError(t, err, "InvalidSignatureException", "")
	if !strings.Contains(err.Error(), "Signature not yet current: ") {
		t.Error(err)
	}
}

// Pages of other origins do not administrate while any credentials pass: a browser
// on the machine takes every page here. With credentials the signature decides, as
// in Cognito.
func TestSignedOperationsOfPages(t *testing.T) {
	own := func(f *fixture) string { return f.server.URL() }
	is := func(origin string) func(*fixture) string { return func(*fixture) string { return origin } }
	for name, tt := range map[string]struct {
		origin     func(f *fixture) string
		site, host string
		refused    bool
	}{
		"a program":                {is(""), "", "", false},
		"a program, by any name":   {is(""), "", "cognito:9229", false},
		"a page of the server":     {own, "same-origin", "", false},
		"an old browser":           {own, "", "", false},
		"a foreign page":           {is("https://evil.example"), "cross-site", "", true},
		"a foreign page, old":      {is("https://evil.example"), "", "", true},
		"a page on localhost":      {is("http://localhost:3000"), "same-site", "", true},
		"a sandboxed page":         {is("null"), "cross-site", "", true},
		"an extension":             {is("moz-extension://0"), "", "", true},
		"without an origin":        {is(""), "cross-site", "", true},
		"a rebound name":           {is("http://evil.example:9229"), "same-origin", "evil.example:9229", true},
		"a rebound name, old":      {is("http://evil.example:9229"), "", "evil.example:9229", true},
		"an added name":            {is("http://cognito.test"), "same-origin", "cognito.test", false},
		"an added name, elsewhere": {is("http://evil.example"), "cross-site", "cognito.test", true},
		"another scheme's origin":  {is("https://localhost"), "cross-site", "localhost", true},
	} {
		for _, guarded := range []bool{false, true} {
			t.Run(fmt.Sprint(name, ", with credentials: ", guarded), func(t *testing.T) {
				f := newFixture(t, func(s *setup) {
					s.options.OutboxHosts = []string{"cognito.test"}
					s.options.Now = time.Now
					if guarded {
						s.options.Credentials = map[string]string{"local": "local"}
					}
				})
				page := newSDKClient(f.server.URL(), tampered(func(r *http.Request) {
					if tt.host != "" && !guarded { // the signature is over the host
						r.Host = tt.host
					}
					for header, value := range map[string]string{"Origin": tt.origin(f), "Sec-Fetch-Site": tt.site} {
						if value != "" {
							r.Header.Set(header, value)
						}
					}
				}))
				_, err := page.DeleteUserPool(t.Context(), &cognito.DeleteUserPoolInput{UserPoolId: &f.pool})
				if !tt.refused || guarded {
					if err != nil {
						t.Error(err)
					}
					return
				}
				wantError(t, err, "AccessDeniedException", "")
				if !strings.Contains(err.Error(), "Options.Credentials") {
					t.Errorf("does not say what to do: %v", err)
				}
				// What is public stays so.
				_, err = page.InitiateAuth(t.Context(), &cognito.InitiateAuthInput{
					AuthFlow: "USER_PASSWORD_AUTH", ClientId: &f.client, AuthParameters: map[string]string{"USERNAME": "nobody", "PASSWORD": password},
				})
				wantError(t, err, "UserNotFoundException", "")
			})
		}
	}
}

// Who listens beyond the machine is warned while any credentials pass.
func TestWarning(t *testing.T) {
	for name, tt := range map[string]struct {
		options localcognito.Options
		warns   bool
	}{
		"localhost":                   {localcognito.Options{}, false},
		"everywhere":                  {localcognito.Options{Addr: "0.0.0.0:0"}, true},
		"everywhere, no host":         {localcognito.Options{Addr: ":0"}, true},
		"everywhere, with signatures": {localcognito.Options{Addr: "0.0.0.0:0", Credentials: map[string]string{"local": "secret"}}, false},
	} {
		t.Run(name, func(t *testing.T) {
			var log strings.Builder
			tt.options.Log = slog.New(slog.NewTextHandler(&log, nil))
			server, err := localcognito.Start(tt.options)
			if err != nil {
				t.Fatal(err)
			}
			server.Close()
			lines := strings.Count(log.String(), "\n")
			if warned := strings.Contains(log.String(), "any credentials pass"); warned != tt.warns || lines > 1 {
				t.Errorf("the log has %d lines: %s", lines, log.String())
			}
		})
	}
}
