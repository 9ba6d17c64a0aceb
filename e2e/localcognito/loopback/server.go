package loopback

import (
	"net"
	"net/http"
	"time"
)

// Times of [Server] that need no tuning: a header that trickles, an answer that
// nobody takes, a connection that is kept and not used.
const (
	headerTimeout = 10 * time.Second
	writeTimeout  = 2 * time.Minute
	idleTimeout   = 3 * time.Minute
)

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
		WriteTimeout: writeTimeout, IdleTimeout: idleTimeout,
	}
}

// Beyond reports whether other machines may reach a listener.
func Beyond(listener net.Listener) bool {
	tcp, ok := listener.Addr().(*net.TCPAddr)
	return ok && !tcp.IP.IsLoopback()
}
