package main

import (
	"bytes"
	"context"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net"
	"net/http"
	"path"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/andybalholm/brotli"

	"github.com/cognito-wasm/cognito-wasm/web/build"
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
	url   string // without a slash at the end
	files map[string][]byte
	pages map[string]string
	close func()

	mu       sync.Mutex
	sent     map[string]int // bytes of files, by the directory they are in
	arrivals []arrival
}

// arrival is a request that has come.
type arrival struct{ path, authorization string }

// pageSettings are an object in a page.
type pageSettings map[string]string

// settings are what pages know: two pools, the second with rotation, and the user
// of both.
type settings struct {
	pool, rotating, user pageSettings
	workerIntegrity      string
	// ourCalls is the page's own script, beside the tag that loads ours.
	ourCalls string
}

// isolated are the headers with which a page may weigh its memory and has a clock
// of 5 µs instead of 100.
var isolated = map[string]string{"Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp"}

// startSite serves files, by paths such as amplify/client.js, and the pages.
func startSite(files map[string][]byte, known settings) (*site, error) {
	s := &site{sent: map[string]int{}}
	var err error
	if s.files, err = compressed(files); err != nil {
		return nil, err
	}
	known.workerIntegrity = build.IntegrityOf(files["bench/waterfall_worker.js"])
	known.ourCalls = string(files[ourID+"/client.js"])
	if s.pages, err = pagesFor(known); err != nil {
		return nil, err
	}
	s.url, s.close, err = serve(s)
	return s, err
}

// serve answers requests at a free port of localhost. close ends that, and the
// connections.
func serve(handler http.Handler) (url string, close func(), err error) {
	listener, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		return "", nil, err
	}
	server := &http.Server{Handler: handler}
	go server.Serve(listener)
	return fmt.Sprintf("http://localhost:%d", listener.Addr().(*net.TCPAddr).Port), func() { server.Close() }, nil
}

