package main

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
)

const (
	// warmUpLoads fill the caches before the samples: of HTTP, and of code, which V8
	// writes for scripts at the second load.
	warmUpLoads = 4
	// stay is how long each of them stays open with the user signed in: V8 writes the
	// code of a module when it has compiled none for two seconds.
	stay = 3 * time.Second
)

// rates are the throttlings that sign-ins are measured at.
var rates = []int{1, slowRate}

// byRate are summaries by rate ("1x", "4x") and client.
type byRate map[string]map[string]summary

// signInFigures are whole sign-ins, in ms.
type signInFigures struct {
	Throttling calibration `json:"throttling"`

	Click          byRate `json:"click_to_tokens_ms"`
	NavigationCold byRate `json:"navigation_to_tokens_cold_ms"`
	NavigationWarm byRate `json:"navigation_to_tokens_warm_ms"`
	// Blocked is the time beyond 50 ms of each long task of the main thread, between
	// click and tokens; BlockedWarm between navigation and tokens.
	Blocked     byRate `json:"blocked_click_ms"`
	BlockedWarm byRate `json:"blocked_navigation_warm_ms"`
	// Bytes are those of a client's files in a cold cache, after Brotli.
	Bytes map[string]int `json:"bytes"`

	ClickVsAmplify      float64 `json:"click_to_tokens_4x_vs_amplify"`
	ClickVsPasswordless float64 `json:"click_to_tokens_4x_vs_passwordless"`
	WarmVsAmplify       float64 `json:"navigation_to_tokens_warm_4x_vs_amplify"`
	WarmVsPasswordless  float64 `json:"navigation_to_tokens_warm_4x_vs_passwordless"`
	ColdVsPasswordless  float64 `json:"navigation_to_tokens_cold_4x_vs_passwordless"`
	MainThreadBlocked   float64 `json:"main_thread_blocked_ms"`
}

// signedIn is what a page tells of a sign-in, in ms.
type signedIn struct {
	Milliseconds float64 `json:"milliseconds"`
	Blocked      float64 `json:"blocked"`
}

// kinds of sign-in: how the page is opened and what is evaluated.
var kinds = []kind{
	{"click", "click to tokens", false, "", "click()"},
	{"cold", "navigation to tokens, cold cache", true, "?at-once", "atOnce"},
	{"warm", "navigation to tokens, warm cache", false, "?at-once", "atOnce"},
}

type kind struct {
	name, row  string
	fresh      bool // with nothing cached
	query      string
	expression string
}

// signIn signs in once, in a new tab and so in a new process, throttled at a rate.
func (k kind) signIn(chromium *browser.Browser, site *site, id string, rate float64) (outcome signedIn, err error) {
	t, err := openTab(chromium, k.fresh, site.url+"/empty")
	if err != nil {
		return outcome, err
	}
	defer t.close()
	address := site.url + "/sign-in/" + id + k.query
	if k.query == "" { // the user has to see the page before the click
		if err := t.open(address); err != nil {
			return outcome, err
		}
		if _, err := evaluate[bool](t, "ready.then(() => true)"); err != nil {
			return outcome, err
		}
	}
	err = t.throttled(rate, func() (err error) {
		if k.query != "" {
			if err = t.open(address); err != nil {
				return err
			}
		}
		outcome, err = evaluate[signedIn](t, k.expression)
		return err
	})
	return outcome, err
}

// throttled does work in a tab that has come to rest, at a rate.
func (t *tab) throttled(rate float64, work func() error) error {
	if err := quiet(t.ctx); err != nil {
		return err
	}
	before, err := renderers(t.ctx)
	if err != nil {
		return err
	}
	release := throttle(rate, slices.Collect(maps.Keys(before)))
	err = work()
	if err := errors.Join(err, release()); err != nil {
		return err
	}
	after, err := renderers(t.ctx)
	if err != nil {
		return err
	}
	for id, used := range after {
		if _, throttled := before[id]; !throttled && used > 100*time.Millisecond {
			return fmt.Errorf("the page moved to process %d, which was not throttled", id)
		}
	}
	return nil
}

