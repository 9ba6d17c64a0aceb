package testrun

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/fetch"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// path is where the tab goes: an address of the page's origin that is answered
// here, and not by its server.
const path = "/cognito-wasm-test-run"

// writers put entries, an object of strings, where storage.ts keeps them.
var writers = map[Storage]string{
	Local:   `for (const [key, value] of Object.entries(entries)) localStorage.setItem(key, value);`,
	Session: `for (const [key, value] of Object.entries(entries)) sessionStorage.setItem(key, value);`,
	Cookie: `for (const [key, value] of Object.entries(entries)) {
		const secure = location.protocol === 'https:';
		document.cookie = (secure ? '__Host-' : '') + encodeURIComponent(key) + '=' + encodeURIComponent(value) +
			'; Path=/; Max-Age=34560000; SameSite=Strict' + (secure ? '; Secure' : '');
	}`,
}

// put writes the entries into the storage of an origin, in the tab of ctx.
func put(ctx context.Context, options Options, entries map[string]string) error {
	writer, ok := writers[options.Storage]
	if !ok {
		return fmt.Errorf("the storage %q: expected local, session or cookie", options.Storage)
	}
	address, err := url.Parse(options.Origin)
	if err != nil || address.Scheme == "" || address.Host == "" {
		return fmt.Errorf("the origin %q: expected one such as http://localhost:3000", options.Origin)
	}
	address = &url.URL{Scheme: address.Scheme, Host: address.Host, Path: path}
	text, err := json.Marshal(entries)
	if err != nil {
		return err
	}
	// The browser ends with the context that starts it, so that has to be the caller's.
	if err := chromedp.Do(ctx); err != nil {
		return err
	}
	_, err = within(ctx, options.Patience, "the tab, on its way to "+address.String()+" (does it show a dialog?),",
		func(ctx context.Context) (chromedp.Void, error) {
			return chromedp.Void{}, openEmpty(ctx, address.String())
		})
	if err != nil {
		return err
	}
	_, err = within(ctx, options.Patience, "the tab, told to keep the session,", func(ctx context.Context) (bool, error) {
		return chromedp.Run(ctx, chromedp.Evaluate[bool]("{ const entries = "+string(text)+"; "+writer+" } true"))
	})
	return err
}

// openEmpty has the tab show an empty page at an address, whoever serves it.
func openEmpty(ctx context.Context, address string) (err error) {
	// What a service worker answers never gets here.
	if _, err := chromedp.Call(ctx, network.SetBypassServiceWorker, network.SetBypassServiceWorkerParams{Bypass: true}); err != nil {
		return err
	}
	defer undo(ctx, &err, network.SetBypassServiceWorker, network.SetBypassServiceWorkerParams{})
	// A pattern with the address would miss it where the browser writes it in
	// another way than the caller: without a usual port, or in lower case.
	documents := []*fetch.RequestPattern{{URLPattern: "*", ResourceType: network.ResourceTypeDocument}}
	if _, err := chromedp.Call(ctx, fetch.Enable, fetch.EnableParams{Patterns: documents}); err != nil {
		return err
	}
	defer undo(ctx, &err, fetch.Disable, cdp.Empty{})

	intercepting, cancel := context.WithCancel(ctx)
	defer cancel()
	paused := chromedp.Events(intercepting, fetch.RequestPaused)
	answered := make(chan error, 1)
	go func() {
		for request, err := range paused {
			ours := err == nil && isOurs(request.Request.URL)
			if ours {
				_, err = chromedp.Call(ctx, fetch.FulfillRequest, fetch.FulfillRequestParams{
					RequestID: request.RequestID, ResponseCode: 200,
					ResponseHeaders: []*fetch.HeaderEntry{{Name: "content-type", Value: "text/html"}, {Name: "cache-control", Value: "no-store"}},
					Body:            []byte("<!doctype html><title>test run</title><link rel=icon href=data:,>"),
				})
			} else if err == nil { // of a frame of the page before
				_, err = chromedp.Call(ctx, fetch.ContinueRequest, fetch.ContinueRequestParams{RequestID: request.RequestID})
			}
			if ours || err != nil {
				answered <- err
				return
			}
		}
	}()
	if err := chromedp.Do(ctx, chromedp.Navigate(address)); err != nil {
		return err
	}
	select {
	case err := <-answered:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

func isOurs(address string) bool {
	parsed, err := url.Parse(address)
	return err == nil && parsed.Path == path
}

// undo sends a command even when ctx has ended, and notes the first error.
func undo[P, R any](ctx context.Context, first *error, command cdp.Command[P, R], params P) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), grace/2)
	defer cancel()
	if _, err := chromedp.Call(ctx, command, params); *first == nil {
		*first = err
	}
}
