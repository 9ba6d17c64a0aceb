package jsbridge

import (
	"errors"
	"strings"
	"testing"

	"github.com/cognito-wasm/cognito-wasm/auth"
)

// clientPacket has what open needs, and what write adds or replaces.
func clientPacket(t *testing.T, write func(*writer)) *packet {
	t.Helper()
	var w writer
	w.text("client"+separator+"userPoolId", "eu-central-1_Example12")
	w.text("client"+separator+"clientId", "client")
	write(&w)
	return mustDecode(t, w.buf)
}

func TestOpen(t *testing.T) {
	const path = "client" + separator
	for name, write := range map[string]func(*writer){
		"least":           func(*writer) {},
		"secret is null":  func(w *writer) { w.put(path+"clientSecret", tagNull, "") },
		"device tracking": func(w *writer) { w.flag(path+"deviceTracking", true) },
		"metadata":        func(w *writer) { w.texts(path+"clientMetadata", map[string]string{"a": "b"}) },
		// Where and how calls are sent is the host's.
		"members of others": func(w *writer) { w.text(path+"endpoint", "http://localhost:1/"); w.number(path+"maxAttempts", 11) },
	} {
		client, err := open(&transport{}, nil, clientPacket(t, write))
		if err != nil || client == nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestOpenRefused(t *testing.T) {
	const path = "client" + separator
	for name, tt := range map[string]struct {
		write   func(*writer)
		message string
	}{
		"pool is a number":   {func(w *writer) { w.number(path+"userPoolId", 7) }, "client.userPoolId: expected a string"},
		"secret is bytes":    {func(w *writer) { w.put(path+"clientSecret", tagBytes, "x") }, "client.clientSecret: expected a string"},
		"tracking is a text": {func(w *writer) { w.text(path+"deviceTracking", "yes") }, "client.deviceTracking: expected true or false"},
		"metadata is a list": {func(w *writer) { w.text(path+"clientMetadata", "x") }, "client.clientMetadata: expected an object of strings"},
	} {
		wantRefused(t, name, tt.write, tt.message)
	}
}

func wantRefused(t *testing.T, name string, write func(*writer), message string) {
	t.Helper()
	_, err := open(&transport{}, nil, clientPacket(t, write))
	if failure, ok := err.(*auth.Error); !ok || failure.Code != auth.CodeInvalidArgument || !strings.HasPrefix(failure.Message, message) {
		t.Errorf("%s: %v", name, err)
	}
}

// TestPutError hides what is not known to be free of secrets.
func TestPutError(t *testing.T) {
	for name, tt := range map[string]struct {
		err           error
		code, message string
	}{
		"of package auth": {&auth.Error{Code: "X", Message: "known"}, "X", "known"},
		"wrapped":         {errors.Join(errors.New("secret"), &auth.Error{Code: "X", Message: "known"}), "X", "known"},
		"anything":        {errors.New("secret"), "InternalError", errInternal.Message},
	} {
		var w writer
		putError(&w, "error", tt.err)
		p := mustDecode(t, w.buf)
		if p.text("error"+separator+"code") != tt.code || p.text("error"+separator+"message") != tt.message || p.has("error"+separator+"status") {
			t.Errorf("%s: %q", name, p.entries)
		}
	}
}
