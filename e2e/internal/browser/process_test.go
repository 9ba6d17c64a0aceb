//go:build linux

package browser

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func shell(t *testing.T, script string, line func(string)) *process {
	t.Helper()
	p, err := startProcess("/bin/sh", []string{"-c", script}, nil, nil, line)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.stop)
	return p
}

// What a program said before it ended stands in the error.
func TestProcessThatFails(t *testing.T) {
	p := shell(t, "echo no screen >&2; exit 3", func(string) {})
	_, err := await(p, make(chan int))
	if err == nil || !strings.Contains(err.Error(), "ended before it was ready") || !strings.Contains(err.Error(), "no screen") {
		t.Errorf("got the error %v, want what the program said", err)
	}
}

// A program that is stopped takes along what it has started: nobody is left who
// could write.
func TestStopEndsChildren(t *testing.T) {
	ready := make(chan string, 1)
	p := shell(t, "sleep 1000 & echo ready; wait", func(line string) { ready <- line })
	if line, err := await(p, ready); err != nil || line != "ready" {
		t.Fatal(line, err)
	}
	p.stop()
	select {
	case <-p.ended:
	default:
		t.Error("something is still running")
	}
}

// A browser that does not start says why, and leaves no profile behind.
func TestLaunchFails(t *testing.T) {
	for engine, variable := range map[Engine]string{Firefox: "FIREFOX_BIN", WebKit: "WEBKIT_DRIVER"} {
		t.Run(string(engine), func(t *testing.T) {
			if engine == WebKit {
				if _, err := find("xvfb", "XVFB", "Xvfb"); err != nil {
					t.Setenv("XVFB", "/bin/false")
				}
			}
			temporary, program := t.TempDir(), filepath.Join(t.TempDir(), "broken")
			if err := os.WriteFile(program, []byte("#!/bin/sh\necho no such library >&2\nexit 127\n"), 0o755); err != nil {
				t.Fatal(err)
			}
			t.Setenv("TMPDIR", temporary)
			t.Setenv(variable, program)
			_, err := Launch(engine)
			if err == nil || !strings.Contains(err.Error(), "starting "+engine.String()) {
				t.Errorf("got the error %v", err)
			}
			if os.Getenv("XVFB") == "" && !strings.Contains(err.Error(), "no such library") {
				t.Errorf("got the error %v, want what the program said", err)
			}
			if left, err := os.ReadDir(temporary); err != nil || len(left) != 0 {
				t.Errorf("%v, %v are left behind", left, err)
			}
		})
	}
}

func TestUnknownEngine(t *testing.T) {
	t.Setenv("BROWSER", "lynx")
	if _, err := Chosen(); err == nil || !strings.Contains(err.Error(), `expected chromium, firefox or webkit, not "lynx"`) {
		t.Errorf("got the error %v", err)
	}
}
