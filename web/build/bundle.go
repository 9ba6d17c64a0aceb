package build

import (
	"fmt"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// Bundle makes one script of the entry that the options name and of all that it
// imports, with esbuild. A warning fails as an error does: it tells of an import
// that is missing, or of code that never runs. The error shows the lines meant.
func Bundle(options api.BuildOptions) ([]byte, error) {
	options.Bundle, options.Target = true, api.ES2022
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
