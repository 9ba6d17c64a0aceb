package loopback

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"testing"
	"time"
)

// What trickles or stands still is cut off. Nothing here waits longer than the
// server's own time.
func TestServerEndsWaits(t *testing.T) {
	listener, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		t.Fatal(err)
	}
	read := make(chan error, 1)
	server := Server(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, err := io.Copy(io.Discard, r.Body)
		read <- err
	}), 50*time.Millisecond)
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
			connection, err := net.Dial("tcp", listener.Addr().String())
			if err != nil {
				t.Fatal(err)
			}
			defer connection.Close()
			connection.SetDeadline(time.Now().Add(10 * time.Second)) // the test's own end
			if _, err := io.WriteString(connection, tt.sent); err != nil {
				t.Fatal(err)
			}
			if tt.handled {
				if err := <-read; err == nil {
					t.Error("the body ended well")
				}
			}
			if _, err := io.Copy(io.Discard, bufio.NewReader(connection)); err != nil {
				t.Errorf("the connection was not closed: %v", err)
			}
		})
	}
	if s := Server(nil, 0); s.ReadTimeout != DefaultReadTimeout || s.ReadHeaderTimeout == 0 || s.WriteTimeout == 0 || s.IdleTimeout == 0 {
		t.Errorf("%+v", s)
	}
}
