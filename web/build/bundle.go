package build

import (
	"fmt"
	"os"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// Bundle makes one script of the entry that the options name and of all that it
// imports, with esbuild. A warning fails as an error does: it tells of an import
// that is missing, or of code that never runs. The error shows the lines meant.
func Bundle(options api.BuildOptions) ([]byte, error) {
	options.Bundle, options.Target = true, api.ES2022
	options.Plugins = append(options.Plugins, styleSheets(options.MinifyWhitespace))
	result := api.Build(options)
	complaints := append(
		api.FormatMessages(result.Errors, api.FormatMessagesOptions{Kind: api.ErrorMessage}),
		api.FormatMessages(result.Warnings, api.FormatMessagesOptions{Kind: api.WarningMessage})...)
	if len(complaints) > 0 {
		return nil, fmt.Errorf("esbuild:\n%s", strings.TrimSpace(strings.Join(complaints, "")))
	}
	return result.OutputFiles[0].Contents, nil
}

// BundleMinified does the same, as small as esbuild can make the script. Its lines
// are short enough to be looked at: Node prints the line an uncaught error comes
// from ahead of the error, and loses the error where a pipe is full of the line.
func BundleMinified(options api.BuildOptions) ([]byte, error) {
	options.MinifyWhitespace, options.MinifyIdentifiers, options.MinifySyntax = true, true, true
	options.Charset, options.LineLimit = api.CharsetUTF8, 2_000
	return Bundle(options)
}

// styleSheets has an import of a style sheet give its text.
func styleSheets(minified bool) api.Plugin {
	return api.Plugin{Name: "style sheets", Setup: func(b api.PluginBuild) {
		b.OnLoad(api.OnLoadOptions{Filter: `\.css$`}, func(args api.OnLoadArgs) (api.OnLoadResult, error) {
			source, err := os.ReadFile(args.Path)
			if err != nil {
				return api.OnLoadResult{}, err
			}
			result := api.Transform(string(source), api.TransformOptions{
				Loader: api.LoaderCSS, Target: api.ESNext, Sourcefile: args.Path,
				MinifyWhitespace: minified, MinifySyntax: minified,
			})
			text := strings.TrimSpace(string(result.Code))
			return api.OnLoadResult{Contents: &text, Loader: api.LoaderText, Errors: result.Errors, Warnings: result.Warnings}, nil
		})
	}}
}
