package main

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// visitors are the pages that a signed-in user opens, by client, in the order in
// which they take turns.
var visitors = []string{noID, ourID, "amplify"}

// signedInPage is the path of a page that a signed-in user opens.
func signedInPage(id string) string { return "/signed-in/" + id }

// signedInFigures are navigations of a user who is signed in, in ms.
type signedInFigures struct {
	Throttling calibration `json:"throttling"`

	TokensWarm  byRate `json:"navigation_to_tokens_warm_ms"`
	TokensCold  byRate `json:"navigation_to_tokens_cold_ms"`
	RequestWarm byRate `json:"navigation_to_request_warm_ms"`
	RequestCold byRate `json:"navigation_to_request_cold_ms"`
	// Bytes are those of a client's files in a cold cache, after Brotli.
	Bytes map[string]int `json:"bytes"`

	// Our time beyond the empty page's in times of Amplify's beyond the empty page's,
	// with a warm cache, by rate.
	TokensVsAmplify  map[string]float64 `json:"tokens_warm_beyond_empty_vs_amplify"`
	RequestVsAmplify map[string]float64 `json:"request_warm_beyond_empty_vs_amplify"`
}

// reached is what a page of signed_in.js tells: when it had tokens, and when its
// request came to the server, in ms since the navigation began.
type reached struct {
	Tokens  float64 `json:"tokens"`
	Request float64 `json:"request"`
}

func (b *bench) measureSignedIn(r *report) error {
	asked, err := b.rates()
	if err != nil {
		return err
	}
	caches, err := b.signedInCaches()
	if err != nil {
		return err
	}
	defer caches["cold"].close()
	defer caches["warm"].close()
	tokens, requests, sent, spent := map[string]map[string]samples{}, map[string]map[string]samples{}, map[string]int{}, &costs{}
	for cache := range caches {
		tokens[cache], requests[cache] = map[string]samples{}, map[string]samples{}
		for _, rate := range rates {
			tokens[cache][name(rate)], requests[cache][name(rate)] = samples{}, samples{}
		}
	}
	for i := range b.options.samples {
		b.say("signed_in: %d of %d, at 1× and %d×, with a cold and with a warm cache", i+1, b.options.samples, slowRate)
		for _, rate := range rates {
			for _, cache := range []string{"cold", "warm"} {
				for _, id := range visitors {
					if err := spent.add(cache+" cache, "+name(rate), func() error {
						v, bytes, err := b.visit(caches[cache], cache == "cold", id, asked[rate])
						if err != nil {
							return fmt.Errorf("%s, %s cache at %d×: %w", id, cache, rate, err)
						}
						if cache == "cold" {
							sent[id] = bytes
						}
						tokens[cache][name(rate)].add(id, v.Tokens)
						requests[cache][name(rate)].add(id, v.Request)
						return nil
					}); err != nil {
						return err
					}
				}
			}
		}
	}
	b.tell("signed_in", spent)
	f := &signedInFigures{
		Throttling: *b.throttling, Bytes: sent,
		TokensWarm: summarised(tokens["warm"]), TokensCold: summarised(tokens["cold"]),
		RequestWarm: summarised(requests["warm"]), RequestCold: summarised(requests["cold"]),
	}
	if f.TokensVsAmplify, err = f.TokensWarm.beyondEmpty("amplify"); err != nil {
		return err
	}
	if f.RequestVsAmplify, err = f.RequestWarm.beyondEmpty("amplify"); err != nil {
		return err
	}
	r.SignedIn = f
	return nil
}

// signedInCaches gives a tab for each state of the cache, whose siblings share its
// storage, with tokens of each client there. The profile has the warm cache. It is
// emptied after the sign-ins, so that what the pages load since then has to come
// from the server, whose log therefore has it all.
func (b *bench) signedInCaches() (_ map[string]*tab, err error) {
	caches := map[string]*tab{}
	defer func() {
		if err != nil {
			for _, t := range caches {
				t.close()
			}
		}
	}()
	for _, cache := range []string{"cold", "warm"} {
		t, err := openTab(b.chromium, cache == "cold", b.site.url+"/empty")
		if err != nil {
			return caches, err
		}
		caches[cache] = t
		for _, id := range visitors {
			if id == noID {
				continue
			}
			if err := b.enter(t, "/enter/", id); err != nil {
				return caches, err
			}
		}
		if err := t.open(b.site.url + "/blank"); err != nil {
			return caches, err
		}
	}
	if err := caches["warm"].clearCache(); err != nil {
		return caches, err
	}
	b.forget()
	for i := range warmUpLoads {
		b.say("signed_in: filling the cache, %d of %d", i+1, warmUpLoads)
		if err := b.warmUpSignedIn(caches["warm"], i == 0); err != nil {
			return caches, err
		}
	}
	return caches, nil
}

