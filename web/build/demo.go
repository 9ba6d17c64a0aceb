package build

import (
	"context"
	"os"
	"path/filepath"

	"github.com/evanw/esbuild/pkg/api"
)

// demoPage is the directory of the demo page, and demoScript its program.
const (
	demoPage   = "web/demo"
	demoScript = "demo.js"
)

// demoFiles are served as they are.
var demoFiles = []string{"index.html", "demo.css"}

// Demo builds the demo page into the directory out, which has to exist. The
// page loads the classic scripts from beside it, as a customer's page does, so
// [All] and [Element] belong into the same directory.
func Demo(ctx context.Context, out string) error {
	if err := Installed(ctx, "web"); err != nil { // what draws QR codes
		return err
	}
	root, err := Root(ctx)
	if err != nil {
		return err
	}
	out, err = filepath.Abs(out)
	if err != nil {
		return err
	}
	for _, name := range demoFiles {
		content, err := os.ReadFile(filepath.Join(root, demoPage, name))
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(out, name), content, 0o644); err != nil {
			return err
		}
	}
	script, err := BundleMinified(api.BuildOptions{
		AbsWorkingDir: root, EntryPoints: []string{demoPage + "/demo.ts"}, Format: api.FormatIIFE,
	})
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(out, demoScript), script, 0o644)
}
