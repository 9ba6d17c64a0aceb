package loopback

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestHosts(t *testing.T) {
	var hosts Hosts
	if err := hosts.Add("cognito.test", "Other.test:9229", "192.0.2.1", "[2001:db8::1]"); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		host string
		own  bool
	}{
		{"localhost", true}, {"localhost:9229", true}, {"LOCALHOST:1", true}, {"127.0.0.1:9229", true}, {"127.8.9.10", true}, {"[::1]:9229", true},
		{"[::1]", true}, {"cognito.test", true}, {"cognito.test:80", true}, {"Cognito.Test:80", true},
		{"other.test:9229", true}, {"other.test:9230", false}, {"other.test", false},
		{"192.0.2.1:9229", true}, {"192.0.2.2:9229", false}, {"[2001:db8::1]:9229", true}, {"[2001:db8::2]:9229", false},
		{"evil.test", false}, {"evil.test:9229", false}, {"localhost.evil.test", false}, {"evil-localhost", false},
		{"127.0.0.1.evil.test:9229", false}, {"0.0.0.0:9229", false}, {"notcognito.test", false}, {"a.cognito.test", false}, {"", false},
	} {
		if got := hosts.Has(tt.host); got != tt.own {
			t.Errorf("%q: %v, want %v", tt.host, got, tt.own)
		}
	}
	if text := hosts.String(); !strings.Contains(text, "localhost") || !strings.Contains(text, "cognito.test") {
		t.Errorf("the list is %q", text)
	}
	if (Hosts{}).Has("cognito.test") {
		t.Error("the zero value has a host that nobody added")
	}
	for _, host := range []string{"", ":9229", "http://cognito.test", "cognito.test/path", "a b", "user@cognito.test", "cognito.test?x", "*", "*.test", "bücher.test"} {
		if err := new(Hosts).Add(host); err == nil {
			t.Errorf("%q: taken", host)
		}
	}
}

// The host that a server was told to listen on is its own; everywhere is none.
func TestListen(t *testing.T) {
	for address, host := range map[string]string{
		"192.0.2.1:9229": "192.0.2.1:9229", "cognito.test:0": "cognito.test:1", "[2001:db8::1]:9229": "[2001:db8::1]:9229",
		"0.0.0.0:9229": "", ":9229": "", "[::]:9229": "", "nonsense": "",
	} {
		var hosts Hosts
		hosts.Listen(address)
		if host == "" && len(hosts.added) != 0 || host != "" && !hosts.Has(host) {
			t.Errorf("%s: the hosts are %s", address, hosts)
		}
	}
}

// What trickles or stands still is cut off. Nothing here waits longer than the
// server's own time.
func TestServerEndsWaits(t *testing.T) {
	listener, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		t.Fatal(err)
	}
	read := make(chan error, 1) // how the body ended, before the connection does
	server := Server(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, err := io.Copy(io.Discard, r.Body)
		read <- err
	}), time.Second)
	go server.Serve(listener)
	t.Cleanup(func() { server.Close() })
	for name, tt := range map[string]struct {
		sent    string
		handled bool
	}{
		"nothing":       {"", false},
		"half a header": {"GET / HTTP/1.1\r\nHost: localh", false},
		"half a body":   {"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n12345", true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			connection, err := net.Dial("tcp", listener.Addr().String())
			if err != nil {
				t.Fatal(err)
			}
			defer connection.Close()
			connection.SetDeadline(time.Now().Add(time.Minute)) // the test's own end
			if _, err := io.WriteString(connection, tt.sent); err != nil {
				t.Fatal(err)
			}
			if _, err := io.Copy(io.Discard, bufio.NewReader(connection)); err != nil {
				t.Fatalf("the connection was not closed: %v", err)
			}
			if !tt.handled {
				return
			}
			if err := <-read; err == nil {
				t.Error("the body ended well")
			}
		})
	}
	if s := Server(nil, 0); s.ReadTimeout != DefaultReadTimeout || s.ReadHeaderTimeout == 0 || s.WriteTimeout == 0 || s.IdleTimeout == 0 {
		t.Errorf("%+v", s)
	}
}

func TestBeyond(t *testing.T) {
	for address, beyond := range map[string]bool{"localhost:0": false, "127.0.0.1:0": false, "0.0.0.0:0": true, ":0": true} {
		listener, err := net.Listen("tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		defer listener.Close()
		if Beyond(listener) != beyond {
			t.Errorf("%s: beyond loopback is %v", address, !beyond)
		}
	}
}
