// Command picture takes the README's picture of the sign-in element, light and
// dark side by side.
//
//	go run ./e2e/docs/picture [-o docs/element.png]
package main

import (
	"context"
	"flag"
	"fmt"
	"net/http/httptest"
	"os"
	"path/filepath"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
	"github.com/cognito-wasm/cognito-wasm/e2e/internal/site"
	"github.com/cognito-wasm/cognito-wasm/web/build"
)

// The element asks nobody before it is sent, so that its ids need not be real.
const element = `<cognito-sign-in user-pool-id="eu-west-1_AbC123xyz" client-id="1example23456789" sign-up passkeys username="alice"></cognito-sign-in>`

const html = `<!doctype html><html lang="en"><title>Sign in</title><link rel="icon" href="data:,">
<style>
	body { display: inline-grid; grid-template-columns: 1fr 1fr; margin: 0; font-family: system-ui, sans-serif }
	div { padding: 2rem; inline-size: 22rem }
	.light { color-scheme: light; background: #eef1f6 }
	.dark { color-scheme: dark; background: #0d0f13 }
</style>
<div class="light">` + element + `</div><div class="dark">` + element + `</div>
<script type="module" src="cognito-wasm.element.mjs"></script>`

func main() {
	out := flag.String("o", "docs/element.png", "`file` of the picture")
	flag.Parse()
	if err := take(context.Background(), *out); err != nil {
		fmt.Fprintln(os.Stderr, "picture:", err)
		os.Exit(1)
	}
}

func take(ctx context.Context, out string) error {
	files, err := os.MkdirTemp("", "cognito-wasm-picture-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(files)
	if err := build.All(ctx, files); err != nil {
		return err
	}
	if err := build.Element(ctx, files); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(files, "index.html"), []byte(html), 0o644); err != nil {
		return err
	}
	server := httptest.NewServer(site.Files(files))
	defer server.Close()
	chromium, err := browser.Start()
	if err != nil {
		return err
	}
	defer chromium.Close()
	tab, closeTab, err := chromium.Tab(true)
	if err != nil {
		return err
	}
	defer closeTab()
	tab, cancel := context.WithTimeout(tab, time.Minute)
	defer cancel()
	if err := chromedp.Do(tab, chromedp.Navigate(server.URL), chromedp.WaitVisible(".light .cognito-primary"), chromedp.WaitVisible(".dark .cognito-primary")); err != nil {
		return err
	}
	size, err := chromedp.Run(tab, chromedp.Evaluate[[]int64]("[document.body.offsetWidth, document.body.offsetHeight]"))
	if err != nil {
		return err
	}
	if err := chromedp.Do(tab, chromedp.EmulateViewport(size[0], size[1], chromedp.EmulateScale(2))); err != nil {
		return err
	}
	png, err := chromedp.Run(tab, chromedp.CaptureScreenshot())
	if err != nil {
		return err
	}
	return os.WriteFile(out, png, 0o644)
}
