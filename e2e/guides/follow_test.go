package guides

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
)

// patience ends a command that hangs, or a server that does not say its address.
// Nothing waits for it.
const patience = 3 * time.Minute

// seeded is the command that runs a local Cognito with users. Then it has said who
// the last of them is.
const seeded = "go run github.com/cognito-wasm/cognito-wasm/e2e/localcognito/cmd/localcognito@latest -seed"

var seededSays = regexp.MustCompile(`(?s)(http://localhost:\d+).*erin[^\n]*\n`)

// What a command prints when it serves: these commands stay running. What a line
// does before, it does with "&&".
var servers = map[string]*regexp.Regexp{
	"npx serve":             regexp.MustCompile(`(http://localhost:\d+)`),
	"npx serve dist":        regexp.MustCompile(`(http://localhost:\d+)`),
	"npx vite":              regexp.MustCompile(`(http://localhost:\d+)`),
	"npx vite preview":      regexp.MustCompile(`(http://localhost:\d+)`),
	"npx ng serve":          regexp.MustCompile(`Local: +(http://localhost:\d+)`),
	"npx next dev":          regexp.MustCompile(`(http://localhost:\d+)`),
	"npx next start":        regexp.MustCompile(`(?s)(http://localhost:\d+).*Ready`),
	seeded:                  seededSays,
	seeded + " -issuer aws": seededSays,
	"COGNITO_ENDPOINT=http://localhost:9229 node backend.mjs":   regexp.MustCompile(`(http://localhost:\d+)`),
	"ISSUER=http://localhost:9229/eu-west-1_AbC123xyz go run .": regexp.MustCompile(`(http://\S+:\d+)`),
}

// reader is somebody who follows a document in an empty folder.
type reader struct {
	t      *testing.T
	folder string
	// endpoint is where the local Cognito listens, for what the documents call
	// localhost:9229.
	endpoint string
	// address is that of the last server that was started, output what the last
	// command printed.
	address, output string
	environment     []string
	// port is for a page of the reader's, which the documents have at localhost:3000.
	port string
	// said is what the servers printed until they served.
	said string
	// replace puts in what else is only so in a test.
	replace *strings.Replacer
	steps   int
}

func newReader(t *testing.T) *reader {
	t.Helper()
	return &reader{t: t, folder: t.TempDir(), endpoint: freeAddress(t), port: freePort(t), environment: slices.Concat([]string{
		"NO_COLOR=1", "FORCE_COLOR=0", "CI=1", "BROWSER=none", "NEXT_TELEMETRY_DISABLED=1", "NG_CLI_ANALYTICS=false",
		"PATH=" + wrapped + string(os.PathListSeparator) + os.Getenv("PATH"),
	}, quietNPM, published.environment())}
}

var quietNPM = []string{
	"npm_config_prefer_offline=true", "npm_config_audit=false", "npm_config_fund=false", "npm_config_yes=true",
	"npm_config_update_notifier=false", "npm_config_loglevel=error",
}

// freeAddress gives an address on which nobody listens.
func freeAddress(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return fmt.Sprintf("localhost:%d", listener.Addr().(*net.TCPAddr).Port)
}

func freePort(t *testing.T) string {
	t.Helper()
	_, port, _ := net.SplitHostPort(freeAddress(t))
	return port
}

// follow does the steps of a section: it writes the files and runs the commands.
func (r *reader) follow(document, section string) {
	r.t.Helper()
	for _, b := range sectionOf(r.t, document, section) {
		r.steps++
		if b.language == "sh" {
			for line := range strings.Lines(b.text) {
				r.run(strings.TrimSpace(line))
			}
			continue
		}
		if b.file == "" {
			r.t.Fatalf("%s: neither a command nor a file", b)
		}
		r.write(b.file, b.text)
	}
}

// files writes the files of a section and leaves the commands to the test.
func (r *reader) files(document, section string) {
	r.t.Helper()
	for _, b := range sectionOf(r.t, document, section) {
		if b.file != "" {
			r.write(b.file, b.text)
		}
	}
}

// write writes one file.
func (r *reader) write(name, text string) {
	r.t.Helper()
	path := filepath.Join(r.folder, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		r.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(r.here(text)), 0o644); err != nil {
		r.t.Fatal(err)
	}
}

