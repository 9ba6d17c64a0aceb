package build

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// Names of the element's files. They lie beside those of [All].
const (
	ElementClassicFile = "cognito-wasm.element.js"
	ElementFile        = "cognito-wasm.element.mjs"
	ElementQRFile      = "cognito-wasm.element.qr.mjs"
)

// Languages are those in which the element's texts are, beside English.
var Languages = []string{"de", "fr", "es", "ja", "ar"}

// LanguageFile is the ES module with the texts of a language.
func LanguageFile(language string) string { return "cognito-wasm.element." + language + ".mjs" }

// LanguageScript is the script that gives them to the elements of a page.
func LanguageScript(language string) string { return "cognito-wasm.element." + language + ".js" }

// ElementFiles are the names of all files of the element.
func ElementFiles() []string {
	files := []string{ElementClassicFile, ElementFile, ElementQRFile}
	for _, language := range Languages {
		files = append(files, LanguageFile(language), LanguageScript(language))
	}
	return files
}

// elementParts are imported by the element's ES module as they lie beside it: the
// library, whose clients it shares with the page, and what few visitors need.
var elementParts = map[string]string{"../page/module": "./" + ESMFile, "./qr": "./" + ElementQRFile}

// Element bundles the sign-in element into the directory out, where [All] has
// built already. It needs the npm packages of web.
func Element(ctx context.Context, out string) error {
	if err := Installed(ctx, "web"); err != nil {
		return err
	}
	root, err := Root(ctx)
	if err != nil {
		return err
	}
	bundle := func(file string, options api.BuildOptions) error {
		return writeScript(root, filepath.Join(out, file), options)
	}
	entry := func(name string) []string { return []string{"web/src/element/" + name + ".ts"} }
	if err := bundle(ElementClassicFile, api.BuildOptions{EntryPoints: entry("classic"), Format: api.FormatIIFE}); err != nil {
		return err
	}
	if err := bundle(ElementFile, api.BuildOptions{EntryPoints: entry("module"), Format: api.FormatESModule, Plugins: []api.Plugin{{Name: "parts", Setup: besides}}}); err != nil {
		return err
	}
	if err := bundle(ElementQRFile, api.BuildOptions{EntryPoints: entry("qr"), Format: api.FormatESModule}); err != nil {
		return err
	}
	for _, language := range Languages {
		if err := bundle(LanguageFile(language), api.BuildOptions{EntryPoints: entry("messages/" + language), Format: api.FormatESModule}); err != nil {
			return err
		}
		script := fmt.Sprintf("import messages from './messages/%s';\n(globalThis.CognitoSignInLanguages ??= []).push(messages);", language)
		if err := bundle(LanguageScript(language), api.BuildOptions{
			Stdin:  &api.StdinOptions{Contents: script, ResolveDir: filepath.Join(root, "web/src/element"), Loader: api.LoaderTS},
			Format: api.FormatIIFE,
		}); err != nil {
			return err
		}
	}
	return nil
}

// besides leaves the imports of elementParts as imports.
func besides(b api.PluginBuild) {
	b.OnResolve(api.OnResolveOptions{Filter: `^\.{1,2}/(page/module|qr)$`}, func(args api.OnResolveArgs) (api.OnResolveResult, error) {
		return api.OnResolveResult{Path: elementParts[args.Path], External: true}, nil
	})
}

// messageTypes is where element.d.ts has the ids of the messages from. The names are
// those of the sources, as in the package's other types.
const messageTypes = "element/messages/en.d.ts"

var messageID = regexp.MustCompile(`(?m)^  ('[\w.]+'): '`)

// writeMessageTypes writes the types of web/src/element/messages/en.ts, which is not
// declarations alone.
func writeMessageTypes(ctx context.Context, out string) error {
	root, err := Root(ctx)
	if err != nil {
		return err
	}
	source, err := os.ReadFile(filepath.Join(root, "web/src/element/messages/en.ts"))
	if err != nil {
		return err
	}
	table, types, ok := strings.Cut(string(source), "} as const;\n")
	ids := messageID.FindAllStringSubmatch(table, -1)
	if !ok || len(ids) == 0 || !strings.Contains(types, "keyof typeof english") {
		return errors.New("web/src/element/messages/en.ts: expected a table of texts and then their types")
	}
	var text strings.Builder
	text.WriteString("export declare const english: Readonly<Record<\n")
	for _, id := range ids {
		fmt.Fprintf(&text, "  | %s\n", id[1])
	}
	fmt.Fprintf(&text, ", string>>;\n%s", types)
	file := filepath.Join(out, messageTypes)
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	return os.WriteFile(file, []byte(text.String()), 0o644)
}