// ServeHTTP implements [http.Handler].
func (s *site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	now := time.Now()
	h := w.Header()
	s.mu.Lock()
	s.arrivals = append(s.arrivals, arrival{r.URL.Path, r.Header.Get("Authorization")})
	s.mu.Unlock()
	if r.URL.Path == authorised {
		h.Set("Cache-Control", "no-store")
		fmt.Fprintf(w, `{"at":%.3f}`, float64(now.UnixMicro())/1000)
		return
	}
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

// authorised is the resource for which users sign in. It answers with the time at
// which the request came, in ms since 1970.
const authorised = "/authorised"

// takeArrivals gives the requests since the last call, in order.
func (s *site) takeArrivals() []arrival {
	s.mu.Lock()
	defer s.mu.Unlock()
	arrivals := s.arrivals
	s.arrivals = nil
	return arrivals
}

// takeSent gives the bytes of a client's files that were sent since the last call.
func (s *site) takeSent(id string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := s.sent[id]
	s.sent[id] = 0
	return n
}

// compressed packs all files at once, because each module takes a while. Clients'
// files are packed as well as can be; nobody counts the bytes of those that only
// measure.
func compressed(files map[string][]byte) (map[string][]byte, error) {
	var mu sync.Mutex
	var all sync.WaitGroup
	packed, failed := make(map[string][]byte, len(files)), error(nil)
	for name, content := range files {
		all.Go(func() {
			level := brotli.BestCompression
			if strings.HasPrefix(name, "bench/") {
				level = brotli.DefaultCompression
			}
			bytes, err := compress(content, level)
			mu.Lock()
			defer mu.Unlock()
			packed["/"+name] = bytes
			failed = errors.Join(failed, err)
		})
	}
	all.Wait()
	return packed, failed
}

func compress(content []byte, level int) ([]byte, error) {
	var packed bytes.Buffer
	writer := brotli.NewWriterLevel(&packed, level)
	if _, err := writer.Write(content); err != nil {
		return nil, err
	}
	if err := writer.Close(); err != nil {
		return nil, err
	}
	return packed.Bytes(), nil
}

// pagesFor writes the pages, by their paths.
func pagesFor(known settings) (map[string]string, error) {
	var failed error
	// Scripts of the page's own stand before and after those of a client.
	page := func(pool pageSettings, before, scripts []string, after ...string) string {
		values, err := json.Marshal([]any{pool, known.user})
		if err != nil {
			failed = err
		}
		html := new(strings.Builder)
		fmt.Fprintf(html, "<!doctype html><html lang=en><meta charset=utf-8><title>bench</title><link rel=icon href=data:,>\n<script>const [pool, user] = %s</script>\n", values)
		write := func(names []string) {
			for _, name := range names {
				text, err := []byte(known.ourCalls), error(nil)
				if name != ourCalls {
					text, err = pageScripts.ReadFile("page/" + name)
				}
				if err != nil {
					failed = err
				}
				fmt.Fprintf(html, "<script>\n%s</script>\n", text)
			}
		}
		write(before)
		for _, script := range scripts {
			fmt.Fprintf(html, "<script src=%s></script>\n", script)
		}
		write(after)
		return html.String()
	}
	ours := []string{"/" + ourID + "/cognito-wasm.js"}
	pages := map[string]string{
		// Left by one client, tokens would be found by the next sign-in.
		"/empty":           "<!doctype html><html lang=en><title>empty</title><link rel=icon href=data:,><script>localStorage.clear()</script>",
		"/blank":           "<!doctype html><html lang=en><title>blank</title><link rel=icon href=data:,>",
		"/calibrate":       page(known.pool, nil, nil, "calibrate.js"),
		"/memory":          page(known.pool, nil, ours, "memory.js"),
		"/srp/" + ourID:    page(known.pool, nil, nil, "in_worker.js"),
		signedInPage(noID): page(known.pool, nil, nil, "signed_in.js"),
	}
	watched := maps.Clone(known.pool)
	watched["workerIntegrity"] = known.workerIntegrity
	pages["/waterfall"] = page(watched, []string{"waterfall.js"}, ours, ourCalls, "sign_in.js")
	for _, c := range clients {
		var scripts []string
		for _, name := range c.scripts {
			scripts = append(scripts, "/"+c.id+"/"+name)
		}
		after := []string{"sign_in.js"}
		if c.id == ourID {
			after = []string{ourCalls, "sign_in.js"}
		}
		pages["/sign-in/"+c.id] = page(known.pool, nil, scripts, after...)
		pages["/enter/"+c.id] = page(lasting(known.pool), nil, scripts, after...)
		pages["/rotating/enter/"+c.id] = page(lasting(known.rotating), nil, scripts, after...)
	}
	for _, c := range peers {
		pages["/srp/"+c.id] = page(known.pool, nil, []string{"/" + c.id + "/srp.js"}, "round.js", "in_page.js")
	}
	for _, id := range keepers {
		scripts, wrapper := []string{"/" + id + "/session.js"}, []string(nil)
		if id == ourID {
			scripts, wrapper = ours, []string{"our_session.js"}
		}
		pages["/session/"+id] = page(lasting(known.pool), nil, scripts, append(wrapper, "session.js")...)
		pages[signedInPage(id)] = page(lasting(known.pool), nil, scripts, append(wrapper, "signed_in.js")...)
		pages["/day/"+id] = page(lasting(known.pool), []string{"clock.js"}, scripts, append(wrapper, "day.js")...)
		pages["/rotating/day/"+id] = page(lasting(known.rotating), []string{"clock.js"}, scripts, append(wrapper, "day.js")...)
	}
	return pages, failed
}

// ourCalls names what is not among the pages' scripts: known.ourCalls.
const ourCalls = "our calls"

// lasting has our client keep the session in localStorage, as the peers do without
// being told.
func lasting(pool pageSettings) pageSettings {
	kept := maps.Clone(pool)
	kept["storage"] = "local"
	return kept
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
	watch, err := pageScripts.ReadFile("page/waterfall.js")
	if err != nil {
		return err
	}
	files["bench/waterfall_worker.js"] = append(watch, files[ourID+"/"+build.WorkerFile]...)
	return nil
}
