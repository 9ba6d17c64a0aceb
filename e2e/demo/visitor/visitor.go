// Package visitor is somebody in front of the demo page: what one does there,
// and the way to each state that the page can be in.
package visitor

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
)

// Act is something that a visitor does or waits for.
type Act = chromedp.Action[chromedp.Void]

// patience ends a wait for what never comes.
const patience = 30 * time.Second

// Open opens a view of the page: "" or a fragment such as "#developers". It is
// there once the module is loaded.
func Open(url, fragment string) Act {
	return chromedp.Steps(chromedp.Navigate(url+"/"+fragment), Reads("ready in a Web Worker"))
}

// Reads waits for a text to be on the page. The error tells what the form shows.
func Reads(text string) Act {
	return await(fmt.Sprintf("document.body.innerText.includes(%q)", text), fmt.Sprintf("%q on the page", text))
}

// Sees waits for an element.
func Sees(css string) Act {
	return await(fmt.Sprintf("document.querySelector(%q) !== null", css), css)
}

func await(condition, what string) Act {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := chromedp.Poll[bool](condition, chromedp.WithPollingTimeout(patience))(ctx, t)
		if err == nil {
			return nil
		}
		card, _ := chromedp.Evaluate[string]("document.getElementById('card').innerText")(ctx, t)
		return fmt.Errorf("waiting for %s: %w; the form shows:\n%s", what, err, card)
	})
}

// Clicks presses the first button that begins with a text.
func Clicks(label string) Act {
	return again(chromedp.Click(fmt.Sprintf(`//button[starts-with(normalize-space(.), %q) and not(@disabled)]`, label)))
}

// Chooses takes the radio button of a value.
func Chooses(value string) Act {
	return again(chromedp.Click(chromedp.CSS(fmt.Sprintf("input[value=%q]", value))))
}

// again acts once more where the page has drawn the element anew between the look
// for it and the click.
func again(act Act) Act {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		for {
			_, err := act(ctx, t)
			if err == nil || ctx.Err() != nil || !strings.Contains(err.Error(), "Could not find node with given id") {
				return err
			}
		}
	})
}

// Reloads presses a button that reloads the page.
func Reloads(label string) Act {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		click := chromedp.Click(fmt.Sprintf(`//button[normalize-space(.)=%q]`, label))
		_, err := chromedp.WaitEvent(page.LoadEventFired, nil, click)(ctx, t)
		return err
	})
}

// Types enters a text with the keyboard, where the focus is, and presses Enter.
func Types(text string) Act {
	return chromedp.Steps(chromedp.KeyEvent(text), chromedp.KeyEvent(kb.Enter))
}

// Tab enters a text and goes to the next field.
func Tab(text string) Act {
	return chromedp.Steps(chromedp.KeyEvent(text), chromedp.KeyEvent(kb.Tab))
}

// Renews makes the users new who may have been through their first sign-in.
func Renews() Act {
	return chromedp.Steps(Clicks("Make the demo users new"), Reads("The demo users are new"))
}

// HasDevice gives the page's browser a device that keeps passkeys and whose user
// always agrees.
func HasDevice() Act {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := browser.AddAuthenticator(ctx, t)
		return err
	})
}
