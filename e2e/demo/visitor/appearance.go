package visitor

import (
	"context"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// Scheme is a colour scheme, a value of prefers-color-scheme.
type Scheme string

// Schemes are both colour schemes.
var Schemes = []Scheme{"light", "dark"}

// Device is a size of the page.
type Device struct {
	Name          string
	Width, Height int64 // CSS pixels
	Scale         float64
	mobile        bool
}

// Devices are the sizes that the page is looked at in.
var Devices = []Device{
	{Name: "desktop", Width: 1280, Height: 900, Scale: 1},
	{Name: "phone", Width: 390, Height: 844, Scale: 2, mobile: true},
}

// Appears lets the page appear in a scheme and on a device, with nothing in
// motion, and waits until it is drawn.
func Appears(scheme Scheme, device Device) Act {
	options := []chromedp.EmulateViewportOption{chromedp.EmulateScale(device.Scale)}
	if device.mobile {
		options = append(options, chromedp.EmulateMobile, chromedp.EmulateTouch)
	}
	return chromedp.Steps(
		chromedp.EmulateViewport(device.Width, device.Height, options...),
		chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
			_, err := cdp.Call(ctx, t, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
				{Name: "prefers-color-scheme", Value: string(scheme)}, {Name: "prefers-reduced-motion", Value: "reduce"},
			}})
			return err
		}),
		chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
			// Observers of sizes have run in the second frame.
			_, err := chromedp.Evaluate[bool]("new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(() => drawn(true))))", chromedp.EvalAwaitPromise)(ctx, t)
			return err
		}),
	)
}
