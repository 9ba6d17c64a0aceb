package main

import (
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/cognito-wasm/cognito-wasm/"

// dependencies lists what a package of the browser build imports, directly or
// indirectly.
func dependencies(t *testing.T, format, pattern string, extra ...string) []string {
	t.Helper()
	command := exec.Command("go", append(append([]string{"list"}, extra...), "-f", format, pattern)...)
	command.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	output, err := command.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	return strings.Fields(string(output))
}

// The figures are what an import adds to the module, after brotli; docs/decisions
// has the measurements.
var forbidden = map[string]string{
	"fmt":             "with os and reflect behind it 22 KB by being imported, 62 by being used",
	"math/big":        "variable time, and it imports fmt",
	"crypto/sha256":   "with the FIPS 140 module 46 KB; srp/internal/digest",
	"crypto/rand":     "the same; srp/internal/entropy",
	"time":            "with context, and godebug and bisect behind it, 39 KB; internal/clock",
	"context":         "imports time; auth.Context",
	"encoding/base64": "with strings.Map 6 KB; internal/base64",
	"net/http":        "1,100 KB; JavaScript sends, by fetch",
	"crypto/tls":      "comes with net/http; the browser does TLS",
	"encoding/json":   "245 KB; JavaScript parses and prints",
	"net/url":         "170 KB; JavaScript parses addresses",
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider": "1,130 KB and more; the SDK is for native programs",
}

func TestForbiddenImports(t *testing.T) {
	imported := dependencies(t, "{{.ImportPath}}", ".", "-deps")
	if !slices.Contains(imported, module+"srp") {
		t.Fatal("the list of imports lacks our own package srp, so it cannot be right")
	}
	for path, reason := range forbidden {
		if slices.Contains(imported, path) {
			t.Errorf("the browser build imports %s: %s", path, reason)
		}
	}
}

// What may be imported is one way: wasm -> jsbridge -> auth -> srp.
var arrows = map[string][]string{
	"wasm":     {"jsbridge"},
	"jsbridge": {"auth", "internal/clock", "srp"}, // srp for a rehearsal of what it computes
	"auth":     {"internal/base64", "internal/clock", "srp"},
	"srp":      {"internal/base64", "internal/clock", "srp/internal/digest", "srp/internal/entropy", "srp/internal/modp"},

	"internal/base64": {},
	"internal/clock":  {},

	"srp/internal/digest":  {},
	"srp/internal/entropy": {},
	"srp/internal/modp":    {"srp/internal/modp/group"},

	"srp/internal/modp/group": {},
}

// Packages of the standard library that only some rooms may use.
var confined = map[string][]string{
	"syscall/js": {"jsbridge", "wasm"},
	"unsafe":     {"internal/clock", "srp/internal/entropy"}, // for directives, not for pointers
}

func TestArrows(t *testing.T) {
	for room, allowed := range arrows {
		for _, path := range dependencies(t, `{{join .Imports "\n"}}`, module+room) {
			if inside, ours := strings.CutPrefix(path, module); ours && !slices.Contains(allowed, inside) {
				t.Errorf("%s imports %s; it may import %v", room, inside, allowed)
			}
			if rooms, ok := confined[path]; ok && !slices.Contains(rooms, room) {
				t.Errorf("%s imports %s, which is for %v", room, path, rooms)
			}
		}
	}
}
