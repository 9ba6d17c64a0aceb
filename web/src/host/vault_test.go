package host_test

import (
	"fmt"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/cognito-wasm/cognito-wasm/web/internal/tstest"
)

func jwt(claims, signature string) string {
	return "eyJraWQiOiJhYmMiLCJhbGciOiJSUzI1NiJ9." + claims + "." + signature
}

func grant(access, id, refresh string) object {
	return object{"AuthenticationResult": object{"AccessToken": access, "IdToken": id, "RefreshToken": refresh, "TokenType": "Bearer"}}
}

// What the page gets for tokens are handles, which only their vault can exchange,
// and only where a token belongs.
func TestVault(t *testing.T) {
	vault := tstest.Start(t, "testdata/vault.mjs")
	access := jwt("eyJzdWIiOiIxMjM0NTY3ODkwIn0", "QWNjZXNzVG9rZW5BY2Nlc3NUb2tlbkFjY2Vzc1Rva2Vu")
	id := jwt("eyJzdWIiOiJhbGljZSJ9", "SURUb2tlbklEVG9rZW5JRFRva2VuSURUb2tlbklEVG9r")
	refresh := "eyJjdHkiOiJKV1QiLCJlbmMiOiJBMjU2R0NNIn0.a2V5a2V5a2V5a2V5a2V5.aXZpdml2.Y2lwaGVydGV4dGNpcGhlcnRleHQ.dGFndGFn"
	short := jwt("eyJzdWIiOiJib2IifQ", "none")
	tstest.Call[any](t, vault, "note", []object{grant("x"+access, "x"+id, "x"+refresh)})
	tstest.Call[any](t, vault, "note", []object{grant(access, id, refresh), {"List": []any{object{"IdToken": short}}}})
	handles := tstest.Call[[]string](t, vault, "hide", []string{access, id, refresh, short})
	for i, want := range []string{`^\.eyJzdWIiOiIxMjM0NTY3ODkwIn0\.[\w-]+$`, `^\.eyJzdWIiOiJhbGljZSJ9\.[\w-]+$`, `^\.\.[\w-]+$`, `^\.\.[\w-]+$`} {
		if !regexp.MustCompile(want).MatchString(handles[i]) {
			t.Errorf("the handle %d is %q, want one like %s", i, handles[i], want)
		}
	}

	hidden := tstest.Call[[]any](t, vault, "hide", []any{
		object{"type": "reply", "value": object{"tokens": object{"accessToken": access, "refreshToken": refresh}, "n": 1, "flag": true, "null": nil}},
		grant(access, id, refresh), // asked for by hand
		[]string{"a " + access, "b " + strings.Split(access, ".")[2][:40], quoted(quoted(refresh)), "the claims eyJzdWIiOiJhbGljZSJ9", "eyJraWQiOiJhYmMiLCJhbGciOiJSUzI1NiJ9", "harmless"},
		object{"x " + id: 1},
	})
	for i, want := range []any{
		object{"type": "reply", "value": object{"tokens": object{"accessToken": handles[0], "refreshToken": handles[2]}, "n": 1.0, "flag": true, "null": nil}},
		object{"AuthenticationResult": object{"TokenType": "Bearer"}},
		[]any{"[redacted]", "[redacted]", "[redacted]", "the claims eyJzdWIiOiJhbGljZSJ9", "eyJraWQiOiJhYmMiLCJhbGciOiJSUzI1NiJ9", "harmless"},
		object{"[redacted]": 1.0},
	} {
		if !reflect.DeepEqual(hidden[i], want) {
			t.Errorf("hidden: got %v, want %v", hidden[i], want)
		}
	}
	if !tstest.Call[bool](t, vault, "whole", nil) {
		t.Error("an object with a class was copied")
	}

	revealed := tstest.Call[[]any](t, vault, "reveal", []object{
		{"type": "send", "input": object{"AccessToken": handles[0], "Token": handles[2], "RefreshToken": handles[2], "AuthParameters": object{"REFRESH_TOKEN": handles[2], "USERNAME": handles[0]}}},
		{"type": "refresh", "request": object{"refreshToken": handles[2], "username": handles[2]}},
		{"type": "fetch", "token": handles[1], "headers": []any{[]any{"x", handles[1]}}, "init": object{"token": handles[1]}},
		{"type": "send", "input": object{"UserAttributes": []any{object{"Name": "nickname", "Value": handles[0]}}, "ClientMetadata": object{"AccessToken": handles[0]}}},
		{"type": "fetch", "token": "..1"},
		{"type": "fetch", "token": handles[1] + "0"},
		{"type": "call"},
	})
	for i, want := range []any{
		object{"type": "send", "input": object{"AccessToken": access, "Token": refresh, "RefreshToken": refresh, "AuthParameters": object{"REFRESH_TOKEN": refresh, "USERNAME": handles[0]}}},
		object{"type": "refresh", "request": object{"refreshToken": refresh, "username": handles[2]}},
		object{"type": "fetch", "token": id, "headers": []any{[]any{"x", handles[1]}}, "init": object{"token": handles[1]}},
		object{"type": "send", "input": object{"UserAttributes": []any{object{"Name": "nickname", "Value": handles[0]}}, "ClientMetadata": object{"AccessToken": handles[0]}}},
		"SignedOut", "SignedOut",
		object{"type": "call"},
	} {
		if !reflect.DeepEqual(revealed[i], want) {
			t.Errorf("revealed: got %v, want %v", revealed[i], want)
		}
	}
	if got := tstest.Call[any](t, vault, "earlier", object{"type": "fetch", "token": handles[0]}); got != "SignedOut" {
		t.Errorf("another vault made %v of a handle", got)
	}

	// What is not used any more is forgotten, what is used is not.
	for i := range 60 {
		tstest.Call[any](t, vault, "more", []object{grant(jwt("e30", fmt.Sprintf("c2lnbmF0dXJlc2lnbmF0dXJl%03d", i)), jwt("e30", fmt.Sprintf("aWRpZGlkaWRpZGlkaWRpZGlk%03d", i)), "")})
		tstest.Call[any](t, vault, "reveal", []object{{"type": "fetch", "token": handles[0]}})
	}
	if got := tstest.Call[[]string](t, vault, "hide", []string{id, access}); !reflect.DeepEqual(got, []string{handles[1], handles[0]}) {
		t.Errorf("while a call may have it, a token is %q, want its handle", got)
	}
	tstest.Call[any](t, vault, "trim", nil)
	got := tstest.Call[[]any](t, vault, "reveal", []object{{"type": "fetch", "token": handles[0]}, {"type": "fetch", "token": handles[1]}})
	if want := []any{object{"type": "fetch", "token": access}, "SignedOut"}; !reflect.DeepEqual(got, want) {
		t.Errorf("after 120 more tokens: got %v, want %v", got, want)
	}
	tstest.Call[any](t, vault, "forget", []string{handles[0]})
	if got := tstest.Call[[]string](t, vault, "hide", []string{access, "a " + access}); got[0] != "." || got[1] != "[redacted]" {
		t.Errorf("after it was forgotten: hidden as %q", got)
	}
	tstest.Call[any](t, vault, "reveal", []object{{"type": "fetch", "token": refresh}})
	tstest.Call[any](t, vault, "forget", tstest.Call[[]string](t, vault, "hide", []string{refresh}))
	if got := tstest.Call[[]string](t, vault, "hide", []string{"cut off: " + refresh[:100]}); got[0] != "[redacted]" {
		t.Errorf("after it was forgotten: a piece is shown as %q", got)
	}
	if got := tstest.Call[[]any](t, vault, "reveal", []object{{"type": "fetch", "token": "."}}); got[0] != "SignedOut" {
		t.Errorf("the handle of nothing was exchanged for %v", got)
	}
	if got := tstest.Call[[]any](t, vault, "reveal", []object{{"type": "fetch", "token": handles[0]}}); got[0] != "SignedOut" {
		t.Errorf("after it was forgotten: got %v", got)
	}
}
