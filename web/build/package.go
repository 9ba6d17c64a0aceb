package build

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"text/template"
)

// packageFiles are the files of the npm package and where each comes from: the
// built files, or a path from the root of this module. readme is written.
var packageFiles = append([]packageFile{
	{"CHANGELOG.md", "CHANGELOG.md"},
	{"LICENSE", "LICENSE"},
	{"NOTICE", "NOTICE"},
	{ModuleFile, ""},
	{ClassicFile, ""},
	{ESMFile, ""},
	{WorkerFile, ""},
	// Declarations alone. The names stay, as the files import each other.
	{"api.d.ts", "web/src/api.ts"},
	{"operations.gen.d.ts", "web/src/operations.gen.ts"},
	{"package.json", "web/npm/package.json"},
	{"worker.d.ts", "web/npm/worker.d.ts"},
	{"custom-elements.json", "web/npm/custom-elements.json"},
	{"element.d.ts", "web/src/element.ts"},
	{messageTypes, ""},
}, elementFiles()...)

// packageFile is a file of the package, and its source.
type packageFile struct{ name, source string }

// elementFiles are those of the element, with the types of its languages.
func elementFiles() []packageFile {
	var files []packageFile
	for _, name := range ElementFiles() {
		files = append(files, packageFile{name, ""})
	}
	for _, language := range Languages {
		files = append(files, packageFile{"element/" + language + ".d.ts", "web/npm/language.d.ts"})
	}
	return files
}

// readme is the package's, a template of [packageFacts] in web/npm.
const readme = "README.md"

// packageFacts are what the package's README says of it.
type packageFacts struct {
	Version, ClassicIntegrity string
	Files                     []File `json:"-"`
}

// File is what is known of a built file.
type File struct {
	Name string `json:"-"`
	// Bytes is its length, Brotli its length after brotli at its best.
	Bytes  int `json:"bytes"`
	Brotli int `json:"brotli_bytes"`
	// Integrity is its SHA-256, as the attribute integrity has it.
	Integrity string `json:"integrity"`
}

// Kilobytes gives a length for people, in units of 1,000 bytes.
func (f File) Kilobytes(bytes int) string { return fmt.Sprintf("%.1f", float64(bytes)/1000) }

// Dist makes all that is shipped in the directory out: the built files, each with
// its compressed form beside it (.br), which servers can send as it is;
// integrity.json with their hashes and sizes; the npm package in out/npm; and the
// module as the linker wrote it, in out/debug.
func Dist(ctx context.Context, out string) ([]File, error) {
	if err := All(ctx, out); err != nil {
		return nil, err
	}
	if err := writeLinked(ctx, out); err != nil {
		return nil, err
	}
	if err := Element(ctx, out); err != nil {
		return nil, err
	}
	if err := writeMessageTypes(ctx, out); err != nil {
		return nil, err
	}
	var files []File
	known := map[string]File{}
	for _, name := range append([]string{ModuleFile, ClassicFile, ESMFile, WorkerFile}, ElementFiles()...) {
		file, err := describe(ctx, out, name)
		if err != nil {
			return nil, err
		}
		files = append(files, file)
		known[name] = file
	}
	encoded, err := json.MarshalIndent(known, "", "  ")
	if err != nil {
		return nil, err
	}
	if err := os.WriteFile(filepath.Join(out, "integrity.json"), append(encoded, '\n'), 0o644); err != nil {
		return nil, err
	}
	return files, npmPackage(ctx, out, files)
}

// describe weighs and hashes a built file, and writes its compressed form.
func describe(ctx context.Context, out, name string) (File, error) {
	path := filepath.Join(out, name)
	content, err := os.ReadFile(path)
	if err != nil {
		return File{}, err
	}
	compressed, err := compress(ctx, content)
	if err != nil {
		return File{}, err
	}
	if err := os.WriteFile(path+".br", compressed, 0o644); err != nil {
		return File{}, err
	}
	hash, err := Integrity(path)
	return File{Name: name, Bytes: len(content), Brotli: len(compressed), Integrity: hash}, err
}

// npmPackage puts the package together in out/npm, anew.
func npmPackage(ctx context.Context, out string, files []File) error {
	root, err := Root(ctx)
	if err != nil {
		return err
	}
	directory := filepath.Join(out, "npm")
	if err := os.RemoveAll(directory); err != nil {
		return err
	}
	if err := os.Mkdir(directory, 0o755); err != nil {
		return err
	}
	for _, file := range packageFiles {
		source := filepath.Join(root, file.source)
		if file.source == "" {
			source = filepath.Join(out, file.name)
		}
		content, err := os.ReadFile(source)
		if err != nil {
			return err
		}
		path := filepath.Join(directory, file.name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, content, 0o644); err != nil {
			return err
		}
	}
	text, err := packageReadme(root, files)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(directory, readme), text, 0o644)
}

func packageReadme(root string, files []File) ([]byte, error) {
	manifest, err := os.ReadFile(filepath.Join(root, "web/npm/package.json"))
	if err != nil {
		return nil, err
	}
	var facts packageFacts
	if err := json.Unmarshal(manifest, &facts); err != nil {
		return nil, err
	}
	facts.Files = files
	for _, file := range files {
		if file.Name == ClassicFile {
			facts.ClassicIntegrity = file.Integrity
		}
	}
	source, err := template.ParseFiles(filepath.Join(root, "web/npm", readme))
	if err != nil {
		return nil, err
	}
	var text bytes.Buffer
	if err := source.Execute(&text, facts); err != nil {
		return nil, err
	}
	return text.Bytes(), nil
}

// Pack makes the tarball of the npm package in out/npm, as npm publishes it, in
// the directory out, and gives its path. It needs npm.
func Pack(ctx context.Context, out string) (string, error) {
	var name bytes.Buffer
	pack := exec.CommandContext(ctx, "npm", "pack", "./npm", "--loglevel=error")
	pack.Dir, pack.Stdout, pack.Stderr = out, &name, os.Stderr
	if err := pack.Run(); err != nil {
		return "", fmt.Errorf("npm pack: %w", err)
	}
	return filepath.Join(out, strings.TrimSpace(name.String())), nil
}

// ReportFiles gives the built files as a table.
func ReportFiles(files []File) string {
	var text strings.Builder
	fmt.Fprintf(&text, "%9s%9s  %-26s  %s\n", "bytes", "brotli", "file", "integrity")
	for _, file := range files {
		fmt.Fprintf(&text, "%9d%9d  %-26s  %s\n", file.Bytes, file.Brotli, file.Name, file.Integrity)
	}
	return text.String()
}
