package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"io"
	"net/http"
	"os"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	cognito "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"

	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
	"github.com/cognito-wasm/cognito-wasm/internal/version"
)

// challenges is what the password of each demo user leads to.
var challenges = map[string]types.ChallengeNameType{
	"alice": "", "bob": "NEW_PASSWORD_REQUIRED", "carol": "SMS_MFA", "dave": "EMAIL_OTP", "erin": "SOFTWARE_TOKEN_MFA",
}

// command is a command that runs.
type command struct {
	*testing.T
	lines *bufio.Scanner // of standard output
	said  *said          // on standard error
	rest  io.Reader
	stop  context.CancelFunc
	ended chan error
}

// said is text that several goroutines write.
type said struct {
	mu   sync.Mutex
	text strings.Builder
}

func (s *said) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.Write(p)
}

func (s *said) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.String()
}

// start runs the command on a free port, unless args have another address.
func start(t *testing.T, args ...string) *command {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	read, write := io.Pipe()
	c := &command{t, bufio.NewScanner(read), new(said), read, stop, make(chan error, 1)}
	go func() {
		err := run(ctx, append([]string{"-addr", "localhost:0"}, args...), write, c.said)
		write.CloseWithError(io.EOF)
		c.ended <- err
	}()
	t.Cleanup(c.end)
	return c
}

// next is the next line of standard output.
func (c *command) next() string {
	c.Helper()
	if !c.lines.Scan() {
		c.Fatalf("output ends early: %v", <-c.ended)
	}
	return c.lines.Text()
}

// end interrupts the command and waits for it.
func (c *command) end() {
	// A pipe blocks even an empty write until somebody reads.
	go io.Copy(io.Discard, c.rest)
	c.stop()
	if err := <-c.ended; err != nil {
		c.Error(err)
	}
}

// TestRun starts the command, reads what it prints and signs in with that.
func TestRun(t *testing.T) {
	c := start(t, "-cors", "strict", "-region", "eu-central-1", "-seed", "-issuer", "aws")
	url := c.next()
	pool, client := strings.Fields(c.next())[2], strings.Fields(c.next())[1]
	if pool != "eu-central-1_AbC123xyz" || client != "1example23456789" {
		t.Errorf("got pool %q and client %q, want those of the documentation", pool, client)
	}
	api := provision.Client(url)
	for range challenges {
		user := strings.Fields(c.next())
		out, err := api.InitiateAuth(t.Context(), &cognito.InitiateAuthInput{
			AuthFlow: types.AuthFlowTypeUserPasswordAuth, ClientId: aws.String(client),
			AuthParameters: map[string]string{"USERNAME": user[0], "PASSWORD": user[1]},
		})
		if err != nil {
			t.Fatalf("%s: %v", user[0], err)
		}
		want, known := challenges[user[0]]
		if !known || out.ChallengeName != want {
			t.Errorf("%s: challenge %q, want %q", user[0], out.ChallengeName, want)
		}
		if out.AuthenticationResult == nil {
			continue
		}
		token, err := jwt.ParseSigned(*out.AuthenticationResult.AccessToken, []jose.SignatureAlgorithm{jose.RS256})
		if err != nil {
			t.Fatal(err)
		}
		var claims jwt.Claims
		if err := token.UnsafeClaimsWithoutVerification(&claims); err != nil || claims.Issuer != "https://cognito-idp.eu-central-1.amazonaws.com/"+pool {
			t.Errorf("the issuer is %q, %v, want that of AWS", claims.Issuer, err)
		}
	}
}

// What other machines may reach is warned of in one line, and the outbox takes the
// names that were added.
func TestBeyondLoopback(t *testing.T) {
	for _, tt := range []struct {
		addr  string
		warns bool
	}{{"localhost:0", false}, {"127.0.0.1:0", false}, {"0.0.0.0:0", true}, {":0", true}} {
		c := start(t, "-addr", tt.addr, "-outbox-host", "cognito.test", "-outbox-host", "other.test")
		url := c.next()
		warnings := 0
		for line := range strings.Lines(c.said.String()) {
			if strings.Contains(line, "level=WARN") && strings.Contains(line, "any credentials pass") {
				warnings++
			}
		}
		if (warnings == 1) != tt.warns || warnings > 1 {
			t.Errorf("%s: %d warnings:\n%s", tt.addr, warnings, c.said)
		}
		for host, status := range map[string]int{"cognito.test": http.StatusOK, "other.test:1": http.StatusOK, "evil.test": http.StatusForbidden} {
			request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url+"/_local/outbox", nil)
			if err != nil {
				t.Fatal(err)
			}
			request.Host = host
			response, err := http.DefaultClient.Do(request)
			if err != nil {
				t.Fatal(err)
			}
			response.Body.Close()
			if response.StatusCode != status {
				t.Errorf("%s: %s, want %d", host, response.Status, status)
			}
		}
	}
}

// Every option is in the document and in the comment on the command.
func TestOptionsAreDocumented(t *testing.T) {
	var help said
	if err := run(t.Context(), []string{"-h"}, io.Discard, &help); !errors.Is(err, flag.ErrHelp) {
		t.Fatal(err)
	}
	options := regexp.MustCompile(`(?m)^  -([a-z-]+)`).FindAllStringSubmatch(help.String(), -1)
	if len(options) < 6 {
		t.Fatalf("the help has %d options:\n%s", len(options), &help)
	}
	for _, document := range []string{"main.go", "../../../../docs/testing.md"} {
		text, err := os.ReadFile(document)
		if err != nil {
			t.Fatal(err)
		}
		for _, option := range options {
			if !regexp.MustCompile("[[`]-" + option[1] + "[] `]").Match(text) {
				t.Errorf("%s does not have -%s", document, option[1])
			}
		}
	}
}

func TestVersion(t *testing.T) {
	var told said
	if err := run(t.Context(), []string{"-version"}, &told, io.Discard); err != nil || told.String() != "localcognito "+version.Number+"\n" {
		t.Errorf("got %q (%v)", &told, err)
	}
}

func TestRunRefuses(t *testing.T) {
	for _, args := range [][]string{{"-cors", "lax"}, {"-addr", "nowhere"}, {"-region", "a_b"}, {"-issuer", "AWS"}, {"-outbox-host", "http://a"}, {"-nonsense"}, {"extra"}} {
		if err := run(t.Context(), args, io.Discard, io.Discard); err == nil {
			t.Errorf("%v: accepted", args)
		}
	}
}
