// Package site serves pages and the built files to a browser, as a web server of
// a customer's would, or deliberately worse.
package site

import (
	"fmt"
	"net"
	"net/http"
	"path"
	"testing"
)

// types are the content types that a web server should give the built files.
var types = map[string]string{
	".html": "text/html; charset=utf-8",
	".js":   "text/javascript; charset=utf-8",
	".mjs":  "text/javascript; charset=utf-8",
	".css":  "text/css; charset=utf-8",
	".wasm": "application/wasm",
}

// Site is a web server on http://localhost, which browsers treat as secure.
type Site struct {
	// URL without a trailing slash.
	URL string
	mux *http.ServeMux
}

// New serves the files of the directory until the test ends, with headers given
// as name, value, name, value.
func New(t testing.TB, directory string, headers ...string) *Site {
	t.Helper()
	listener, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &Site{
		URL: fmt.Sprintf("http://localhost:%d", listener.Addr().(*net.TCPAddr).Port),
		mux: http.NewServeMux(),
	}
	files := Files(directory)
	s.mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		setHeaders(w, headers)
		files.ServeHTTP(w, r)
	})
	// Browsers ask for it unasked, and a 404 would stand on the console.
	s.mux.HandleFunc("/favicon.ico", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
	server := &http.Server{Handler: s.mux}
	go server.Serve(listener)
	t.Cleanup(func() { server.Close() })
	return s
}

// Files serves a directory with the right content types.
func Files(directory string) http.Handler {
	files := http.FileServer(http.Dir(directory))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if contentType, ok := types[path.Ext(r.URL.Path)]; ok {
			w.Header().Set("content-type", contentType)
		}
		files.ServeHTTP(w, r)
	})
}

// Handle answers a path in another way than with a file.
func (s *Site) Handle(path string, handler http.HandlerFunc) { s.mux.HandleFunc(path, handler) }

// File answers a path with a status and a content.
func (s *Site) File(path string, status int, contentType string, content []byte) {
	s.Handle(path, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("content-type", contentType)
		w.WriteHeader(status)
		w.Write(content)
	})
}

// Page serves HTML under a path, with headers given as name, value, name, value.
func (s *Site) Page(path, html string, headers ...string) {
	s.Handle(path, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("content-type", types[".html"])
		setHeaders(w, headers)
		fmt.Fprint(w, "<!doctype html><html lang=en><title>test</title>"+html)
	})
}

func setHeaders(w http.ResponseWriter, headers []string) {
	for i := 0; i+1 < len(headers); i += 2 {
		w.Header().Set(headers[i], headers[i+1])
	}
}