func (b *bench) measureSignIn(r *report) error {
	asked, err := b.rates()
	if err != nil {
		return err
	}
	f := &signInFigures{Throttling: *b.throttling, Bytes: map[string]int{}}
	if err := b.warmUp(); err != nil {
		return err
	}
	times, blocked := map[string]map[string]samples{}, map[string]map[string]samples{}
	for _, k := range kinds {
		times[k.name], blocked[k.name] = map[string]samples{}, map[string]samples{}
		for _, rate := range rates {
			times[k.name][name(rate)], blocked[k.name][name(rate)] = samples{}, samples{}
		}
	}
	spent := &costs{}
	for i := range b.options.samples {
		b.say("sign_in: %d of %d, at 1× and %d×: click, navigation with a cold and with a warm cache", i+1, b.options.samples, slowRate)
		for _, rate := range rates {
			for _, k := range kinds {
				for _, c := range clients {
					var outcome signedIn
					err := spent.add(k.row+", "+name(rate), func() (err error) {
						outcome, err = sampled(b, c.id, func() (signedIn, error) {
							b.site.takeSent(c.id)
							return k.signIn(b.chromium, b.site, c.id, asked[rate])
						})
						return err
					})
					if err != nil {
						return fmt.Errorf("%s, %s at %d×: %w", c.id, k.name, rate, err)
					}
					times[k.name][name(rate)].add(c.id, outcome.Milliseconds)
					blocked[k.name][name(rate)].add(c.id, outcome.Blocked)
					sent := b.site.takeSent(c.id)
					if k.fresh {
						f.Bytes[c.id] = sent
					} else if sent != 0 {
						return fmt.Errorf("%s, %s: %d bytes were sent, so the cache was cold", c.id, k.name, sent)
					}
				}
			}
		}
	}
	b.tell("sign_in", spent)
	f.Click, f.NavigationCold, f.NavigationWarm = summarised(times["click"]), summarised(times["cold"]), summarised(times["warm"])
	f.Blocked, f.BlockedWarm = summarised(blocked["click"]), summarised(blocked["warm"])
	slow := name(slowRate)
	f.ClickVsAmplify, f.ClickVsPasswordless = f.Click.against(slow, "amplify"), f.Click.against(slow, "passwordless")
	f.WarmVsAmplify, f.WarmVsPasswordless = f.NavigationWarm.against(slow, "amplify"), f.NavigationWarm.against(slow, "passwordless")
	f.ColdVsPasswordless = f.NavigationCold.against(slow, "passwordless")
	for _, rate := range rates {
		f.MainThreadBlocked = max(f.MainThreadBlocked, f.Blocked[name(rate)][ourID].Median)
	}
	r.SignIn = f
	return nil
}

// warmUp loads each client's page, signs in, and stays a while, several times.
func (b *bench) warmUp() error {
	for i := range warmUpLoads {
		b.say("sign_in: filling the caches, %d of %d", i+1, warmUpLoads)
		var tabs []*tab
		for _, c := range clients {
			t, err := openTab(b.chromium, false, b.site.url+"/empty")
			if err != nil {
				return err
			}
			defer t.close()
			tabs = append(tabs, t)
			if _, err := sampled(b, c.id, func() (signedIn, error) {
				if err := t.open(b.site.url + "/sign-in/" + c.id + "?at-once"); err != nil {
					return signedIn{}, err
				}
				return evaluate[signedIn](t, "atOnce")
			}); err != nil {
				return err
			}
		}
		time.Sleep(stay)
		for _, t := range tabs {
			t.close()
		}
	}
	return nil
}

// name gives a rate's name in bench.json.
func name(rate int) string { return strconv.Itoa(rate) + "x" }

func summarised(all map[string]samples) byRate {
	summaries := byRate{}
	for rate, taken := range all {
		summaries[rate] = taken.summaries()
	}
	return summaries
}

// against is our time in times of a peer's.
func (all byRate) against(rate, peer string) float64 {
	return all[rate][ourID].Median / all[rate][peer].Median
}
