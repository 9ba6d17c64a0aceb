package main

import (
	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
)

// The steady state is sampled in several pages, after some sign-ins in each: about
// one page in thirty stays at half its speed for seconds or for good, while
// those beside it do not, and would make the figure of a whole run.
const (
	steadyPages = 5
	srpWarmUp   = 12
)

// srpFigures are the computation of one sign-in, in ms.
type srpFigures struct {
	First         map[string]summary `json:"first_ms"`
	Steady        map[string]summary `json:"steady_ms"`
	SpeedupFirst  map[string]float64 `json:"speedup_first"`
	SpeedupSteady map[string]float64 `json:"speedup_steady"`
}

// srpPage opens a page that computes with a client's SRP, loaded and idle.
func srpPage(chromium *browser.Browser, site *site, id string) (*tab, error) {
	t, err := openTab(chromium, true, site.url+"/isolated/srp/"+id)
	if err != nil {
		return nil, err
	}
	if _, err = evaluate[bool](t, "ready.then(() => true)"); err == nil {
		err = quiet(t.ctx)
	}
	if err != nil {
		t.close()
		return nil, err
	}
	return t, nil
}

func (b *bench) measureSRP(r *report) error {
	first, steady := samples{}, samples{}
	for i := range b.options.samples {
		b.say("srp: first in a fresh page, %d of %d", i+1, b.options.samples)
		for _, c := range clients {
			ms, err := sampled(b, c.id, func() (float64, error) {
				t, err := srpPage(b.chromium, b.site, c.id)
				if err != nil {
					return 0, err
				}
				defer t.close()
				return evaluate[float64](t, "oneRound()")
			})
			if err != nil {
				return err
			}
			first.add(c.id, ms)
		}
	}
	for i := range steadyPages {
		b.say("srp: steady, after %d sign-ins, in page %d of %d", srpWarmUp, i+1, steadyPages)
		if err := b.sampleSteady(steady, (b.options.samples+steadyPages-1)/steadyPages); err != nil {
			return err
		}
	}
	f := &srpFigures{First: first.summaries(), Steady: steady.summaries()}
	f.SpeedupFirst, f.SpeedupSteady = speedups(f.First), speedups(f.Steady)
	r.SRP = f
	return nil
}

// sampleSteady adds so many samples of each client in a page of its own.
func (b *bench) sampleSteady(steady samples, count int) error {
	pages := map[string]*tab{}
	for _, c := range clients {
		t, err := srpPage(b.chromium, b.site, c.id)
		if err != nil {
			return err
		}
		defer t.close()
		pages[c.id] = t
	}
	for i := range srpWarmUp + count {
		for _, c := range clients {
			ms, err := sampled(b, c.id, func() (float64, error) { return evaluate[float64](pages[c.id], "oneRound()") })
			if err != nil {
				return err
			}
			if i >= srpWarmUp {
				steady.add(c.id, ms)
			}
		}
	}
	return nil
}

// speedups tells how many times faster we are than each peer.
func speedups(of map[string]summary) map[string]float64 {
	ratios := map[string]float64{}
	for _, c := range peers {
		ratios[c.id] = of[c.id].Median / of[ourID].Median
	}
	return ratios
}
