package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
)

// typing is how long a user takes to type a name and a password.
const typing = 10 * time.Second

// networkSamples are taken of each figure: with the typing, more would take too long.
const networkSamples = 5

// networkClients are those who are measured over links: ours, and the smallest.
var networkClients = []string{ourID, "passwordless"}

// links are the connections that are measured, by their names in bench.json.
var links = []struct {
	name, label   string
	roundTrip     time.Duration
	bitsPerSecond float64
}{
	{"60ms_10mbit", "60 ms, 10 Mbit/s", 60 * time.Millisecond, 10e6},
	{"150ms_1600kbit", "150 ms, 1.6 Mbit/s", 150 * time.Millisecond, 1.6e6},
}

// networkKinds are visits over a link: with nothing cached or not, and how long the
// user types before the click. Where nobody types, the page signs in while it loads.
var networkKinds = []struct {
	name, row string
	fresh     bool
	typing    time.Duration
}{
	{"first_at_once", "first visit that signs in at once, navigation to tokens", true, 0},
	{"first_typed", fmt.Sprintf("first visit, %v of typing, click to tokens", typing), true, typing},
	{"return", "return that signs in at once, navigation to tokens", false, 0},
}

// networkFigures are sign-ins over a link, in ms, by link.
type networkFigures map[string]*linkFigures

// linkFigures are those over one link: by kind of visit and client, and ours in
// times of the peer's.
type linkFigures struct {
	Times          map[string]map[string]summary `json:"times_ms"`
	VsPasswordless map[string]float64            `json:"vs_passwordless"`
}

func (b *bench) measureNetwork(r *report) error {
	figures := networkFigures{}
	for _, each := range links {
		times, err := b.overLink(&link{roundTrip: each.roundTrip, bitsPerSecond: each.bitsPerSecond}, each.label)
		if err != nil {
			return fmt.Errorf("%s: %w", each.label, err)
		}
		f := &linkFigures{map[string]map[string]summary{}, map[string]float64{}}
		for kind, taken := range times {
			f.Times[kind] = taken.summaries()
			f.VsPasswordless[kind] = f.Times[kind][ourID].Median / f.Times[kind]["passwordless"].Median
		}
		figures[each.name] = f
	}
	r.Network = figures
	return nil
}

// overLink measures all kinds of visits, with the site and Cognito behind one link.
func (b *bench) overLink(l *link, label string) (map[string]samples, error) {
	chromium, err := browser.StartConnecting()
	if err != nil {
		return nil, err
	}
	defer chromium.Close()
	site, closeSite, err := l.proxy(strings.TrimPrefix(b.site.url, "http://"))
	if err != nil {
		return nil, err
	}
	defer closeSite()
	cognito, closeCognito, err := l.proxy(strings.TrimPrefix(b.cognitoURL, "http://"))
	if err != nil {
		return nil, err
	}
	defer closeCognito()
	times := map[string]samples{}
	for _, kind := range networkKinds {
		times[kind.name] = samples{}
		if !kind.fresh { // those before have emptied it
			b.say("network: %s: filling the cache", label)
			for range warmUpLoads {
				for _, id := range networkClients {
					if _, err := visitOver(chromium, site, cognito, id, false, 0); err != nil {
						return nil, err
					}
				}
			}
		}
		b.say("network: %s: %s", label, kind.row)
		for range min(networkSamples, b.options.samples) {
			for _, id := range networkClients {
				outcome, err := sampled(b, id, func() (signedIn, error) { return visitOver(chromium, site, cognito, id, kind.fresh, kind.typing) })
				if err != nil {
					return nil, fmt.Errorf("%s, %s: %w", id, kind.row, err)
				}
				times[kind.name].add(id, outcome.Milliseconds)
			}
		}
	}
	return times, nil
}

// visitOver signs in once, in a new tab, at the addresses of a link's two ends. The
// cache of a fresh visitor is empty.
func visitOver(chromium *browser.Browser, site, cognito, id string, fresh bool, typing time.Duration) (outcome signedIn, err error) {
	t, err := openTab(chromium, false, site+"/empty")
	if err != nil {
		return outcome, err
	}
	defer t.close()
	if fresh {
		if err := t.clearCache(); err != nil {
			return outcome, err
		}
	}
	if err := quiet(t.ctx); err != nil {
		return outcome, err
	}
	page := fmt.Sprintf("%s/sign-in/%s?endpoint=%s", site, id, cognito)
	if typing == 0 {
		if err := t.open(page + "&at-once"); err != nil {
			return outcome, err
		}
		return evaluate[signedIn](t, "atOnce")
	}
	if err := t.open(page); err != nil {
		return outcome, err
	}
	time.Sleep(typing)
	return evaluate[signedIn](t, "click()")
}

// rows are the table of the figures, for the clients that were measured.
func (f networkFigures) rows(r *report) []row {
	g := r.grid("ms", networkClients)
	for _, each := range links {
		for _, kind := range networkKinds {
			g.addSpreads(kind.row+", "+each.label, f[each.name].Times[kind.name])
		}
	}
	return g.rows
}
