// Package element drives <cognito-sign-in> in a real browser against the local
// Cognito: in Chromium, or in the engine that $BROWSER names.
package element

import (
	"context"
	"fmt"
	"os"
	"testing"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
	"github.com/cognito-wasm/cognito-wasm/web/build"
)

// What all tests share, made by TestMain.
var (
	engine *browser.Browser
	dist   string // the built files
)

func TestMain(m *testing.M) {
	code, err := run(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, "e2e/element:", err)
		code = 1
	}
	os.Exit(code)
}

func run(m *testing.M) (int, error) {
	var err error
	if dist, err = os.MkdirTemp("", "cognito-wasm-element-"); err != nil {
		return 1, err
	}
	defer os.RemoveAll(dist)
	if err := build.Take(context.Background(), build.ForElements, dist); err != nil {
		return 1, err
	}
	chosen, err := browser.Chosen()
	if err != nil {
		return 1, err
	}
	if engine, err = browser.Launch(chosen); err != nil {
		return 1, err
	}
	defer engine.Close()
	code := m.Run()
	return code, engine.Report()
}
