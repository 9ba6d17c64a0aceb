package localcognito

import (
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"
)

// local serves a path below /_local/, which are this package's own, by method.
// What is there must not leak to pages that happen to be open in the same browser,
// or obey them: a request is refused if it comes from a page of another origin, or
// names a host that is not ours (DNS rebinding).
func (s *Server) local(methods map[string]http.HandlerFunc) http.HandlerFunc {
	allow := strings.Join(slices.Sorted(maps.Keys(methods)), ", ")
	return func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Cache-Control", "no-store")
		h.Set("Vary", "Origin, Sec-Fetch-Site")
		origin := r.Header.Get("Origin")
		listed := origin != "" && slices.Contains(s.opts.OutboxOrigins, origin)
		if !s.hosts.Has(r.Host) {
			http.Error(w, "/_local/ answers to these hosts alone: "+s.hosts.String()+". Others are added with -outbox-host NAME, or Options.OutboxHosts in Go.", http.StatusForbidden)
			return
		}
		if !listed && !sameOrigin(r, origin) {
			http.Error(w, "/_local/ is for pages of this origin, and of those in Options.OutboxOrigins.", http.StatusForbidden)
			return
		}
		if listed {
			h.Set("Access-Control-Allow-Origin", origin)
		}
		serve, ok := methods[r.Method]
		switch {
		case ok:
			serve(w, r)
		case listed && r.Method == http.MethodOptions: // a preflight
			h.Set("Access-Control-Allow-Methods", allow)
			h.Set("Access-Control-Allow-Headers", "Content-Type")
			w.WriteHeader(http.StatusNoContent)
		default:
			h.Set("Allow", allow)
			http.Error(w, "The methods here: "+allow+".", http.StatusMethodNotAllowed)
		}
	}
}

// sameOrigin is true for a page of this server and for programs, which send
// neither header. Old browsers leave out Sec-Fetch-Site; Origin is missing
// from same-origin GETs and from no-cors ones, whose answer no script reads.
func sameOrigin(r *http.Request, origin string) bool {
	if site := r.Header.Get("Sec-Fetch-Site"); site != "" && site != "same-origin" && site != "none" {
		return false
	}
	if origin == "" {
		return true
	}
	u, err := url.Parse(origin)
	return err == nil && u.Host == r.Host
}

// foreignPage is true for a request that comes from a page of another origin, or
// of a name that was made to lead here. A POST of a page has the header Origin.
func (s *Server) foreignPage(r *http.Request) bool {
	origin := r.Header.Get("Origin")
	if origin == "" && r.Header.Get("Sec-Fetch-Site") == "" {
		return false // a program
	}
	return !s.hosts.Has(r.Host) || !sameOrigin(r, origin)
}

// readLocal reads the JSON object that a request to /_local/ brings. Unknown
// members are refused: a misspelt one would change nothing, unseen.
func readLocal(w http.ResponseWriter, r *http.Request, into any) bool {
	err := json.UnmarshalRead(http.MaxBytesReader(w, r.Body, maxRequestBytes), into, json.RejectUnknownMembers(true))
	if err == nil {
		return true
	}
	text := "The request is not the JSON object that is wanted here."
	if e := (*json.SemanticError)(nil); errors.As(err, &e) && e.JSONPointer != "" {
		text = fmt.Sprintf("%s See %s.", text, e.JSONPointer)
	}
	http.Error(w, text, http.StatusBadRequest)
	return false
}
