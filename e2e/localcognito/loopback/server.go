package loopback

import (
	"net"
	"net/http"
	"time"
)

// Times of [Server] that need no tuning: a header that trickles, a connection that
// is kept and not used.
const (
	headerTimeout = 10 * time.Second
	idleTimeout   = 3 * time.Minute
)

// WriteTimeout is how long a request and its answer may take, so that one that
// nobody takes ends.
const WriteTimeout = 2 * time.Minute

// DefaultReadTimeout is how long a request may take to arrive where nothing else
// is asked for.
const DefaultReadTimeout = 30 * time.Second

// Server makes a server whose waits all end. A request has to arrive within
// readTimeout, body included; zero is [DefaultReadTimeout].
func Server(handler http.Handler, readTimeout time.Duration) *http.Server {
	if readTimeout == 0 {
		readTimeout = DefaultReadTimeout
	}
	return &http.Server{
		Handler: handler, ReadHeaderTimeout: min(headerTimeout, readTimeout), ReadTimeout: readTimeout,
		WriteTimeout: WriteTimeout, IdleTimeout: idleTimeout,
	}
}

// Beyond reports whether other machines may reach a listener.
func Beyond(listener net.Listener) bool {
	tcp, ok := listener.Addr().(*net.TCPAddr)
	return ok && !tcp.IP.IsLoopback()
}
