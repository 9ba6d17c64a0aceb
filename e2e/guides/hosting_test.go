package guides

import (
	"bufio"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/testrun"
	"github.com/cognito-wasm/cognito-wasm/internal/version"
	"github.com/cognito-wasm/cognito-wasm/web/build"
)

const (
	hostingGuide = "docs/hosting.md"
	folder       = "One folder for each release"
	// exampleRoot and exampleHost stand in the guide.
	exampleRoot = "/srv/www"
	exampleHost = "www.example.com"
)

// hosts are the sections with the configuration of a server: how it is started,
// and the encoding that browsers get.
var hosts = []struct {
	section, encoding string
	start             func(t *testing.T, configuration, root string) (url string)
}{
	{"nginx, with Brotli", "br", startNginx},
	{"nginx, with gzip", "gzip", startNginx},
	{"Caddy", "br", startCaddy},
}

func init() {
	noteExecuted(hostingGuide, "TestHosts", folder)
	for _, host := range hosts {
		noteExecuted(hostingGuide, "TestHosts", host.section)
	}
}

// Each server sends the files as the guide says, and the page that it serves
// signs in.
func TestHosts(t *testing.T) {
	t.Parallel()
	cognito := testrun.Start(t, "", provision.User{Name: "alice"})
	for _, host := range hosts {
		t.Run(host.section, func(t *testing.T) {
			t.Parallel()
			root := t.TempDir()
			configuration := ""
			for _, b := range append(sectionOf(t, hostingGuide, folder), sectionOf(t, hostingGuide, host.section)...) {
				switch b.language {
				case "sh":
					runShell(t, strings.NewReplacer(exampleRoot, root, "dist/", dist+"/").Replace(b.text))
				case "html":
					page := replaced(t, b.text, `data-client-id=`, `data-endpoint="`+cognito.Endpoint+`" data-client-id=`)
					if err := os.WriteFile(replaced(t, b.file, exampleRoot, root), []byte(page), 0o644); err != nil {
						t.Fatal(err)
					}
				default:
					configuration += b.text
				}
			}
			url := host.start(t, configuration, root)
			for _, file := range []string{build.ClassicFile, build.ESMFile, build.WorkerFile, build.ModuleFile} {
				checkFile(t, url, file, host.encoding)
			}
			if got := ask(t, url+"/index.html", "identity").Header.Get("Cache-Control"); got != "no-cache" {
				t.Errorf("the page has Cache-Control %q, want no-cache", got)
			}
			page := chromium.Page(t)
			page.Open(url + "/index.html")
			token := browser.Eval[string](page,
				`CognitoWasm.client.initiate({username: 'alice', password: 'Local-Cognito-1'}).then((step) => step.tokens.accessToken)`)
			wantToken(t, cognito, token, "alice")
			encoded := browser.Eval[[]string](page, `performance.getEntriesByType('resource')
				.filter(({encodedBodySize, decodedBodySize}) => encodedBodySize * 2 < decodedBodySize).map(({name}) => name.split('/').at(-1))`)
			if got := strings.Join(encoded, " "); !strings.Contains(got, build.ClassicFile) {
				t.Errorf("compressed came %q, want %s among them", got, build.ClassicFile)
			}
		})
	}
}

const release = "/cognito-wasm/" + version.Number + "/"

// checkFile asks for a file of the release with and without compression, and for
// one that is not there.
func checkFile(t *testing.T, url, file, encoding string) {
	t.Helper()
	plain := ask(t, url+release+file, "identity")
	compressed := ask(t, url+release+file, encoding)
	want := "text/javascript"
	if file == build.ModuleFile {
		want = "application/wasm"
	}
	for _, response := range []*http.Response{plain, compressed} {
		contentType := response.Header.Get("Content-Type")
		if file != build.ModuleFile {
			contentType, _, _ = strings.Cut(contentType, ";") // a script's may have a charset
		}
		if contentType != want {
			t.Errorf("%s is %q, want %s", file, contentType, want)
		}
		for name, value := range map[string]string{
			"Cache-Control": "public, max-age=31536000, immutable", "X-Content-Type-Options": "nosniff", "Vary": "Accept-Encoding",
		} {
			// What has no other encoding yet need not vary.
			if got := response.Header.Get(name); got != value && (name != "Vary" || response == compressed) {
				t.Errorf("%s has %s %q, want %q", file, name, got, value)
			}
		}
	}
	if got := compressed.Header.Get("Content-Encoding"); got != encoding || plain.Header.Get("Content-Encoding") != "" {
		t.Errorf("%s comes with the encoding %q, want %s and none on request", file, got, encoding)
	}
	whole, err := os.ReadFile(filepath.Join(dist, file))
	if err != nil {
		t.Fatal(err)
	}
	if plain.ContentLength != int64(len(whole)) || compressed.ContentLength >= int64(len(whole))/2 {
		t.Errorf("%s has %d bytes, and %d compressed; the file has %d", file, plain.ContentLength, compressed.ContentLength, len(whole))
	}
	if missing := ask(t, url+release+"missing-"+file, "identity"); missing.StatusCode != 404 || missing.Header.Get("Cache-Control") != "" {
		t.Errorf("a missing file: status %d, Cache-Control %q; want 404 and none", missing.StatusCode, missing.Header.Get("Cache-Control"))
	}
}