// here puts in what is only so in a test, the port of the local Cognito above all.
func (r *reader) here(text string) string {
	if r.replace != nil {
		text = r.replace.Replace(text)
	}
	return strings.NewReplacer(
		"localhost:9229", r.endpoint,
		"localhost:3000", "localhost:"+r.port, "--listen 3000", "--listen "+r.port,
		"/usr/bin/chromium", filepath.Join(wrapped, "chromium"),
		"@angular/cli@21 ", "@angular/cli@"+angularVersion+" ",
	).Replace(text)
}

// angularVersion is one of Angular's whose packages all are in the registry: on a
// mirror the command may be newer than what it then wants installed.
const angularVersion = "21.2.27"

// installs finds our package in a command of npm.
var installs = regexp.MustCompile(`(npm install(?: \S+)*?) cognito-wasm\b`)

// run runs a command line as it stands in the document, but for the package,
// which comes from the tarball, and the port.
func (r *reader) run(line string) {
	r.t.Helper()
	command := installs.ReplaceAllString(r.here(line), "$1 "+tarball)
	serving := servers[lastCommand(line)]
	if strings.HasPrefix(line, seeded) {
		command += " -addr " + r.endpoint
	}
	ctx, cancel := context.WithCancel(context.Background())
	hangs := time.AfterFunc(patience, cancel)
	process := exec.CommandContext(ctx, "sh", "-c", command)
	process.Dir = r.folder
	process.Env = append(os.Environ(), r.environment...)
	// npx and sh have children, which a kill would leave.
	process.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	process.Cancel = func() error { return syscall.Kill(-process.Process.Pid, syscall.SIGKILL) }
	if serving == nil {
		defer cancel()
		output, err := process.CombinedOutput()
		if r.output = string(output); err != nil {
			r.t.Fatalf("%s: %v\n%s", line, err, r.output)
		}
		return
	}
	port := freePort(r.t)
	process.Env = append(process.Env, "PORT="+port) // next start takes no other by itself
	if line == "npx ng serve" {
		process.Args[2] += " --port " + port
	}
	output := &watched{pattern: serving, found: make(chan string, 1)}
	process.Stdout, process.Stderr = output, output
	if err := process.Start(); err != nil {
		cancel()
		r.t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- process.Wait() }()
	r.t.Cleanup(func() {
		cancel()
		<-ended
	})
	select {
	case r.address = <-output.found:
		hangs.Stop() // it serves for as long as the test takes
		r.said += output.String()
	case err := <-ended:
		ended <- err
		r.t.Fatalf("%s ended: %v\n%s", line, err, output)
	}
}

// lastCommand is the command of a line that comes after the others.
func lastCommand(line string) string {
	commands := strings.Split(line, " && ")
	return commands[len(commands)-1]
}

// hasNode says whether Node is of a version, given as major and minor, or later.
func (r *reader) hasNode(version [2]int) bool {
	r.t.Helper()
	r.run(fmt.Sprintf(`node -p 'const [major, minor] = process.versions.node.split("."); +major > %[1]d || +major === %[1]d && +minor >= %[2]d'`, version[0], version[1]))
	return strings.TrimSpace(r.output) == "true"
}

// watched is the output of a server until it says its address.
type watched struct {
	mu      sync.Mutex
	text    bytes.Buffer
	pattern *regexp.Regexp
	found   chan string
	done    bool
}

func (w *watched) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.text.Write(p)
	if match := w.pattern.FindSubmatch(w.text.Bytes()); match != nil && !w.done {
		w.done = true
		w.found <- string(match[1])
	}
	return len(p), nil
}

func (w *watched) String() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.text.String()
}

// wrapped is a directory with a chromium that starts in a container, too; for
// programs of readers, who have none of our flags.
var wrapped string

func wrapChromium(temporary string) (string, error) {
	directory := filepath.Join(temporary, "bin")
	if err := os.Mkdir(directory, 0o755); err != nil {
		return "", err
	}
	path, err := browser.Path()
	if err != nil {
		return "", err
	}
	script := "#!/bin/sh\nexec " + path + " --no-sandbox --disable-background-networking --disable-component-update --disable-sync \"$@\"\n"
	for _, name := range []string{"chromium", "google-chrome", "chromium-browser", "headless_shell", "headless-shell", "chrome"} {
		if err := os.WriteFile(filepath.Join(directory, name), []byte(script), 0o755); err != nil {
			return "", err
		}
	}
	return directory, nil
}
