package localcognito

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/rsa"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"time"
)

// Options configures a [Server]. The zero value is ready to use.
type Options struct {
	// Addr is the host:port that Start listens on; "localhost:0" if empty.
	Addr string
	// BaseURL is what issuer and JWKS URLs start with, without a trailing
	// slash. If empty it is the listener's URL, or for a server without a
	// listener http:// and the Host of the request. Beside loopback names its
	// host is the only one that /_local/outbox answers to.
	BaseURL string
	// CORS is the preflight policy; the zero value echoes like Cognito.
	CORS CORSPolicy
	// OutboxOrigins are the origins ("http://localhost:8080") whose pages may
	// read /_local/outbox beside the server's own.
	OutboxOrigins []string
	// Now is the clock for expiry, lockout, TOTP and tokens; time.Now if nil.
	Now func() time.Time
	// MaxClockSkew is how far TIMESTAMP may be from Now, either way; 15
	// minutes if zero. What Cognito tolerates is not known.
	MaxClockSkew time.Duration
	// Region is the first part of pool ids; "eu-west-1" if empty.
	Region string
	// FirstPoolID and FirstClientID are the ids of the user pool and of the app
	// client that are created first, so that pages and documents can name them;
	// random like all others if empty. The pool's begins with Region and "_".
	FirstPoolID, FirstClientID string
	// Credentials are the access keys, as secrets by access key id, that sign
	// control-plane and Admin calls (SigV4). Nil means that any credentials
	// pass.
	Credentials map[string]string
	// Log receives one record per call, without secrets and user names; nil
	// means none.
	Log *slog.Logger
}

// ErrInvalidOptions is wrapped by the errors of [New] and [Start] that are
// about a value of [Options].
var ErrInvalidOptions = errors.New("localcognito: invalid options")

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
	sealer     cipher.AEAD
	refreshKey func() (*rsa.PrivateKey, error)

	http *http.Server // nil without a listener
	url  string

	mu       sync.Mutex // guards all below, and what the pools hold
	pools    map[string]*pool
	clients  map[string]*appClient // of all pools, by client id
	sessions expiring[string, *session]
	spent    expiring[string, struct{}] // ids of answered SECRET_BLOCKs
	recorded []Recorded
}

var (
	regionPattern      = regexp.MustCompile(`\A[\w-]{1,45}\z`)
	firstPoolPattern   = regexp.MustCompile(`\A_[0-9a-zA-Z]{1,9}\z`)
	firstClientPattern = regexp.MustCompile(`\A[\w+]{1,128}\z`)
)

// New returns a server without a listener, for use as an [http.Handler]. It
// fails with [ErrInvalidOptions] if BaseURL is no absolute http(s) URL or
// Region cannot start a pool id.
func New(opts Options) (*Server, error) {
	if opts.Region == "" {
		opts.Region = "eu-west-1"
	}
	if !regionPattern.MatchString(opts.Region) || strings.Contains(opts.Region, "_") {
		return nil, fmt.Errorf("%w: Region %q: want a region name such as eu-west-1", ErrInvalidOptions, opts.Region)
	}
	if opts.FirstPoolID != "" && !firstPoolPattern.MatchString(strings.TrimPrefix(opts.FirstPoolID, opts.Region)) {
		return nil, fmt.Errorf("%w: FirstPoolID %q: want one that begins with %s_", ErrInvalidOptions, opts.FirstPoolID, opts.Region)
	}
	if opts.FirstClientID != "" && !firstClientPattern.MatchString(opts.FirstClientID) {
		return nil, fmt.Errorf("%w: FirstClientID %q: want 1 to 128 letters, digits, _ or +", ErrInvalidOptions, opts.FirstClientID)
	}
	if opts.BaseURL != "" {
		u, err := url.Parse(opts.BaseURL)
		if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
			return nil, fmt.Errorf("%w: BaseURL %q: want an absolute http or https URL", ErrInvalidOptions, opts.BaseURL)
		}
		opts.BaseURL = strings.TrimRight(opts.BaseURL, "/")
	}
	if opts.MaxClockSkew < 0 {
		return nil, fmt.Errorf("%w: MaxClockSkew %v: want a positive duration", ErrInvalidOptions, opts.MaxClockSkew)
	}
	if opts.MaxClockSkew == 0 {
		opts.MaxClockSkew = 15 * time.Minute
	}
	if opts.Now == nil {
		opts.Now = time.Now
	}
	sealer, err := newSealer()
	if err != nil {
		return nil, fmt.Errorf("localcognito: %w", err)
	}
	s := &Server{
		opts:       opts,
		log:        opts.Log,
		outbox:     newOutbox(),
		sealer:     sealer,
		refreshKey: sync.OnceValues(generateRSA),
		pools:      make(map[string]*pool),
		clients:    make(map[string]*appClient),
		operations: operationTable(),
		flows:      flowTable(),
		challenges: challengeTable(),
	}
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	s.mux = http.NewServeMux()
	s.mux.HandleFunc("POST /{$}", s.serveAPI)
	s.mux.HandleFunc("OPTIONS /{$}", s.servePreflight)
	s.mux.HandleFunc("GET /{pool}/.well-known/jwks.json", s.serveJWKS)
	s.mux.HandleFunc("GET /{pool}/.well-known/openid-configuration", s.serveOpenIDConfiguration)
	s.mux.HandleFunc("/_local/outbox", s.serveOutbox)
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
	s.http = &http.Server{Handler: s, ReadHeaderTimeout: 10 * time.Second}
	go s.http.Serve(listener)
	return s, nil
}

// listenerURL names the host as it was asked for, because pages treat
// localhost and 127.0.0.1 differently (WebAuthn takes only the first).
func listenerURL(asked string, got net.Addr) string {
	host, _, err := net.SplitHostPort(asked)
	if ip := net.ParseIP(host); err != nil || host == "" || ip != nil && ip.IsUnspecified() {
		host = "localhost"
	}
	_, port, _ := net.SplitHostPort(got.String())
	return "http://" + net.JoinHostPort(host, port)
}

// URL returns the address that a started server is reached at, such as
// "http://localhost:40123", and "" for a server made by [New].
func (s *Server) URL() string { return s.url }

// Close stops a started server: it waits a short while for running calls and
// then closes their connections. Close on a server made by [New] does nothing.
func (s *Server) Close() error {
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
	s.mux.ServeHTTP(w, r)
}

// baseURL is what the issuer of r's answer starts with.
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
