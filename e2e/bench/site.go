package main

import (
	"bytes"
	"context"
	"embed"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"path"
	"strconv"
	"strings"
	"sync"

	"github.com/andybalholm/brotli"
)

// pageScripts are our own side of the measurements.
//
//go:embed page
var pageScripts embed.FS

// mediaTypes are those of the files that there are.
var mediaTypes = map[string]string{
	".js":   "text/javascript; charset=utf-8",
	".wasm": "application/wasm",
}

// site serves the pages and the files as a careful deployment does: compressed by
// Brotli beforehand and kept for a year.
type site struct {
	url    string // without a slash at the end
	files  map[string][]byte
	pages  map[string]string
	server *http.Server

	mu   sync.Mutex
	sent map[string]int // bytes of files, by the directory they are in
}

// isolated are the headers with which a page may weigh its memory and has a clock
// of 5 µs instead of 100.
var isolated = map[string]string{"Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp"}

// startSite serves files, by paths such as amplify/client.js, and the pages for
// signing in as user to the pool.
func startSite(files map[string][]byte, pool, user map[string]string) (*site, error) {
	s := &site{files: make(map[string][]byte, len(files)), sent: map[string]int{}}
	var err error
	for name, content := range files {
		if s.files["/"+name], err = compress(content); err != nil {
			return nil, err
		}
	}
	if s.pages, err = pagesFor(pool, user); err != nil {
		return nil, err
	}
	listener, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		return nil, err
	}
	s.url = fmt.Sprintf("http://localhost:%d", listener.Addr().(*net.TCPAddr).Port)
	s.server = &http.Server{Handler: s}
	go s.server.Serve(listener)
	return s, nil
}

// close ends the server and the connections to it.
func (s *site) close() { s.server.Close() }

// ServeHTTP implements [http.Handler].
func (s *site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	if strings.HasPrefix(r.URL.Path, "/isolated/") || strings.HasPrefix(r.URL.Path, "/bench/") || strings.HasPrefix(r.URL.Path, "/"+ourID+"/") {
		for name, value := range isolated {
			h.Set(name, value)
		}
	}
	if html, ok := s.pages[strings.TrimPrefix(r.URL.Path, "/isolated")]; ok {
		h.Set("Content-Type", "text/html; charset=utf-8")
		h.Set("Cache-Control", "no-cache")
		fmt.Fprint(w, html)
		return
	}
	file, ok := s.files[r.URL.Path]
	if !ok {
		http.NotFound(w, r)
		return
	}
	if !strings.Contains(r.Header.Get("Accept-Encoding"), "br") {
		http.Error(w, "The files are there in Brotli alone.", http.StatusNotAcceptable)
		return
	}
	h.Set("Content-Type", mediaTypes[path.Ext(r.URL.Path)])
	h.Set("Content-Encoding", "br")
	h.Set("Content-Length", strconv.Itoa(len(file)))
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	s.mu.Lock()
	s.sent[strings.Split(r.URL.Path, "/")[1]] += len(file)
	s.mu.Unlock()
	w.Write(file)
}

// takeSent gives the bytes of a client's files that were sent since the last call.
func (s *site) takeSent(id string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := s.sent[id]
	s.sent[id] = 0
	return n
}

func compress(content []byte) ([]byte, error) {
	var packed bytes.Buffer
	writer := brotli.NewWriterLevel(&packed, brotli.BestCompression)
	if _, err := writer.Write(content); err != nil {
		return nil, err
	}
	if err := writer.Close(); err != nil {
		return nil, err
	}
	return packed.Bytes(), nil
}

// pagesFor writes the pages, by their paths.
func pagesFor(pool, user map[string]string) (map[string]string, error) {
	settings, err := json.Marshal([]any{pool, user})
	if err != nil {
		return nil, err
	}
	var failed error
	page := func(own []string, scripts ...string) string {
		html := new(strings.Builder)
		fmt.Fprintf(html, "<!doctype html><html lang=en><meta charset=utf-8><title>bench</title><link rel=icon href=data:,>\n<script>const [pool, user] = %s</script>\n", settings)
		for _, script := range scripts {
			fmt.Fprintf(html, "<script src=%s></script>\n", script)
		}
		for _, name := range own {
			text, err := pageScripts.ReadFile("page/" + name)
			if err != nil {
				failed = err
			}
			fmt.Fprintf(html, "<script>\n%s</script>\n", text)
		}
		return html.String()
	}
	pages := map[string]string{
		// Left by one client, tokens would be found by the next sign-in.
		"/empty":        "<!doctype html><html lang=en><title>empty</title><link rel=icon href=data:,><script>localStorage.clear()</script>",
		"/calibrate":    page([]string{"calibrate.js"}),
		"/memory":       page([]string{"memory.js"}, "/"+ourID+"/cognito-wasm.js"),
		"/srp/" + ourID: page([]string{"in_worker.js"}),
	}
	for _, c := range clients {
		var scripts []string
		for _, name := range c.scripts {
			scripts = append(scripts, "/"+c.id+"/"+name)
		}
		pages["/sign-in/"+c.id] = page([]string{"sign_in.js"}, scripts...)
	}
	for _, c := range peers {
		pages["/srp/"+c.id] = page([]string{"round.js", "in_page.js"}, "/"+c.id+"/srp.js")
	}
	return pages, failed
}

// ownScripts adds the scripts that a worker loads to the files.
func ownScripts(_ context.Context, files map[string][]byte) error {
	for _, name := range []string{"worker.js", "round.js", "arithmetic.js", "memory_worker.js"} {
		text, err := pageScripts.ReadFile("page/" + name)
		if err != nil {
			return err
		}
		files["bench/"+name] = text
	}
	return nil
}
