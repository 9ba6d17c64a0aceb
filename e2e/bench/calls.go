package main

import (
	"net/http"
	"strings"
	"sync"
)

// preflight is what calls has for a browser's question whether it may call.
const preflight = "(preflight)"

// calls keeps what arrives at the local Cognito.
type calls struct {
	cognito http.Handler

	mu    sync.Mutex
	names []string // of operations
}

// ServeHTTP implements [http.Handler].
func (c *calls) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name := r.Method + " " + r.URL.Path
	switch {
	case r.Method == http.MethodOptions:
		name = preflight
	case r.Header.Get("X-Amz-Target") != "":
		_, name, _ = strings.Cut(r.Header.Get("X-Amz-Target"), ".")
	}
	c.mu.Lock()
	c.names = append(c.names, name)
	c.mu.Unlock()
	c.cognito.ServeHTTP(w, r)
}

// take gives the operations that were called since the last time, in order.
func (c *calls) take() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	names := c.names
	c.names = nil
	return names
}
