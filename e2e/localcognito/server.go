package localcognito

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/loopback"
)

// ErrUnknownPool is wrapped by the errors of methods that were given the id of
// a user pool that does not exist.
var ErrUnknownPool = errors.New("localcognito: unknown user pool")

// Server is a local Cognito. It is an [http.Handler] and safe for concurrent
// use. All state is in memory and ends with the process.
type Server struct {
	opts       Options
	log        *slog.Logger
	mux        *http.ServeMux
	operations map[string]operation
	flows      map[string]flow
	challenges map[string]challenge
	outbox     *Outbox
	clock      *Clock
	faults     *Faults
	sealer     cipher.AEAD
	hosts      loopback.Hosts // that pages may call the server by
	// triggerTimeouts counts the triggers that ran out of time, under the lock.
	triggerTimeouts atomic.Uint64

	http *http.Server // nil without a listener
	url  string

	mu       sync.Mutex // guards all below, and what the pools hold
	pools    map[string]*pool
	made     int                   // pools, those that are deleted too
	clients  map[string]*appClient // of all pools, by client id
	sessions expiring[string, *session]
	spent    expiring[string, struct{}] // ids of answered SECRET_BLOCKs
	recorded []Recorded
}

// New returns a server without a listener, for use as an [http.Handler]. It
// fails with [ErrInvalidOptions] if an option has a value that it cannot have.
func New(opts Options) (*Server, error) {
	opts, err := opts.checked()
	if err != nil {
		return nil, err
	}
	hosts, err := opts.hosts()
	if err != nil {
		return nil, err
	}
	sealer, err := newSealer()
	if err != nil {
		return nil, fmt.Errorf("localcognito: %w", err)
	}
	s := &Server{
		opts:       opts,
		log:        opts.Log,
		hosts:      hosts,
		outbox:     newOutbox(),
		clock:      &Clock{base: opts.Now},
		sealer:     sealer,
		pools:      make(map[string]*pool),
		clients:    make(map[string]*appClient),
		operations: operationTable(),
		flows:      flowTable(),
		challenges: challengeTable(),
	}
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	s.faults = newFaults(s.operations)
	s.mux = http.NewServeMux()
	s.mux.HandleFunc("POST /{$}", s.serveAPI)
	s.mux.HandleFunc("OPTIONS /{$}", s.servePreflight)
	s.mux.HandleFunc("GET /{pool}/.well-known/jwks.json", s.serveJWKS)
	s.mux.HandleFunc("GET /{pool}/.well-known/openid-configuration", s.serveOpenIDConfiguration)
	s.mux.HandleFunc("/_local/outbox", s.local(map[string]http.HandlerFunc{"GET": s.serveOutbox}))
	s.mux.HandleFunc("/_local/faults", s.local(map[string]http.HandlerFunc{"GET": s.serveFaults, "POST": s.addFault, "DELETE": s.clearFaults}))
	s.mux.HandleFunc("/_local/clock", s.local(map[string]http.HandlerFunc{"GET": s.serveClock, "POST": s.moveClock, "DELETE": s.resetClock}))
	s.mux.HandleFunc("/", s.serveElsewhere)
	return s, nil
}

// newSealer returns AES-256-GCM under a key that lives as long as the server.
func newSealer() (cipher.AEAD, error) {
	var key [32]byte
	rand.Read(key[:])
	block, err := aes.NewCipher(key[:])
	clear(key[:])
	if err != nil {
		return nil, err
	}
	return cipher.NewGCMWithRandomNonce(block)
}

// Start returns a server that listens on Options.Addr. Besides the errors of
// [New] it fails with the listener's own.
func Start(opts Options) (*Server, error) {
	s, err := New(opts)
	if err != nil {
		return nil, err
	}
	addr := opts.Addr
	if addr == "" {
		addr = "localhost:0"
	}
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("localcognito: %w", err)
	}
	s.url = listenerURL(addr, listener.Addr())
	s.hosts.Listen(addr)
	if loopback.Beyond(listener) && s.opts.Credentials == nil {
		s.log.Warn("other machines may reach this server, and any credentials pass: they can read codes and administrate; listen on localhost, or start it from Go with Options.Credentials", "addr", listener.Addr().String())
	}
	s.http = loopback.Server(s, s.opts.ReadTimeout)
	go s.http.Serve(listener)
	return s, nil
}

// listenerURL names the host as it was asked for, because pages treat
// localhost and 127.0.0.1 differently (WebAuthn takes only the first).
func listenerURL(asked string, got net.Addr) string {
	host, _, err := net.SplitHostPort(asked)
	if err != nil || loopback.Everywhere(host) {
		host = "localhost"
	}
	_, port, _ := net.SplitHostPort(got.String())
	return "http://" + net.JoinHostPort(host, port)
}

// URL returns the address that a started server is reached at, such as
// "http://localhost:40123", and "" for a server made by [New].
func (s *Server) URL() string { return s.url }

// Close stops a started server: it clears its faults, waits a short while for
// running calls and then closes their connections. On a server made by [New] it
// clears the faults alone.
func (s *Server) Close() error {
	s.faults.Clear()
	if s.http == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	if err := s.http.Shutdown(ctx); err != nil {
		return s.http.Close()
	}
	return nil
}

// Outbox returns the messages that the server would have sent.
func (s *Server) Outbox() *Outbox { return s.outbox }

// ServeHTTP implements [http.Handler].
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("x-amzn-RequestId", newUUID())
	w.Header().Set("Date", s.clock.Now().UTC().Format(http.TimeFormat))
	s.mux.ServeHTTP(w, r)
}

// issuer is what the issuers in r's answer start with.
func (s *Server) issuer(r *http.Request) string {
	if s.opts.Issuer != "" {
		return s.opts.Issuer
	}
	return s.baseURL(r)
}

// baseURL is where r's answer says that the server is.
func (s *Server) baseURL(r *http.Request) string {
	switch {
	case s.opts.BaseURL != "":
		return s.opts.BaseURL
	case s.url != "":
		return s.url
	default:
		return "http://" + r.Host
	}
}
