package testrun

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/fetch"
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
func put(ctx context.Context, origin string, storage Storage, entries map[string]string) error {
	writer, ok := writers[storage]
	if !ok {
		return fmt.Errorf("the storage %q: expected local, session or cookie", storage)
	}
	address, err := url.Parse(origin)
	if err != nil || address.Scheme == "" || address.Host == "" {
		return fmt.Errorf("the origin %q: expected one such as http://localhost:3000", origin)
	}
	address = &url.URL{Scheme: address.Scheme, Host: address.Host, Path: path}
	text, err := json.Marshal(entries)
	if err != nil {
		return err
	}
	if err := openEmpty(ctx, address.String()); err != nil {
		return err
	}
	_, err = chromedp.Run(ctx, chromedp.Evaluate[bool]("{ const entries = "+string(text)+"; "+writer+" } true"))
	return err
}

// openEmpty has the tab show an empty page at an address, whoever serves it.
func openEmpty(ctx context.Context, address string) (err error) {
	intercepting, cancel := context.WithCancel(ctx)
	defer cancel()
	if _, err := chromedp.Call(ctx, fetch.Enable, fetch.EnableParams{Patterns: []*fetch.RequestPattern{{URLPattern: address}}}); err != nil {
		return err
	}
	defer func() {
		if _, disabled := chromedp.Call(ctx, fetch.Disable, cdp.Empty{}); err == nil {
			err = disabled
		}
	}()
	paused := chromedp.Events(intercepting, fetch.RequestPaused)
	answered := make(chan error, 1)
	go func() {
		for request, err := range paused {
			if err == nil {
				_, err = chromedp.Call(ctx, fetch.FulfillRequest, fetch.FulfillRequestParams{
					RequestID: request.RequestID, ResponseCode: 200,
					ResponseHeaders: []*fetch.HeaderEntry{{Name: "content-type", Value: "text/html"}, {Name: "cache-control", Value: "no-store"}},
					Body:            []byte("<!doctype html><title>test run</title><link rel=icon href=data:,>"),
				})
			}
			answered <- err
			return
		}
	}()
	if err := chromedp.Do(ctx, chromedp.Navigate(address)); err != nil {
		return err
	}
	return <-answered
}
