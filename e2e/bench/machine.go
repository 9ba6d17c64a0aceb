package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	cdpbrowser "github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/chromedp"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
)

// machine is where the figures come from.
type machine struct {
	CPU   string `json:"cpu"`
	Cores int    `json:"cores"`
	OS    string `json:"os"`
}

func thisMachine() machine {
	return machine{
		CPU:   or(field("/proc/cpuinfo", "model name", ":"), runtime.GOARCH),
		Cores: runtime.NumCPU(),
		OS:    or(strings.Trim(field("/etc/os-release", "PRETTY_NAME", "="), `"`), runtime.GOOS),
	}
}

// field gives the first value of a name in a file of names and values, "" if
// there is none, as on systems that do not have the file.
func field(file, name, separator string) string {
	f, err := os.Open(file)
	if err != nil {
		return ""
	}
	defer f.Close()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		if key, value, ok := strings.Cut(lines.Text(), separator); ok && strings.TrimSpace(key) == name {
			return strings.TrimSpace(value)
		}
	}
	return ""
}

func or(value, otherwise string) string {
	if value == "" {
		return otherwise
	}
	return value
}

// versions are those of everything that the figures depend on.
func versions(root string, chromium *browser.Browser) (map[string]string, error) {
	ctx, closeTab, err := chromium.Tab(false)
	if err != nil {
		return nil, err
	}
	defer closeTab()
	version, err := chromedp.CallBrowser(ctx, cdpbrowser.GetVersion, cdp.Empty{})
	if err != nil {
		return nil, err
	}
	all := map[string]string{"go": strings.TrimPrefix(runtime.Version(), "go"), "chromium": strings.TrimPrefix(strings.TrimPrefix(version.Product, "Headless"), "Chrome/")}
	for _, c := range peers {
		file := filepath.Join(root, peersDirectory, "node_modules", c.npm, "package.json")
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		var manifest struct{ Version string }
		if err := json.Unmarshal(text, &manifest); err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		all[c.id] = manifest.Version
	}
	return all, nil
}
