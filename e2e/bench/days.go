package main

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
)

const (
	// dayTabs are the tabs that one user has open.
	dayTabs = 10
	// dayHours is how often the tokens end.
	dayHours = 24
	// dayHour is what passes between two questions: a little more than the life of the
	// tokens, so that each question finds them ended.
	dayHour = 61 * time.Minute
	// dayLimit is how long a day may take. A client that takes longer has a shorter
	// day, which the row tells.
	dayLimit = time.Minute
	// dayLost is how many hours in a row without a token in any tab end a day.
	dayLost = 3
	// graceSeconds is how long a refresh token that was replaced may be used again.
	graceSeconds = 10
)

// schedules are the orders in which tabs ask, once in an hour each: all at a time,
// as they do when a computer wakes; or each after the answer to the one before.
var schedules = []string{"at_once", "in_turn"}

// rotations are the prefixes of the pages, by whether refresh tokens are replaced.
var rotations = []struct{ name, label, prefix string }{
	{"rotation_off", "no rotation", ""},
	{"rotation_on", fmt.Sprintf("rotation, grace %d s", graceSeconds), "/rotating"},
}

var scheduleLabels = map[string]string{"at_once": "all at once", "in_turn": "one by one"}

// day is what became of the tabs of one user.
type day struct {
	// Hours are the questions of each tab.
	Hours int `json:"hours"`
	// Requests are those to Cognito, without preflights.
	Requests int            `json:"requests"`
	ByName   map[string]int `json:"requests_by_operation"`
	// Unanswered are the questions that brought no tokens, by the reason.
	Unanswered map[string]int `json:"unanswered"`
	// SignedOut are the tabs that have no token in the end which Cognito takes.
	SignedOut int `json:"tabs_signed_out"`
	// PerHour are the requests for each time that the tokens ended.
	PerHour float64 `json:"requests_per_hour"`
}

// dayFigures are days by rotation, schedule and client.
type dayFigures map[string]map[string]map[string]day

func (b *bench) measureDays(r *report) error {
	defer b.cognito.Clock().Reset()
	f, spent := dayFigures{}, &costs{}
	for _, rotation := range rotations {
		f[rotation.name] = map[string]map[string]day{}
		for _, schedule := range schedules {
			f[rotation.name][schedule] = map[string]day{}
			for _, id := range keepers {
				what := fmt.Sprintf("%s, %s, %s", rotation.label, scheduleLabels[schedule], id)
				b.say("days: %s", what)
				if err := spent.add(what, func() error {
					d, err := b.live(rotation.prefix, schedule, id)
					f[rotation.name][schedule][id] = d
					return err
				}); err != nil {
					return fmt.Errorf("%s: %w", what, err)
				}
			}
		}
	}
	b.tell("days", spent)
	r.Days = f
	return nil
}

// answered is what a tab was told when it asked.
type answered struct {
	Token string `json:"token"`
	Why   string `json:"why"`
}

// live has the tabs of a user live through a day with a client.
func (b *bench) live(prefix, schedule, id string) (day, error) {
	d := day{ByName: map[string]int{}, Unanswered: map[string]int{}}
	b.cognito.Clock().Reset()
	first, err := b.entered(prefix+"/enter/", id)
	if err != nil {
		return d, err
	}
	defer first.close()
	url := b.site.url + prefix + "/day/" + id
	if err := first.open(url); err != nil {
		return d, err
	}
	tabs := []*tab{first}
	for len(tabs) < dayTabs {
		t, err := first.sibling(url)
		if err != nil {
			return d, err
		}
		defer t.close()
		tabs = append(tabs, t)
	}
	last := tabs[dayTabs-1] // the one that is seen
	if err := b.nothingYet(tabs); err != nil {
		return d, err
	}
	b.calls.take()
	var tokens []string
	lost := 0
	for started := time.Now(); d.Hours < dayHours && lost < dayLost && time.Since(started) < dayLimit; {
		d.Hours++
		b.cognito.Clock().Advance(dayHour)
		if err := each(tabs, func(_ int, t *tab) error {
			_, err := evaluate[float64](t, fmt.Sprintf("ahead = %d", int64(d.Hours)*dayHour.Milliseconds()))
			return err
		}); err != nil {
			return d, err
		}
		answers := make([]answered, dayTabs)
		ask := func(i int, t *tab) (err error) {
			answers[i], err = evaluate[answered](t, "ask()")
			return err
		}
		if schedule == "at_once" {
			err = each(tabs, ask)
		} else {
			for i, t := range tabs {
				if err == nil {
					err = ask(i, t)
				}
			}
		}
		if err != nil {
			return d, err
		}
		if _, err := evaluate[bool](last, "settled()"); err != nil {
			return d, err
		}
		tokens = nil
		lost++
		for _, a := range answers {
			tokens = append(tokens, a.Token)
			if a.Token == "" {
				d.Unanswered[a.Why]++
			} else {
				lost = 0
			}
		}
	}
	for _, name := range b.calls.take() {
		if name != preflight {
			d.ByName[name]++
			d.Requests++
		}
	}
	d.PerHour = float64(d.Requests) / float64(d.Hours)
	d.SignedOut = dayTabs - b.accepted(tokens)
	return d, nil
}

// nothingYet checks that the tabs have tokens to begin with.
func (b *bench) nothingYet(tabs []*tab) error {
	tokens := make([]string, len(tabs))
	if err := each(tabs, func(i int, t *tab) error {
		a, err := evaluate[answered](t, "ask()")
		tokens[i] = a.Token
		return err
	}); err != nil {
		return err
	}
	if n := b.accepted(tokens); n != len(tabs) {
		return fmt.Errorf("%d of %d tabs have tokens before the day begins", n, len(tabs))
	}
	return nil
}

// accepted counts the access tokens that Cognito takes.
func (b *bench) accepted(tokens []string) (n int) {
	for _, token := range tokens {
		if token == "" {
			continue
		}
		if _, err := b.api.GetUser(context.WithoutCancel(b.ctx), &cip.GetUserInput{AccessToken: aws.String(token)}); err == nil {
			n++
		}
	}
	return n
}

// each does something in all tabs at a time, and gives the first error.
func each(tabs []*tab, work func(i int, t *tab) error) error {
	errs := make([]error, len(tabs))
	var all sync.WaitGroup
	for i, t := range tabs {
		all.Go(func() { errs[i] = work(i, t) })
	}
	all.Wait()
	if i := slices.IndexFunc(errs, func(err error) bool { return err != nil }); i >= 0 {
		return errs[i]
	}
	return nil
}

func (f dayFigures) rows(r *report) []row {
	g := r.grid(fmt.Sprintf("requests of %d tabs in a day", dayTabs), keepers)
	for _, rotation := range rotations {
		for _, schedule := range schedules {
			of := f[rotation.name][schedule]
			g.add(rotation.label+", "+scheduleLabels[schedule], func(id string) string { return of[id].String() })
		}
	}
	return g.rows
}

// String gives a cell of the table.
func (d day) String() string {
	text := fmt.Sprint(d.Requests)
	if d.Hours != dayHours {
		text += fmt.Sprintf(" in %d h", d.Hours)
	}
	if d.SignedOut > 0 {
		text += fmt.Sprintf(", %d of %d signed out", d.SignedOut, dayTabs)
	}
	return text
}
