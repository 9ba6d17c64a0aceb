package main

import "fmt"

// sessionWarmUp calls do not count, sessionCalls are one sample.
const (
	sessionWarmUp = 2_000
	sessionCalls  = 500
)

// sessionFigures are the time of a call that asks for a session whose tokens are
// good, in µs.
type sessionFigures struct {
	Fresh map[string]summary `json:"fresh_us"`
}

func (b *bench) measureSession(r *report) error {
	pages := map[string]*tab{}
	for _, id := range keepers {
		t, err := b.entered("/isolated/enter/", id)
		if err != nil {
			return err
		}
		defer t.close()
		if err := t.open(b.site.url + "/isolated/session/" + id); err != nil {
			return err
		}
		if _, err := evaluate[float64](t, fmt.Sprintf("batch(%d)", sessionWarmUp)); err != nil {
			return fmt.Errorf("%s: %w", id, err)
		}
		pages[id] = t
	}
	if err := quiet(pages[ourID].ctx); err != nil {
		return err
	}
	b.say("session: %d samples of %d calls each", b.options.samples, sessionCalls)
	b.calls.take()
	fresh := samples{}
	for range b.options.samples {
		for _, id := range keepers {
			µs, err := evaluate[float64](pages[id], fmt.Sprintf("batch(%d)", sessionCalls))
			if err != nil {
				return fmt.Errorf("%s: %w", id, err)
			}
			fresh.add(id, µs)
		}
	}
	if called := b.calls.take(); len(called) > 0 {
		return fmt.Errorf("tokens that are good were renewed: %v", called)
	}
	r.Session = &sessionFigures{fresh.summaries()}
	return nil
}

// entered opens a tab with separate storage, in which the user has signed in with
// a client, on a page whose path has a prefix.
func (b *bench) entered(prefix, id string) (*tab, error) {
	t, err := openTab(b.chromium, true, b.site.url+"/blank")
	if err != nil {
		return nil, err
	}
	if err := b.enter(t, prefix, id); err != nil {
		t.close()
		return nil, err
	}
	return t, nil
}

// enter signs the user in with a client, in a tab.
func (b *bench) enter(t *tab, prefix, id string) error {
	_, err := sampled(b, id, func() (signedIn, error) {
		if err := t.open(b.site.url + prefix + id + "?at-once"); err != nil {
			return signedIn{}, err
		}
		return evaluate[signedIn](t, "atOnce")
	})
	if err != nil {
		return fmt.Errorf("signing in with %s: %w", id, err)
	}
	return nil
}

func (f *sessionFigures) rows(r *report) []row {
	g := r.grid("signed in, in µs", keepers)
	g.addSpreads("a call for a session that is good", f.Fresh)
	return g.rows
}
