package tokensource_test

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"golang.org/x/oauth2"

	"github.com/cognito-wasm/cognito-wasm/auth"
	"github.com/cognito-wasm/cognito-wasm/auth/tokensource"
)

// always is a margin longer than any token lives, so that every call refreshes.
const always = 48 * time.Hour

func newSource(t *testing.T, config tokensource.Config) *tokensource.Source {
	t.Helper()
	source, err := tokensource.New(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	return source
}

func wantToken(t *testing.T, source oauth2.TokenSource) *oauth2.Token {
	t.Helper()
	token, err := source.Token()
	if err != nil {
		t.Fatal(err)
	}
	return token
}

func TestNewRefuses(t *testing.T) {
	client := newApp(t).client
	for _, config := range []tokensource.Config{
		{Tokens: auth.Tokens{RefreshToken: "token"}},
		{Client: client, Tokens: auth.Tokens{AccessToken: "token"}},
		{Client: client, Tokens: auth.Tokens{RefreshToken: "token"}, Margin: -1},
	} {
		_, err := tokensource.New(t.Context(), config)
		wantCode(t, err, auth.CodeInvalidArgument)
	}
}

// Tokens that are good are given as they are.
func TestFresh(t *testing.T) {
	app := newApp(t)
	tokens := app.signIn(t)
	source := newSource(t, tokensource.Config{Client: app.client, Tokens: tokens})
	token := wantToken(t, source)
	if token.AccessToken != tokens.AccessToken || token.Type() != "Bearer" || !token.Expiry.Equal(tokens.ExpiresAt) || token.Extra("id_token") != tokens.IDToken {
		t.Error("the token is not that of the sign-in")
	}
	if token.RefreshToken != "" {
		t.Error("the refresh token was given away")
	}
	if n := app.refreshes(); n != 0 {
		t.Errorf("%d refreshes", n)
	}
}

// What is about to end, or is not there, is refreshed once, and what was saved is
// what was given.
func TestDue(t *testing.T) {
	for name, change := range map[string]func(*auth.Tokens){
		"about to end": func(tokens *auth.Tokens) { tokens.ExpiresAt = time.Now().Add(59 * time.Second) },
		"not there": func(tokens *auth.Tokens) {
			*tokens = auth.Tokens{RefreshToken: tokens.RefreshToken, DeviceKey: tokens.DeviceKey}
		},
	} {
		t.Run(name, func(t *testing.T) {
			app := newApp(t)
			first := app.signIn(t)
			tokens := first
			change(&tokens)
			var saved []auth.Tokens
			source := newSource(t, tokensource.Config{Client: app.client, Tokens: tokens, Save: func(_ context.Context, tokens auth.Tokens) error {
				saved = append(saved, tokens)
				return nil
			}})
			token := wantToken(t, source)
			works(t, token.AccessToken)
			if again := wantToken(t, source); again.AccessToken != token.AccessToken || token.AccessToken == first.AccessToken {
				t.Error("the second token is another one, or the first was the old one")
			}
			if n := app.refreshes(); n != 1 || len(saved) != 1 {
				t.Fatalf("%d refreshes, %d saved", n, len(saved))
			}
			if saved[0] != source.Tokens() || saved[0].AccessToken != token.AccessToken || saved[0].RefreshToken == first.RefreshToken || saved[0].DeviceKey != first.DeviceKey {
				t.Error("what was saved is not what Cognito gave")
			}
			// What was saved opens the next program.
			works(t, wantToken(t, newSource(t, tokensource.Config{Client: app.client, Tokens: saved[0], Margin: always})).AccessToken)
		})
	}
}

// Many goroutines cause one refresh. A second would be RefreshTokenReuseException.
func TestOneRefresh(t *testing.T) {
	app := newApp(t)
	tokens := app.signIn(t)
	tokens.ExpiresAt = time.Now()
	source := newSource(t, tokensource.Config{Client: app.client, Tokens: tokens, Save: func(context.Context, auth.Tokens) error { return nil }})
	const callers = 40
	var group sync.WaitGroup
	given, failures := make([]string, callers), make([]error, callers)
	for i := range callers {
		group.Go(func() {
			var token *oauth2.Token
			if token, failures[i] = source.Token(); failures[i] == nil {
				given[i] = token.AccessToken
			}
		})
	}
	group.Wait()
	for i := range callers {
		if failures[i] != nil || given[i] != given[0] || given[i] == tokens.AccessToken {
			t.Fatalf("caller %d got %v, or another token", i, failures[i])
		}
	}
	if n := app.refreshes(); n != 1 {
		t.Errorf("%d refreshes", n)
	}
}

var errFull = errors.New("the disk is full")

// A token that could not be saved is neither lost nor used.
func TestSaveFails(t *testing.T) {
	app := newApp(t)
	first, full := app.signIn(t), true
	source := newSource(t, tokensource.Config{Client: app.client, Tokens: first, Margin: always, Save: func(_ context.Context, tokens auth.Tokens) error {
		app.note("save " + tokens.RefreshToken)
		if full {
			return errFull
		}
		return nil
	}})
	for range 2 {
		_, err := source.Token()
		if wantCode(t, err, auth.CodeStorageError, first, source.Tokens()); !errors.Is(err, errFull) {
			t.Errorf("%v hides its cause", err)
		}
	}
	second := source.Tokens()
	full = false
	token := wantToken(t, source)
	third := source.Tokens()
	works(t, token.AccessToken)
	want := []string{
		"refresh " + first.RefreshToken, "save " + second.RefreshToken, "save " + second.RefreshToken, "save " + second.RefreshToken,
		"refresh " + second.RefreshToken, "save " + third.RefreshToken,
	}
	if !slices.Equal(app.events, want) || second.RefreshToken == first.RefreshToken || third.RefreshToken == second.RefreshToken {
		var names []string // without the tokens
		for _, event := range app.events {
			names = append(names, event[:4])
		}
		t.Errorf("happened: %q", names)
	}
}

// A Save that panics leaves nobody waiting, and its token is not lost.
func TestSavePanics(t *testing.T) {
	app := newApp(t)
	tokens, broken := app.signIn(t), true
	tokens.ExpiresAt = time.Now()
	source := newSource(t, tokensource.Config{Client: app.client, Tokens: tokens, Save: func(context.Context, auth.Tokens) error {
		if broken {
			panic("broken")
		}
		return nil
	}})
	func() {
		defer func() {
			if recover() == nil {
				t.Error("the panic was swallowed")
			}
		}()
		source.Token()
	}()
	broken = false
	works(t, wantToken(t, source).AccessToken)
	if n := app.refreshes(); n != 1 {
		t.Errorf("%d refreshes", n)
	}
}

// Without rotation there is nothing to save.
func TestNothingToSave(t *testing.T) {
	app := newApp(t, func(in *cip.CreateUserPoolClientInput) { in.RefreshTokenRotation = nil })
	source := newSource(t, tokensource.Config{Client: app.client, Tokens: app.signIn(t), Margin: always, Save: func(context.Context, auth.Tokens) error {
		return errFull
	}})
	works(t, wantToken(t, source).AccessToken)
	works(t, wantToken(t, source).AccessToken)
	if n := app.refreshes(); n != 2 {
		t.Errorf("%d refreshes", n)
	}
}

// The end of a session is told without asking Cognito again.
func TestEnded(t *testing.T) {
	for code, end := range map[string]func(*app, auth.Tokens) error{
		"NotAuthorizedException": func(_ *app, tokens auth.Tokens) error {
			_, err := pool.API.GlobalSignOut(t.Context(), &cip.GlobalSignOutInput{AccessToken: &tokens.AccessToken})
			return err
		},
		"RefreshTokenReuseException": func(app *app, tokens auth.Tokens) error {
			_, err := app.client.Refresh(t.Context(), auth.RefreshRequest{RefreshToken: tokens.RefreshToken, DeviceKey: tokens.DeviceKey})
			return err
		},
	} {
		t.Run(code, func(t *testing.T) {
			app := newApp(t)
			tokens := app.signIn(t)
			source := newSource(t, tokensource.Config{Client: app.client, Tokens: tokens, Margin: always})
			if err := end(app, tokens); err != nil {
				t.Fatal(err)
			}
			before := app.refreshes()
			for range 3 {
				_, err := source.Token()
				wantCode(t, err, code, tokens)
			}
			_, err := source.IDTokens().Token()
			wantCode(t, err, code, tokens)
			if n := app.refreshes() - before; n != 1 {
				t.Errorf("%d refreshes", n)
			}
		})
	}
}

// A request or an answer that is lost does not end the session. The grace period
// lets the old refresh token go on.
func TestLost(t *testing.T) {
	errLost := errors.New("no network")
	for name, lose := range map[string]func(send func() (*http.Response, error)) (*http.Response, error){
		"request": func(func() (*http.Response, error)) (*http.Response, error) { return nil, errLost },
		"answer": func(send func() (*http.Response, error)) (*http.Response, error) {
			if response, err := send(); err == nil {
				response.Body.Close()
			}
			return nil, errLost
		},
	} {
		t.Run(name, func(t *testing.T) {
			app := newApp(t, func(in *cip.CreateUserPoolClientInput) {
				in.RefreshTokenRotation.RetryGracePeriodSeconds = aws.Int32(60)
			})
			tokens := app.signIn(t)
			source := newSource(t, tokensource.Config{Client: app.client, Tokens: tokens, Margin: always})
			app.wire.lost = lose
			for range 2 {
				_, err := source.Token()
				if wantCode(t, err, auth.CodeNetworkError, tokens); !errors.Is(err, errLost) {
					t.Errorf("%v hides its cause", err)
				}
			}
			app.wire.lost = nil
			works(t, wantToken(t, source).AccessToken)
			if n := app.refreshes(); n != 3 {
				t.Errorf("%d refreshes", n)
			}
		})
	}
}

// ID tokens have a life of their own, and share the refresh with access tokens.
func TestIDTokens(t *testing.T) {
	app := newApp(t, func(in *cip.CreateUserPoolClientInput) {
		in.AccessTokenValidity, in.IdTokenValidity = aws.Int32(60), aws.Int32(5)
		in.TokenValidityUnits = &types.TokenValidityUnitsType{AccessToken: types.TimeUnitsTypeMinutes, IdToken: types.TimeUnitsTypeMinutes}
	})
	tokens := app.signIn(t)
	source := newSource(t, tokensource.Config{Client: app.client, Tokens: tokens})
	token := wantToken(t, source.IDTokens())
	if token.AccessToken != tokens.IDToken || token.RefreshToken != "" || !token.Expiry.Equal(tokens.ExpiresAt.Add(-55*time.Minute)) {
		t.Errorf("the token is not the ID token, or ends at %v", token.Expiry)
	}
	source = newSource(t, tokensource.Config{Client: app.client, Tokens: tokens, Margin: 10 * time.Minute})
	if wantToken(t, source).AccessToken != tokens.AccessToken || app.refreshes() != 0 {
		t.Error("an access token of 60 minutes was refreshed")
	}
	if wantToken(t, source.IDTokens()).AccessToken != source.Tokens().IDToken || app.refreshes() != 1 {
		t.Error("an ID token of 5 minutes was not refreshed")
	}
	if wantToken(t, source).AccessToken != source.Tokens().AccessToken || source.Tokens().AccessToken == tokens.AccessToken || app.refreshes() != 1 {
		t.Error("the refresh was not shared")
	}
}

// The context ends the source.
func TestContext(t *testing.T) {
	app := newApp(t)
	tokens := app.signIn(t)
	ctx, cancel := context.WithCancel(t.Context())
	source, err := tokensource.New(ctx, tokensource.Config{Client: app.client, Tokens: tokens, Margin: always})
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	_, err = source.Token()
	wantCode(t, err, auth.CodeAbortError, tokens)
}
