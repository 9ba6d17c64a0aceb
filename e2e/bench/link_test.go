package main

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"time"
)

// What a user waits for follows from the round trip, the rate and the handshakes
// alone, and never less.
func TestLink(t *testing.T) {
	const size = 50_000
	url, closeServer, err := serve(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost {
			body, _ := io.ReadAll(r.Body)
			w.Write(body)
			return
		}
		io.WriteString(w, strings.Repeat("x", size))
	}))
	if err != nil {
		t.Fatal(err)
	}
	defer closeServer()
	l := &link{roundTrip: 40 * time.Millisecond, bitsPerSecond: 4e6}
	through, closeLink, err := l.proxy(strings.TrimPrefix(url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer closeLink()
	client := &http.Client{Transport: &http.Transport{}}
	defer client.CloseIdleConnections()
	took := func(ask func() (*http.Response, error)) time.Duration {
		began := time.Now()
		response, err := ask()
		if err != nil {
			t.Fatal(err)
		}
		defer response.Body.Close()
		if body, err := io.ReadAll(response.Body); err != nil || len(body) != size {
			t.Fatalf("%d bytes, %v", len(body), err)
		}
		return time.Since(began)
	}
	get := func() (*http.Response, error) { return client.Get(through) }
	post := func() (*http.Response, error) {
		return client.Post(through, "text/plain", strings.NewReader(strings.Repeat("x", size)))
	}
	const transfer = size * 8 * time.Second / 4e6
	for _, each := range []struct {
		name  string
		ask   func() (*http.Response, error)
		least time.Duration
	}{
		{"the first, with its handshakes", get, handshakes*l.roundTrip + l.roundTrip + transfer},
		{"the next on the same connection", get, l.roundTrip + transfer},
		{"there and back", post, l.roundTrip + 2*transfer},
	} {
		got := took(each.ask)
		if got < each.least || got > each.least+each.least/2+transfer {
			t.Errorf("%s took %v, want %v and little more", each.name, got, each.least)
		}
	}
}
