package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// step is what was done from one moment to another, in ms since the navigation.
type step struct {
	Name  string  `json:"name"`
	Start float64 `json:"start"`
	End   float64 `json:"end"`
}

// waterfallFigures are the steps of one navigation to tokens, by rate ("1x") and
// cache ("warm"): of the sample whose tokens came at the median.
type waterfallFigures map[string]map[string][]step

// waterfallCaches are the states of the cache, and whether a tab begins with nothing.
var waterfallCaches = []struct {
	name  string
	fresh bool
}{{"cold", true}, {"warm", false}}

func (b *bench) measureWaterfall(r *report) error {
	asked, err := b.rates()
	if err != nil {
		return err
	}
	b.say("waterfall: filling the cache")
	for range warmUpLoads {
		if _, err := b.fall(false, 1); err != nil {
			return err
		}
	}
	figures := waterfallFigures{}
	for _, rate := range rates {
		figures[name(rate)] = map[string][]step{}
		for _, cache := range waterfallCaches {
			b.say("waterfall: %d navigations at %d× with a %s cache", b.options.samples, rate, cache.name)
			var samples [][]step
			for range b.options.samples {
				steps, err := b.fall(cache.fresh, asked[rate])
				if err != nil {
					return fmt.Errorf("%s cache at %d×: %w", cache.name, rate, err)
				}
				samples = append(samples, steps)
			}
			slices.SortFunc(samples, func(a, b []step) int { return cmp.Compare(a[len(a)-1].End, b[len(b)-1].End) })
			figures[name(rate)][cache.name] = samples[len(samples)/2]
		}
	}
	r.Waterfall = figures
	return nil
}

// fall signs in once while its page loads, and gives the steps of that; the last one
// ends when the page has the tokens.
func (b *bench) fall(fresh bool, rate float64) (steps []step, err error) {
	t, err := openTab(b.chromium, fresh, b.site.url+"/empty")
	if err != nil {
		return nil, err
	}
	defer t.close()
	var outcome signedIn
	if err := t.throttled(rate, func() (err error) {
		if err = t.open(b.site.url + "/waterfall?at-once"); err == nil {
			outcome, err = evaluate[signedIn](t, "atOnce")
		}
		return err
	}); err != nil {
		return nil, err
	}
	noted, err := evaluate[[]step](t, "waterfall.all()")
	if err != nil {
		return nil, err
	}
	return told(noted, outcome.Milliseconds)
}

// Steps that waterfall.js notes, which are told apart by what came before.
const (
	goWorks  = "Go"
	asksGo   = "the page asks"
	request1 = "request 1"
	request2 = "request 2"
)

// told puts steps in their order, says what Go works at in each, and ends when the
// page has the tokens.
func told(noted []step, tokens float64) ([]step, error) {
	slices.SortFunc(noted, func(a, b step) int { return cmp.Compare(a.Start, b.Start) })
	works, asked := "Go: opens the client", 0
	var steps []step
	for _, s := range noted {
		switch s.Name {
		case asksGo: // to load, to start, to open, to sign in
			if asked++; asked == 4 {
				works = "Go: key pair, request 1"
			}
			continue
		case request1:
			works = "Go: claim, request 2"
		case request2:
			works = "Go: tokens"
		case goWorks:
			s.Name = works
		}
		if s.Start > tokens { // what is done ahead of the next sign-in
			continue
		}
		if last := len(steps) - 1; last >= 0 && steps[last].Name == s.Name && strings.HasPrefix(s.Name, goWorks) {
			steps[last].End = s.End
			continue
		}
		steps = append(steps, s)
	}
	if works != "Go: tokens" {
		return nil, fmt.Errorf("a sign-in without its two requests: %v", noted)
	}
	last := &steps[len(steps)-1]
	last.End = max(last.End, tokens)
	return steps, nil
}
