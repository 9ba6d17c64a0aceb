// Package tstest runs TypeScript of the page's half in Node, for tests in Go.
package tstest

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/evanw/esbuild/pkg/api"

	"github.com/cognito-wasm/cognito-wasm/web/build"
)

// patience is how long an answer may take before a test fails. Only a defect takes so long.
const patience = 30 * time.Second

// Process is a script in Node that answers questions (serve.mjs).
type Process struct {
	stdin io.WriteCloser
	mutex sync.Mutex
	last  int
	// waiting are the questions without an answer. It is nil when Node has ended.
	waiting map[int]chan answer
}

type answer struct {
	ID    int             `json:"id"`
	Value json.RawMessage `json:"value"`
	Error string          `json:"error"`
}

// Start bundles a script, whose path is relative to the test's directory, and
// starts it. It ends with the test, which fails if something keeps Node from
// ending, such as a timer.
func Start(t testing.TB, script string) *Process {
	t.Helper()
	content, err := bundled(script)
	if err != nil {
		t.Fatal(err)
	}
	return start(t, script, content)
}

// StartChanged does the same with defects in an imported file, for a test of what
// notices them. A change is a text, which has to be there once, and what replaces
// it.
func StartChanged(t testing.TB, script, file string, changes ...[2]string) *Process {
	t.Helper()
	var missing []string
	content, err := build.Bundle(api.BuildOptions{
		EntryPoints: []string{script}, Format: api.FormatESModule, Platform: api.PlatformNode,
		Plugins: []api.Plugin{{Name: "change", Setup: func(b api.PluginBuild) {
			b.OnLoad(api.OnLoadOptions{Filter: `/` + regexp.QuoteMeta(file) + `$`}, func(args api.OnLoadArgs) (api.OnLoadResult, error) {
				source, err := os.ReadFile(args.Path)
				if err != nil {
					return api.OnLoadResult{}, err
				}
				text := string(source)
				for _, change := range changes {
					if strings.Count(text, change[0]) != 1 {
						missing = append(missing, change[0])
					}
					text = strings.Replace(text, change[0], change[1], 1)
				}
				return api.OnLoadResult{Contents: &text, Loader: api.LoaderTS}, nil
			})
		}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(missing) > 0 {
		t.Fatalf("%s: expected once %q", file, missing)
	}
	return start(t, script, content)
}

func start(t testing.TB, script string, content []byte) *Process {
	t.Helper()
	bundle := filepath.Join(t.TempDir(), "bundle.mjs")
	if err := os.WriteFile(bundle, content, 0o644); err != nil {
		t.Fatal(err)
	}
	node := exec.Command("node", "--expose-gc", bundle)
	node.Stderr = os.Stderr
	stdin, err := node.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout, err := node.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := node.Start(); err != nil {
		t.Fatalf("Node, which runs the page's half: %v", err)
	}
	p := &Process{stdin: stdin, waiting: map[int]chan answer{}}
	read := make(chan struct{})
	go func() {
		defer close(read)
		p.read(stdout)
	}()
	t.Cleanup(func() {
		stdin.Close()
		kill := time.AfterFunc(patience, func() { node.Process.Kill() })
		defer kill.Stop()
		<-read
		if err := node.Wait(); err != nil {
			t.Errorf("Node, running %s: %v", script, err)
		}
	})
	return p
}

var (
	bundling sync.Mutex
	bundles  = map[string][]byte{}
)

// bundled gives a script and all that it imports as one, which is made once for
// a package's tests.
func bundled(script string) ([]byte, error) {
	bundling.Lock()
	defer bundling.Unlock()
	if bundle, ok := bundles[script]; ok {
		return bundle, nil
	}
	bundle, err := build.Bundle(api.BuildOptions{EntryPoints: []string{script}, Format: api.FormatESModule, Platform: api.PlatformNode})
	if err != nil {
		return nil, err
	}
	bundles[script] = bundle
	return bundle, nil
}

func (p *Process) read(stdout io.Reader) {
	lines := bufio.NewReader(stdout)
	for {
		line, err := lines.ReadBytes('\n')
		if err != nil {
			break
		}
		var a answer
		if err := json.Unmarshal(line, &a); err != nil {
			a.Error = fmt.Sprintf("the line %.200q: %v", line, err)
		}
		p.mutex.Lock()
		if waits, ok := p.waiting[a.ID]; ok {
			waits <- a
			delete(p.waiting, a.ID)
		}
		p.mutex.Unlock()
	}
	p.mutex.Lock()
	defer p.mutex.Unlock()
	for _, waits := range p.waiting {
		waits <- answer{Error: "Node has ended"}
	}
	p.waiting = nil
}

// Ask calls one of the script's functions. Waiting for the answer is up to the
// caller, who may do something in between.
func Ask[Answer any](t testing.TB, p *Process, function string, input any) (wait func() Answer) {
	t.Helper()
	waits := make(chan answer, 1)
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if p.waiting == nil {
		t.Fatal("Node has ended")
	}
	p.last++
	p.waiting[p.last] = waits
	line, err := json.Marshal(map[string]any{"id": p.last, "function": function, "input": input})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.stdin.Write(append(line, '\n')); err != nil {
		t.Fatal(err)
	}
	return func() (got Answer) {
		t.Helper()
		select {
		case a := <-waits:
			if a.Error != "" {
				t.Fatalf("%s: %s", function, a.Error)
			}
			if err := json.Unmarshal(a.Value, &got); err != nil {
				t.Fatalf("%s: %v in %.200s", function, err, a.Value)
			}
		case <-time.After(patience):
			t.Fatalf("%s: no answer within %v", function, patience)
		}
		return got
	}
}

// Call asks and waits.
func Call[Answer any](t testing.TB, p *Process, function string, input any) Answer {
	t.Helper()
	return Ask[Answer](t, p, function, input)()
}
