// Command screenshots takes pictures of each state of the demo page, in light
// and dark, on a desktop and on a phone.
//
//	go run ./e2e/demo/screenshots [-o dist/screenshots]
//
// The files are named STATE-light-desktop.png and so on.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"github.com/cognito-wasm/cognito-wasm/e2e/demo/server"
	"github.com/cognito-wasm/cognito-wasm/e2e/demo/visitor"
	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
)

// patience ends a state that cannot be reached.
const patience = 2 * time.Minute

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdout); err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "screenshots:", err)
		os.Exit(1)
	}
}

// run takes all pictures and says on stdout what it is doing.
func run(ctx context.Context, args []string, stdout io.Writer) error {
	flags := flag.NewFlagSet("screenshots", flag.ContinueOnError)
	out := flags.String("o", "dist/screenshots", "`directory` of the pictures")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() > 0 {
		return fmt.Errorf("unexpected argument %q", flags.Arg(0))
	}
	if err := os.MkdirAll(*out, 0o755); err != nil {
		return err
	}
	demo, err := server.Start(ctx, server.Options{Addr: "localhost:0"}, func(step string) { fmt.Fprintln(stdout, step) })
	if err != nil {
		return err
	}
	defer demo.Close()
	chromium, err := browser.Start()
	if err != nil {
		return err
	}
	defer chromium.Close()
	camera := &camera{chromium: chromium, url: demo.URL}
	defer camera.close()
	for _, state := range visitor.States {
		fmt.Fprintf(stdout, "%s:", state.Name)
		if err := camera.shoot(ctx, state, func(suffix string, png []byte) error {
			fmt.Fprint(stdout, " ", suffix)
			return os.WriteFile(filepath.Join(*out, state.Name+"-"+suffix+".png"), png, 0o644)
		}); err != nil {
			return fmt.Errorf("%s: %w", state.Name, err)
		}
		fmt.Fprintln(stdout)
	}
	fmt.Fprintln(stdout, "the pictures are in", *out)
	return nil
}

// camera takes pictures in one tab after the other.
type camera struct {
	chromium *browser.Browser
	url      string
	tab      context.Context
	closeTab func()
}

func (c *camera) close() {
	if c.closeTab != nil {
		c.closeTab()
	}
}

// shoot reaches a state, in a new tab unless it follows, and keeps a picture of
// each appearance.
func (c *camera) shoot(ctx context.Context, state visitor.State, keep func(suffix string, png []byte) error) (err error) {
	if !state.Follows {
		c.close()
		if c.tab, c.closeTab, err = c.chromium.Tab(true); err != nil {
			return err
		}
	}
	defer context.AfterFunc(ctx, c.closeTab)()
	tab, cancel := context.WithTimeout(c.tab, patience)
	defer cancel()
	aside := chromedp.MouseEvent(input.DispatchMouseEventTypeMouseMoved, 0, 0) // the pointer lies on what was pressed last
	if err := chromedp.Do(tab, visitor.Appears(visitor.Schemes[0], visitor.Devices[0]), state.Reach(c.url), aside); err != nil {
		return err
	}
	for _, device := range visitor.Devices {
		for _, scheme := range visitor.Schemes {
			if err := chromedp.Do(tab, visitor.Appears(scheme, device)); err != nil {
				return err
			}
			png, err := chromedp.Run(tab, picture(state.Part, device))
			if err != nil {
				return err
			}
			if err := keep(fmt.Sprintf("%s-%s", scheme, device.Name), png); err != nil {
				return err
			}
		}
	}
	return nil
}

// A part of the page is pictured with some margin, in CSS pixels, and with so
// many pixels to each of them, whatever the device has.
const margin, fine = 16, 2

// picture takes the part of the page that a selector means, or the whole of it,
// from top to bottom.
func picture(part string, device visitor.Device) chromedp.Action[[]byte] {
	return func(ctx context.Context, t *chromedp.Target) ([]byte, error) {
		scale := fine / device.Scale
		if part == "" {
			part, scale = "html", 1
		}
		clip, err := chromedp.Evaluate[page.Viewport](fmt.Sprintf(`(() => {
			const whole = document.documentElement.getBoundingClientRect();
			const part = document.querySelector(%q).getBoundingClientRect();
			const left = Math.max(0, part.left - whole.left - %[2]d), top = Math.max(0, part.top - whole.top - %[2]d);
			return {x: left, y: top,
				width: Math.min(innerWidth, part.right - whole.left + %[2]d) - left,
				height: Math.min(whole.height, part.bottom - whole.top + %[2]d) - top};
		})()`, part, margin))(ctx, t)
		if err != nil {
			return nil, err
		}
		clip.Scale = scale
		beyond := true
		shot, err := cdp.Call(ctx, t, page.CaptureScreenshot, page.CaptureScreenshotParams{
			Format: page.CaptureScreenshotFormatPng, CaptureBeyondViewport: &beyond, Clip: &clip,
		})
		return shot.Data, err
	}
}
