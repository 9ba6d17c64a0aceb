package e2e

import (
	"net/http"
	"strconv"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/wiretap"
)

// breakOff announces a content and closes the connection in its middle.
func breakOff(contentType string, content []byte) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("content-type", contentType)
		w.Header().Set("content-length", strconv.Itoa(len(content)))
		w.Write(content[:len(content)/2])
		w.(http.Flusher).Flush()
		panic(http.ErrAbortHandler)
	}
}

// redirect answers as a server does that has moved, and lets pages follow.
func redirect(address string) wiretap.Fault {
	return func(w http.ResponseWriter, _ *http.Request, _ http.Handler) {
		w.Header().Set("access-control-allow-origin", "*")
		w.Header().Set("location", address)
		w.WriteHeader(http.StatusTemporaryRedirect)
	}
}
