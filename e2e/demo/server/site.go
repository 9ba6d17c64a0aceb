package server

import (
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/loopback"
	"github.com/cognito-wasm/cognito-wasm/web/build"
)

// PoolIDs name a user pool and its app client.
type PoolIDs struct {
	UserPoolID string `json:"userPoolId"`
	ClientID   string `json:"clientId"`
}

// Config is /demo/config.json, what the page has to know.
type Config struct {
	PoolIDs
	Region   string `json:"region,omitempty"`
	Endpoint string `json:"endpoint,omitempty"` // empty: the region's own
	Users    []User `json:"users"`
	Local    bool   `json:"local"` // whether there are an outbox and authenticators
}

// site serves the page, as a careful host would.
type site struct {
	files    string // directory of what was built
	endpoint string // address that the page may call
	hosts    loopback.Hosts
	config   Config
	local    *local // nil with a real user pool
	once     sync.Once
	handler  http.Handler
}

// mediaTypes are those of the files that there are; what the machine's own
// table says does not count, and a module has to be application/wasm to be
// compiled while it streams.
var mediaTypes = map[string]string{
	".html": "text/html; charset=utf-8",
	".css":  "text/css; charset=utf-8",
	".js":   "text/javascript; charset=utf-8",
	".mjs":  "text/javascript; charset=utf-8",
	".wasm": "application/wasm",
}

// pagePolicy is the page's Content-Security-Policy. There is no
// 'wasm-unsafe-eval' in it: the module runs in the worker, under the worker's
// own policy.
func pagePolicy(endpoint string) string {
	return strings.Join([]string{
		"default-src 'none'", "script-src 'self'", "style-src 'self'", "connect-src 'self' " + endpoint,
		"worker-src 'self'", "img-src 'self' data:", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'",
		"require-trusted-types-for 'script'",
	}, "; ")
}

// workerPolicy is that of the worker, which loads the module and nothing else.
func workerPolicy(endpoint string) string {
	return "default-src 'none'; script-src 'wasm-unsafe-eval'; connect-src 'self' " + endpoint
}

// ServeHTTP implements [http.Handler].
func (s *site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.once.Do(s.route)
	h := w.Header()
	h.Set("Content-Security-Policy", pagePolicy(s.endpoint))
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cache-Control", "no-store")
	s.handler.ServeHTTP(w, r)
}

func (s *site) route() {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, r *http.Request) { s.serveFile(w, r, "index.html") })
	mux.HandleFunc("GET /{file}", func(w http.ResponseWriter, r *http.Request) { s.serveFile(w, r, r.PathValue("file")) })
	endpoints := http.NewServeMux()
	endpoints.HandleFunc("GET /demo/config.json", func(w http.ResponseWriter, r *http.Request) { writeJSON(w, s.config) })
	guarded := http.Handler(endpoints)
	if s.local != nil {
		endpoints.HandleFunc("GET /demo/outbox.json", s.local.serveOutbox)
		endpoints.HandleFunc("GET /demo/authenticators.json", s.local.serveAuthenticators)
		endpoints.HandleFunc("POST /demo/authenticators.json", s.local.addAuthenticator)
		endpoints.HandleFunc("POST /demo/renewal", s.local.serveRenewal)
		guarded = s.ownHosts(endpoints) // passwords and codes, of demo users
	}
	mux.Handle("/demo/", guarded)
	s.handler = http.NewCrossOriginProtection().Handler(mux) // nobody else's page replaces users
}

// ownHosts refuses requests that name another host than the page's: those of a
// foreign page whose name was made to lead here (DNS rebinding) have its name.
func (s *site) ownHosts(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !s.hosts.Has(r.Host) {
			http.Error(w, "The demo answers to these hosts alone: "+s.hosts.String()+". Others are added with -host NAME.", http.StatusForbidden)
			return
		}
		next.ServeHTTP(w, r)
	})
}

func (s *site) serveFile(w http.ResponseWriter, r *http.Request, name string) {
	mediaType, ok := mediaTypes[filepath.Ext(name)]
	if !ok {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", mediaType)
	if name == build.WorkerFile {
		w.Header().Set("Content-Security-Policy", workerPolicy(s.endpoint))
	}
	http.ServeFileFS(w, r, os.DirFS(s.files), name)
}

func writeJSON(w http.ResponseWriter, value any) {
	body, err := json.Marshal(value)
	if err != nil {
		http.Error(w, "The answer could not be written.", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Write(body)
}
