package localcognito

import (
	"net/http"

	"github.com/go-jose/go-jose/v4"
)

// wellKnownPool finds the pool of a /.well-known/ path, or answers 404.
func (s *Server) wellKnownPool(w http.ResponseWriter, r *http.Request) *pool {
	w.Header().Set("Access-Control-Allow-Origin", "*")
	s.mu.Lock()
	p := s.pools[r.PathValue("pool")]
	s.mu.Unlock()
	if p == nil {
		writeError(w, &apiError{resourceNotFound, "User pool does not exist.", http.StatusNotFound})
	}
	return p
}

// serveJWKS answers GET /{poolId}/.well-known/jwks.json (RFC 7517).
func (s *Server) serveJWKS(w http.ResponseWriter, r *http.Request) {
	p := s.wellKnownPool(w, r)
	if p == nil {
		return
	}
	keys, err := p.keys()
	if err != nil {
		writeError(w, errInternal())
		return
	}
	// go-jose's keys bring their own encoding/json form.
	writeJSON(w, "application/json", jose.JSONWebKeySet{Keys: []jose.JSONWebKey{keys.id.Public(), keys.access.Public()}})
}

// openIDConfiguration is the part of OpenID Connect Discovery 1.0, section 3,
// that has a meaning without managed login.
type openIDConfiguration struct {
	Issuer        string   `json:"issuer"`
	JWKSURI       string   `json:"jwks_uri"`
	ResponseTypes []string `json:"response_types_supported"`
	SubjectTypes  []string `json:"subject_types_supported"`
	Algorithms    []string `json:"id_token_signing_alg_values_supported"`
	Scopes        []string `json:"scopes_supported"`
}

// serveOpenIDConfiguration answers GET
// /{poolId}/.well-known/openid-configuration. The issuer is that of the tokens;
// the keys are where this server is reached, whatever the issuer.
func (s *Server) serveOpenIDConfiguration(w http.ResponseWriter, r *http.Request) {
	p := s.wellKnownPool(w, r)
	if p == nil {
		return
	}
	writeJSON(w, "application/json", openIDConfiguration{
		Issuer:        p.under(s.issuer(r)),
		JWKSURI:       p.under(s.baseURL(r)) + "/.well-known/jwks.json",
		ResponseTypes: []string{"code", "token"},
		SubjectTypes:  []string{"public"},
		Algorithms:    []string{"RS256"},
		Scopes:        []string{"openid", "email", "phone", "profile"},
	})
}