// ask requests an address as a browser would that accepts one encoding.
func ask(t *testing.T, url, accept string) *http.Response {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), "GET", url, nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Accept-Encoding", accept)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	return response
}

func runShell(t *testing.T, script string) {
	t.Helper()
	if output, err := exec.CommandContext(t.Context(), "sh", "-euc", script).CombinedOutput(); err != nil {
		t.Fatalf("%s\n%v\n%s", script, err, output)
	}
}

// startNginx puts the guide's location into a server of its own.
func startNginx(t *testing.T, location, root string) string {
	t.Helper()
	work, address := t.TempDir(), freeAddress(t)
	version, err := exec.Command("nginx", "-V").CombinedOutput()
	if err != nil {
		t.Fatal("no nginx: run make servers: ", err)
	}
	var main strings.Builder
	// Its workers have to read what belongs to the test's user.
	if os.Getuid() == 0 {
		main.WriteString("user root;\n")
	}
	if path := regexp.MustCompile(`--modules-path=(\S+)`).FindSubmatch(version); path != nil {
		for _, module := range find(t, filepath.Join(string(path[1]), "*brotli_static*.so")) {
			fmt.Fprintf(&main, "load_module %s;\n", module)
		}
	}
	fmt.Fprintf(&main, "daemon off; worker_processes 1; pid %s/pid; error_log stderr notice;\nevents {}\nhttp {\naccess_log off;\n", work)
	for _, kind := range []string{"client_body", "proxy", "fastcgi", "uwsgi", "scgi"} {
		fmt.Fprintf(&main, "%s_temp_path %s/%s;\n", kind, work, kind)
	}
	fmt.Fprintf(&main, "types { text/html html; }\nserver {\nlisten %s;\nroot %s;\n%s}\n}\n", address, root, location)
	file := filepath.Join(work, "nginx.conf")
	if err := os.WriteFile(file, []byte(main.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	startServer(t, "start worker processes", "nginx", "-e", "stderr", "-c", file)
	return "http://" + address
}

func startCaddy(t *testing.T, caddyfile, root string) string {
	t.Helper()
	url := "http://" + freeAddress(t)
	file := filepath.Join(t.TempDir(), "Caddyfile")
	caddyfile = "{\n\tadmin off\n}\n" + replaced(t, caddyfile, exampleHost, url, exampleRoot, root)
	if err := os.WriteFile(file, []byte(caddyfile), 0o644); err != nil {
		t.Fatal(err)
	}
	startServer(t, "serving initial configuration", "caddy", "run", "--config", file)
	return url
}

// startServer runs a server until the test ends. It is ready when it has written
// a line with the words.
func startServer(t *testing.T, ready, name string, arguments ...string) {
	t.Helper()
	command := exec.Command(name, arguments...)
	command.Env = append(os.Environ(), "HOME="+t.TempDir()) // Caddy notes there when it last cleaned up
	output, err := command.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatalf("no %s: run make servers: %v", name, err)
	}
	t.Cleanup(func() {
		command.Process.Signal(os.Interrupt)
		command.Wait()
	})
	var written strings.Builder
	for lines := bufio.NewScanner(output); lines.Scan(); {
		fmt.Fprintln(&written, lines.Text())
		if strings.Contains(lines.Text(), ready) {
			go io.Copy(io.Discard, output)
			return
		}
	}
	t.Fatalf("%s does not run:\n%s", name, &written)
}

func find(t *testing.T, pattern string) []string {
	t.Helper()
	files, err := filepath.Glob(pattern)
	if err != nil {
		t.Fatal(err)
	}
	return files
}
