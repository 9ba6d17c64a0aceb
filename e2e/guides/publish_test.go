package guides

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/mod/module"
	modzip "golang.org/x/mod/zip"
)

// publication is this Go module as a module proxy has it, in a directory: so that
// "go get" and "go run …@latest" do in a test what they do for a reader.
type publication struct {
	version module.Version
	url     string // of the proxy
	cache   string // GOMODCACHE, into which the go command copies it
}

// published is made by TestMain.
var published publication

// publish makes the proxy in a directory, with the files as they are in the work
// tree, under a version that there never was.
func publish(ctx context.Context, directory string) (publication, error) {
	var none publication
	list := exec.CommandContext(ctx, "git", "ls-files", "--cached", "--others", "--exclude-standard", "-z")
	list.Dir = root
	names, err := list.Output()
	if err != nil {
		return none, fmt.Errorf("git ls-files: %w", err)
	}
	var files []modzip.File
	for _, name := range strings.Split(strings.TrimSuffix(string(names), "\x00"), "\x00") {
		if _, err := os.Stat(filepath.Join(root, name)); err == nil { // deleted files are still listed
			files = append(files, treeFile(name))
		}
	}
	now := time.Now().UTC()
	version := module.Version{Path: "github.com/cognito-wasm/cognito-wasm", Version: "v0.0.0-test" + now.Format("20060102150405")}
	versions := filepath.Join(directory, version.Path, "@v")
	if err := os.MkdirAll(versions, 0o755); err != nil {
		return none, err
	}
	info, err := json.Marshal(map[string]any{"Version": version.Version, "Time": now})
	if err != nil {
		return none, err
	}
	manifest, err := os.ReadFile(filepath.Join(root, "go.mod"))
	if err != nil {
		return none, err
	}
	for name, content := range map[string][]byte{
		"list": []byte(version.Version + "\n"), version.Version + ".info": info, version.Version + ".mod": manifest,
	} {
		if err := os.WriteFile(filepath.Join(versions, name), content, 0o644); err != nil {
			return none, err
		}
	}
	archive, err := os.Create(filepath.Join(versions, version.Version+".zip"))
	if err != nil {
		return none, err
	}
	defer archive.Close()
	if err := modzip.Create(archive, version, files); err != nil {
		return none, err
	}
	environment, err := exec.CommandContext(ctx, "go", "env", "GOMODCACHE", "GOPROXY").Output()
	if err != nil {
		return none, fmt.Errorf("go env: %w", err)
	}
	cache, proxies, _ := strings.Cut(strings.TrimSpace(string(environment)), "\n")
	url := "file://" + filepath.ToSlash(directory) + ",file://" + filepath.ToSlash(filepath.Join(cache, "cache", "download")) + "," + proxies
	return publication{version, url, cache}, nil
}

// environment lets the go command find the module. What else it fetches is what
// go.sum of this module has verified.
func (p publication) environment() []string {
	return []string{"GOPROXY=" + p.url, "GONOSUMDB=" + p.version.Path, "GOSUMDB=off", "GOFLAGS=-modcacherw", "GOWORK=off"}
}

// warm compiles the local Cognito once. Readers who start it at the same time would
// each compile it.
func (p publication) warm(ctx context.Context) error {
	command := exec.CommandContext(ctx, "sh", "-c", strings.TrimSuffix(seeded, "-seed")+"-h")
	command.Dir, command.Env = filepath.Dir(p.cache), append(os.Environ(), p.environment()...)
	if output, err := command.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w\n%s", command, err, output)
	}
	return nil
}

// remove takes the version out of the module cache again.
func (p publication) remove() {
	os.RemoveAll(filepath.Join(p.cache, p.version.String()))
	old, _ := filepath.Glob(filepath.Join(p.cache, "cache", "download", p.version.Path, "@v", p.version.Version+".*"))
	for _, name := range old {
		os.Remove(name)
	}
}

// treeFile is a file of the work tree, by its path from the root.
type treeFile string

func (f treeFile) Path() string                 { return string(f) }
func (f treeFile) Lstat() (fs.FileInfo, error)  { return os.Lstat(filepath.Join(root, string(f))) }
func (f treeFile) Open() (io.ReadCloser, error) { return os.Open(filepath.Join(root, string(f))) }
