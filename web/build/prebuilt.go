package build

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/cognito-wasm/cognito-wasm/internal/version"
)

// PrebuiltVariable names, in the environment, a directory of [Prebuild]. Packages of
// tests load the same files: make builds them once and says where, and [Take] copies
// them from there.
const PrebuiltVariable = "COGNITO_WASM_PREBUILT"

// Part is something that several packages of tests load.
type Part struct {
	build func(ctx context.Context, out string) error
	// from is the directory with it in a prebuilt one.
	from string
	// files are its names there, nil for all.
	files []string
}

var pageFiles = []string{ModuleFile, ClassicFile, ESMFile, WorkerFile}

var (
	// ForPages is what [All] builds.
	ForPages = Part{func(ctx context.Context, out string) error { return All(ctx, out) }, "dist", pageFiles}
	// ForElements is that and what [Element] builds.
	ForElements = Part{func(ctx context.Context, out string) error {
		if err := All(ctx, out); err != nil {
			return err
		}
		return Element(ctx, out)
	}, "dist", slices.Concat(pageFiles, ElementFiles())}
	// Crashing is what All builds, with a module that a test can kill.
	Crashing = Part{func(ctx context.Context, out string) error { return All(ctx, out, "-tags=crash") }, "crashing", nil}
	// Shipped is what [Dist] makes, and the tarball of [Pack].
	Shipped = Part{shipped, "dist", nil}
)

func shipped(ctx context.Context, out string) error {
	if _, err := Dist(ctx, out); err != nil {
		return err
	}
	tarball, err := Pack(ctx, out)
	if err == nil && tarball != Tarball(out) {
		err = fmt.Errorf("npm packed %s, want %s", tarball, Tarball(out))
	}
	return err
}

// Tarball gives the path of the npm package in the directory of [Dist] and [Pack].
func Tarball(out string) string { return filepath.Join(out, "cognito-wasm-"+version.Number+".tgz") }

// prebuiltManifest says what a prebuilt directory was built from, and what is in it:
// SHA-256 of the sources, and of each file by its path.
type prebuiltManifest struct {
	Sources string            `json:"sources"`
	Files   map[string]string `json:"files"`
}

const prebuiltManifestFile = "prebuilt.json"

// Prebuild builds every part into a directory, unless it has them of these sources
// already. It needs the npm packages of web, and npm.
func Prebuild(ctx context.Context, directory string) error {
	sources, err := sourcesHash(ctx)
	if err != nil {
		return err
	}
	if m, err := readManifest(directory); err == nil && m.Sources == sources {
		if files, err := hashFiles(directory); err == nil && maps.Equal(files, m.Files) {
			return nil
		}
	}
	directory, err = filepath.Abs(directory)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(directory), 0o755); err != nil {
		return err
	}
	temporary, err := os.MkdirTemp(filepath.Dir(directory), ".prebuilt-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(temporary)
	for _, part := range []Part{Shipped, Crashing} { // which contain the others
		if err := part.build(ctx, filepath.Join(temporary, part.from)); err != nil {
			return err
		}
	}
	m := prebuiltManifest{Sources: sources}
	if m.Files, err = hashFiles(temporary); err != nil {
		return err
	}
	if after, err := sourcesHash(ctx); err != nil || after != sources {
		return errors.Join(err, errors.New("the sources changed while they were built: begin again"))
	}
	text, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(temporary, prebuiltManifestFile), append(text, '\n'), 0o644); err != nil {
		return err
	}
	if err := os.RemoveAll(directory); err != nil {
		return err
	}
	return os.Rename(temporary, directory)
}

// Take puts a part into the directory out, which it makes: a copy from the directory
// that [PrebuiltVariable] names, or built if it names none, if that was built from other
// sources, or if a file there is not what was built.
func Take(ctx context.Context, part Part, out string) error {
	directory := os.Getenv(PrebuiltVariable)
	if directory == "" {
		return part.build(ctx, out)
	}
	sources, err := sourcesHash(ctx)
	if err != nil {
		return err
	}
	if err := part.copy(directory, sources, out); err != nil {
		fmt.Fprintf(os.Stderr, "building what is not taken from %s: %v\n", directory, err)
		return part.build(ctx, out)
	}
	return nil
}

func (p Part) copy(directory, sources, out string) error {
	m, err := readManifest(directory)
	if err != nil {
		return err
	}
	if m.Sources != sources {
		return errors.New("it was built from other sources")
	}
	names := p.files
	if names == nil {
		for name := range m.Files {
			if inside, ok := strings.CutPrefix(name, p.from+"/"); ok {
				names = append(names, inside)
			}
		}
	}
	for _, name := range names {
		path := p.from + "/" + name
		content, err := os.ReadFile(filepath.Join(directory, path))
		if err != nil {
			return err
		}
		if hashOf(content) != m.Files[path] {
			return fmt.Errorf("%s is not what was built", path)
		}
		target := filepath.Join(out, name)
		if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(target, content, 0o644); err != nil {
			return err
		}
	}
	return nil
}

func readManifest(directory string) (m prebuiltManifest, err error) {
	text, err := os.ReadFile(filepath.Join(directory, prebuiltManifestFile))
	if err != nil {
		return m, err
	}
	return m, json.Unmarshal(text, &m)
}

// hashFiles hashes the files of a prebuilt directory.
func hashFiles(directory string) (map[string]string, error) {
	files := map[string]string{}
	err := filepath.WalkDir(directory, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		name, err := filepath.Rel(directory, path)
		if name != prebuiltManifestFile {
			files[filepath.ToSlash(name)] = hashOf(content)
		}
		return err
	})
	return files, err
}

func hashOf(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}

// apart are the directories at the root from which nothing is built: a change there
// needs no other build. A new one counts as a source.
var apart = []string{".ci", ".git", ".github", "dist", "docs", "e2e", "examples", "tools"}

// toolchain are the settings of the go command that what it builds depends on.
var toolchain = []string{"GOVERSION", "GOROOT", "GOFLAGS", "GOEXPERIMENT", "GODEBUG", "GOWASM", "GOWORK"}

// sourcesHash is a hash of all that is built from: every file of the project but tests
// and those apart, which npm packages are installed, and the toolchain.
func sourcesHash(ctx context.Context) (string, error) {
	root, err := Root(ctx)
	if err != nil {
		return "", err
	}
	settings, err := exec.CommandContext(ctx, "go", append([]string{"env"}, toolchain...)...).Output()
	if err != nil {
		return "", fmt.Errorf("go env: %w", err)
	}
	return hashSources(root, settings)
}

func hashSources(root string, settings []byte) (string, error) {
	hash := sha256.New()
	add := func(name string, content []byte) { fmt.Fprintf(hash, "%s %d\n%s", name, len(content), content) }
	add("go env", settings)
	// Absent where they are not installed.
	installed, err := os.ReadFile(filepath.Join(root, "web", "node_modules", ".package-lock.json"))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", err
	}
	add("installed", installed)
	// WalkDir goes in the order of names.
	err = filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		name = filepath.ToSlash(name)
		switch {
		case entry.IsDir() && (slices.Contains(apart, name) || entry.Name() == "node_modules"):
			return fs.SkipDir
		case !entry.Type().IsRegular() || strings.HasSuffix(name, "_test.go"):
			return nil
		}
		content, err := os.ReadFile(path)
		add(name, content)
		return err
	})
	return hex.EncodeToString(hash.Sum(nil)), err
}
