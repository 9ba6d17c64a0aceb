package tokensource

import (
	"context"
	"errors"
	"sync"
	"time"

	"golang.org/x/oauth2"

	"github.com/cognito-wasm/cognito-wasm/auth"
)

// Config says whose tokens a [Source] keeps fresh.
type Config struct {
	// Client refreshes. Required. Its Config.CallOptions may have ClientMetadata for
	// the pool's triggers.
	Client *auth.Client
	// Tokens are those of the sign-in. A program that was started again has at least
	// the RefreshToken, with its DeviceKey if there is one. Required.
	Tokens auth.Tokens
	// Save keeps tokens whose refresh token is another one than before: at once, and
	// durably, for the one before it ends. No token is given out and nothing is
	// refreshed before Save has returned nil. It must not ask the source for a token.
	// Nil: a rotated token lives as long as the source.
	Save func(ctx context.Context, tokens auth.Tokens) error
	// Margin is how long before its end a token is refreshed. Default: a minute. At
	// least ten seconds are right with oauth2.NewClient, which asks that much before
	// the end.
	Margin time.Duration
}

// defaultMargin leaves time for a call that was begun with the token.
const defaultMargin = time.Minute

// Source gives the tokens of one user. All its methods may be called from several
// goroutines: one of them refreshes, and the others get what came of it.
type Source struct {
	ctx    context.Context
	config Config

	mu sync.Mutex
	// tokens are the newest that Cognito has given, whether saved or not.
	tokens  auth.Tokens
	unsaved bool
	// ended is why the session is over, nil while it is not.
	ended error
	// flight is the refresh under way, nil if there is none.
	flight *flight
}

var _ oauth2.TokenSource = (*Source)(nil)

// New checks the configuration and gives a source. It calls nothing. The context is
// that of every refresh and Save: when it ends, so does the source. The error is an
// [*auth.Error] with code InvalidArgument.
func New(ctx context.Context, config Config) (*Source, error) {
	if config.Client == nil {
		return nil, invalid("Config.Client: expected a client")
	}
	if config.Tokens.RefreshToken == "" {
		return nil, invalid("Config.Tokens.RefreshToken: expected the refresh token of an earlier sign-in")
	}
	if config.Margin < 0 {
		return nil, invalid("Config.Margin: expected a duration, or 0 for a minute")
	}
	if config.Margin == 0 {
		config.Margin = defaultMargin
	}
	return &Source{ctx: ctx, config: config, tokens: config.Tokens}, nil
}

func invalid(message string) *auth.Error {
	return &auth.Error{Code: auth.CodeInvalidArgument, Message: message}
}

// Token gives an access token that is good for a while, with its end as Expiry. The
// ID token is its Extra("id_token"). It has no RefreshToken, because nobody but the
// source may use it.
func (s *Source) Token() (*oauth2.Token, error) {
	tokens, err := s.fresh(accessEnd)
	if err != nil {
		return nil, err
	}
	return (&oauth2.Token{AccessToken: tokens.AccessToken, TokenType: tokens.TokenType, Expiry: accessEnd(tokens)}).
		WithExtra(map[string]any{"id_token": tokens.IDToken}), nil
}

// IDTokens gives a source of the same user's ID tokens, for what authorises by these,
// such as an API Gateway with a Cognito authorizer. They stand in
// oauth2.Token.AccessToken, from where they are sent.
func (s *Source) IDTokens() oauth2.TokenSource { return idTokens{s} }

type idTokens struct{ source *Source }

func (t idTokens) Token() (*oauth2.Token, error) {
	tokens, err := t.source.fresh(idEnd)
	if err != nil {
		return nil, err
	}
	if tokens.IDToken == "" {
		return nil, &auth.Error{Code: auth.CodeMalformedResponse, Operation: operation, Message: "AuthenticationResult.IdToken: expected a token"}
	}
	return &oauth2.Token{AccessToken: tokens.IDToken, TokenType: tokens.TokenType, Expiry: idEnd(tokens)}, nil
}

// operation is what refreshes, as errors name it.
const operation = "GetTokensFromRefreshToken"

// Tokens gives the newest tokens, as they are and without a call. Save may not have
// taken them yet.
func (s *Source) Tokens() auth.Tokens {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.tokens
}

// flight is what one goroutine does for all that wait for it.
type flight struct {
	done chan struct{}
	// These are for reading when done is closed.
	tokens auth.Tokens
	err    error
}

// fresh gives tokens of which the one that ends at end is good for a while.
func (s *Source) fresh(end func(auth.Tokens) time.Time) (auth.Tokens, error) {
	s.mu.Lock()
	if s.ended != nil {
		defer s.mu.Unlock()
		return auth.Tokens{}, s.ended
	}
	if !s.unsaved && !s.due(end(s.tokens)) {
		defer s.mu.Unlock()
		return s.tokens, nil
	}
	f := s.flight
	joined := f != nil
	if !joined {
		f = &flight{done: make(chan struct{})}
		s.flight = f
	}
	s.mu.Unlock()
	if joined {
		<-f.done
	} else {
		s.fly(f)
	}
	return f.tokens, f.err
}

// due tells whether what ends then has to be refreshed.
func (s *Source) due(end time.Time) bool { return time.Until(end) <= s.config.Margin }

// fly saves what was not saved, and refreshes what is due then: for any of those who
// wait, so it looks at both tokens.
func (s *Source) fly(f *flight) {
	f.err = errPanic
	defer func() {
		s.mu.Lock()
		s.flight = nil
		s.mu.Unlock()
		close(f.done)
	}()
	tokens := s.Tokens()
	err := s.save(tokens)
	if err == nil && (s.due(accessEnd(tokens)) || s.due(idEnd(tokens))) {
		if tokens, err = s.refresh(tokens); err == nil {
			err = s.save(tokens)
		}
	}
	f.tokens, f.err = tokens, err
}

// errPanic is for those who wait for a goroutine that Save has panicked in.
var errPanic = &auth.Error{Code: auth.CodeInternalError, Message: "the refresh did not end"}

// refresh gets new tokens and keeps them.
func (s *Source) refresh(old auth.Tokens) (auth.Tokens, error) {
	step, err := s.config.Client.Refresh(s.ctx, auth.RefreshRequest{RefreshToken: old.RefreshToken, DeviceKey: old.DeviceKey})
	s.mu.Lock()
	defer s.mu.Unlock()
	if failure, ok := errors.AsType[*auth.Error](err); ok && ends[failure.Code] {
		s.ended = err
	}
	if err != nil {
		return auth.Tokens{}, err
	}
	s.tokens = *step.Tokens
	s.unsaved = s.config.Save != nil && (s.tokens.RefreshToken != old.RefreshToken || s.tokens.DeviceKey != old.DeviceKey)
	return s.tokens, nil
}

// ends are the exceptions that end a session. The page's session takes the same ones
// for its end.
var ends = map[string]bool{
	"NotAuthorizedException":         true,
	"RefreshTokenReuseException":     true,
	"UserNotFoundException":          true,
	"UserNotConfirmedException":      true,
	"PasswordResetRequiredException": true,
}

// save hands tokens to Save, if it has not had them.
func (s *Source) save(tokens auth.Tokens) error {
	s.mu.Lock()
	unsaved := s.unsaved
	s.mu.Unlock()
	if !unsaved {
		return nil
	}
	if err := s.config.Save(s.ctx, tokens); err != nil {
		return &auth.Error{Code: auth.CodeStorageError, Message: "the new refresh token could not be saved; the next call tries it again", Err: err}
	}
	s.mu.Lock()
	s.unsaved = false
	s.mu.Unlock()
	return nil
}