// warmUpSignedIn loads the page of each visitor once.
func (b *bench) warmUpSignedIn(beside *tab, isFirst bool) error {
	for _, id := range visitors {
		t, err := beside.sibling(b.site.url + "/blank")
		if err != nil {
			return err
		}
		defer t.close() // when all have stayed
		b.forget()
		if err := t.open(b.site.url + signedInPage(id)); err != nil {
			return err
		}
		if _, err := evaluate[reached](t, "arrived"); err != nil {
			return err
		}
		if _, err := b.wantSilence(id, isFirst); err != nil {
			return fmt.Errorf("%s, filling the cache: %w", id, err)
		}
	}
	time.Sleep(stay)
	return nil
}

// visit opens the page of a visitor once, in a new tab and so in a new process,
// throttled at a rate.
func (b *bench) visit(beside *tab, isCold bool, id string, rate float64) (v reached, bytes int, err error) {
	t, err := beside.sibling(b.site.url + "/blank")
	if err != nil {
		return v, 0, err
	}
	defer t.close()
	if isCold {
		if err := t.clearCache(); err != nil {
			return v, 0, err
		}
	}
	b.forget()
	if err := t.throttled(rate, func() (err error) {
		if err = t.open(b.site.url + signedInPage(id)); err != nil {
			return err
		}
		v, err = evaluate[reached](t, "arrived")
		return err
	}); err != nil {
		return v, 0, err
	}
	bytes, err = b.wantSilence(id, isCold)
	return v, bytes, err
}

func (t *tab) clearCache() error {
	_, err := chromedp.Call(t.ctx, network.ClearBrowserCache, cdp.Empty{})
	return err
}

// forget empties the logs of both servers.
func (b *bench) forget() {
	b.calls.take()
	b.site.takeArrivals()
	for _, c := range clients {
		b.site.takeSent(c.id)
	}
}

// wantSilence checks by the servers' logs what a page has loaded and asked, and that
// Cognito takes the token of its request. It gives the bytes of the client's files.
func (b *bench) wantSilence(id string, isCold bool) (bytes int, err error) {
	arrivals, called := b.site.takeArrivals(), b.calls.take()
	if len(called) > 0 {
		return 0, fmt.Errorf("the tokens are good, and Cognito was asked for %v", called)
	}
	authorization, err := silent(id, isCold, arrivals)
	if err != nil || id == noID {
		return 0, err
	}
	token, isBearer := strings.CutPrefix(authorization, "Bearer ")
	if _, err := b.api.GetUser(b.ctx, &cip.GetUserInput{AccessToken: aws.String(token)}); err != nil || !isBearer {
		return 0, fmt.Errorf("the page's request had no token that Cognito takes: %w", err)
	}
	return b.site.takeSent(id), nil
}

// silent checks the requests that a page has made of the web server: for itself, for
// the one script of its client if the cache is cold, and the request for which it
// was opened, whose Authorization is returned.
func silent(id string, isCold bool, arrivals []arrival) (authorization string, err error) {
	want := []string{signedInPage(id)}
	if isCold {
		switch id {
		case noID:
		case ourID:
			want = append(want, "/"+ourID+"/cognito-wasm.js")
		default:
			want = append(want, "/"+id+"/session.js")
		}
	}
	want = append(want, authorised)
	var got []string
	for _, each := range arrivals {
		got = append(got, each.path)
	}
	if !slices.Equal(got, want) {
		return "", fmt.Errorf("the page made the requests %q, want %q", got, want)
	}
	return arrivals[len(arrivals)-1].authorization, nil
}

// beyondEmpty gives our time beyond the empty page's in times of a peer's beyond
// the empty page's, by rate.
func (all byRate) beyondEmpty(peer string) (map[string]float64, error) {
	ratios := map[string]float64{}
	for rate, of := range all {
		theirs := of[peer].Median - of[noID].Median
		if theirs <= 0 {
			return nil, fmt.Errorf("at %s the page of %s took %.1f ms and an empty one %.1f: is the machine busy?", rate, peer, of[peer].Median, of[noID].Median)
		}
		ratios[rate] = (of[ourID].Median - of[noID].Median) / theirs
	}
	return ratios, nil
}

func (f *signedInFigures) rows(r *report) []row {
	g := r.grid("signed in, ms", visitors)
	for _, rate := range rates {
		x := name(rate)
		g.addSpreads("navigation to valid tokens, warm cache, "+x, f.TokensWarm[x])
		g.addSpreads("navigation to the first authorised request, warm cache, "+x, f.RequestWarm[x])
		g.addSpreads("navigation to valid tokens, cold cache, "+x, f.TokensCold[x])
		g.addSpreads("navigation to the first authorised request, cold cache, "+x, f.RequestCold[x])
	}
	g.addBytes(f.Bytes)
	return g.rows
}
