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
		stage, _ := chromedp.Evaluate[string]("document.getElementById('stage').innerText")(ctx, t)
		return fmt.Errorf("waiting for %s: %w; the page shows:\n%s", what, err, stage)
	})
}

// Clicks presses the first button that begins with a text.
func Clicks(label string) Act {
	return again(chromedp.Click(fmt.Sprintf(`//button[starts-with(normalize-space(.), %q) and not(@disabled) and not(ancestor-or-self::*[@hidden])]`, label)))
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

// Selects takes an option of the list with an id.
func Selects(id, value string) Act {
	return act(fmt.Sprintf(`(() => {
		const list = document.getElementById(%q);
		list.value = %q;
		list.dispatchEvent(new Event('change', {bubbles: true}));
	})()`, id, value))
}

// act runs a script.
func act(script string) Act {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := chromedp.Evaluate[any](script)(ctx, t)
		return err
	})
}

// Picks presses one of the demo's users, and waits for the form to be filled in.
func Picks(user string) Act {
	return chromedp.Steps(
		again(chromedp.Click(fmt.Sprintf(`//button[strong[.=%q]]`, user))),
		await(fmt.Sprintf("document.querySelector('.cognito-input[name=username]')?.value === %q && document.activeElement.matches('.cognito-primary')", user), user+" in the form"),
	)
}

// Enters types a text into the field of a name, in the place of what is there.
func Enters(field, text string) Act {
	input := fmt.Sprintf("form [name=%q]:not([readonly])", field)
	return chromedp.Steps(Sees(input), act(fmt.Sprintf("document.querySelector(%q).select()", input)), chromedp.KeyEvent(text))
}

// Submits presses Enter where the focus is.
func Submits() Act { return chromedp.KeyEvent(kb.Enter) }

// Presses presses a key by its name, such as "ArrowRight".
func Presses(key string) Act { return chromedp.KeyEvent(keys[key]) }

var keys = map[string]string{"Tab": kb.Tab, "End": kb.End, "ArrowRight": kb.ArrowRight}

// Reloads loads the page anew.
func Reloads() Act {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := chromedp.WaitEvent(page.LoadEventFired, nil, act("location.reload()"))(ctx, t)
		return err
	})
}

// Opens chooses a tab of the account page.
func Opens(tab string) Act {
	return again(chromedp.Click(fmt.Sprintf(`//button[@role='tab' and .=%q]`, tab)))
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
