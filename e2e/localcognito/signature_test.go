package localcognito_test

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	cognito "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
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
