package browser

import (
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// Timezone is that of a page which is abroad: 14 hours ahead of UTC. Engines other
// than Chromium are in it with all their pages.
const Timezone = "Pacific/Kiritimati"

// locale is that of a page which is abroad, with other digits than ours. Only
// Chromium can be told.
const locale = "ar-EG"

// Abroad moves a page to [Timezone], and in Chromium to a locale with other digits
// than ours.
func (p *Page) Abroad() {
	p.t.Helper()
	if p.browser.Engine != Chromium {
		p.browser.Lacks(p.t.Name(), "a locale of its own for a page")
		return
	}
	if _, err := chromedp.Call(p.Ctx, emulation.SetTimezoneOverride, emulation.SetTimezoneOverrideParams{TimezoneID: Timezone}); err != nil {
		p.t.Fatal(err)
	}
	if _, err := chromedp.Call(p.Ctx, emulation.SetLocaleOverride, emulation.SetLocaleOverrideParams{Locale: locale}); err != nil {
		p.t.Fatal(err)
	}
}
