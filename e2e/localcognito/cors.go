package localcognito

import (
	"net/http"
	"slices"
	"strings"
)

// DefaultStrictHeaders is what [StrictCORS] allows when it is given no list:
// the headers that Cognito's own browser clients send. Authorization is
// missing on purpose, because no public operation carries it.
var DefaultStrictHeaders = []string{
	"content-type", "x-amz-target", "x-amz-user-agent", "cache-control",
	"amz-sdk-invocation-id", "amz-sdk-request",
}

// CORSPolicy decides how preflight requests are answered. The zero value does
// what captures of the real service show: it allows every header that the
// browser asks for.
type CORSPolicy struct {
	allow string // fixed Access-Control-Allow-Headers; empty: echo
}

// StrictCORS returns a policy that allows a fixed list of request headers
// (names in any case; none means [DefaultStrictHeaders]), so that a browser
// refuses a client that sends any other.
func StrictCORS(headers ...string) CORSPolicy {
	if len(headers) == 0 {
		headers = DefaultStrictHeaders
	}
	list := slices.Clone(headers)
	for i := range list {
		list[i] = strings.ToLower(list[i])
	}
	return CORSPolicy{allow: strings.Join(list, ",")}
}

// answer sets the headers that every response of the API carries.
func (p CORSPolicy) answer(h http.Header) {
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Access-Control-Expose-Headers", "x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date")
}

// servePreflight answers OPTIONS as the real service was seen to.
func (s *Server) servePreflight(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	s.opts.CORS.answer(h)
	allow := s.opts.CORS.allow
	if allow == "" {
		allow = r.Header.Get("Access-Control-Request-Headers")
	}
	if allow != "" {
		h.Set("Access-Control-Allow-Headers", allow)
	}
	h.Set("Access-Control-Allow-Methods", "POST")
	h.Set("Access-Control-Max-Age", "172800")
	h.Set("Content-Length", "0")
	w.WriteHeader(http.StatusOK)
}
