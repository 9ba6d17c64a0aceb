package localcognito

import "net/http"

// serveOutbox answers GET /_local/outbox?username=&pool= with the messages,
// oldest first.
func (s *Server) serveOutbox(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	writeJSON(w, "application/json", s.outbox.All(q.Get("pool"), q.Get("username")))
}
