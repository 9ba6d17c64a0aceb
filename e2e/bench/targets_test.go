package main

import (
	"encoding/json"
	"maps"
	"strings"
	"testing"
)

// measured is a report with all parts and a figure for every target.
func measured() *report {
	one := summary{Median: 1, Samples: []float64{1}}
	each := map[string]summary{}
	for _, c := range clients {
		each[c.id] = one
	}
	rated := byRate{"1x": each, "4x": each}
	r := newReport(1)
	r.Versions = map[string]string{}
	r.SRP = &srpFigures{First: each, Steady: each, SpeedupFirst: speedups(each), SpeedupSteady: speedups(each)}
	r.Modp = &modpFigures{SquareVsBigInt: 0.5}
	r.SignIn = &signInFigures{Click: rated, NavigationCold: rated, NavigationWarm: rated, Blocked: rated, BlockedWarm: rated, Bytes: map[string]int{}}
	r.Network = networkFigures{}
	for _, link := range links {
		f := &linkFigures{map[string]map[string]summary{}, map[string]float64{}}
		for _, kind := range networkKinds {
			f.Times[kind.name], f.VsPasswordless[kind.name] = each, 1
		}
		r.Network[link.name] = f
	}
	r.Session = &sessionFigures{maps.Clone(each)}
	visits := byRate{}
	for rate, beyond := range map[string]float64{"1x": 1, "4x": 2} {
		visits[rate] = map[string]summary{noID: {Median: 10}, ourID: {Median: 10 + beyond}, "amplify": {Median: 10 + 4*beyond}}
	}
	beyond, err := visits.beyondEmpty("amplify")
	if err != nil {
		panic(err)
	}
	r.SignedIn = &signedInFigures{
		TokensWarm: visits, TokensCold: visits, RequestWarm: visits, RequestCold: visits,
		Bytes: map[string]int{}, TokensVsAmplify: beyond, RequestVsAmplify: beyond,
	}
	r.Days = dayFigures{}
	for _, rotation := range rotations {
		r.Days[rotation.name] = map[string]map[string]day{}
		for _, schedule := range schedules {
			days := map[string]day{}
			for _, id := range keepers {
				days[id] = day{Hours: dayHours, Requests: dayHours, PerHour: 1}
			}
			r.Days[rotation.name][schedule] = days
		}
	}
	r.Leaks = &leakFigures{}
	r.Memory = &memoryFigures{}
	return r
}

// What others read from bench.json has to be there by these names.
func TestKeys(t *testing.T) {
	for _, path := range []string{
		"srp.speedup_first.amplify", "srp.speedup_first.amazon_cognito_identity_js", "srp.speedup_first.passwordless",
		"srp.speedup_steady.amplify", "srp.speedup_steady.amazon_cognito_identity_js", "srp.speedup_steady.passwordless",
		"modp.square_vs_bigint",
		"sign_in.click_to_tokens_4x_vs_amplify", "sign_in.click_to_tokens_4x_vs_passwordless",
		"sign_in.navigation_to_tokens_warm_4x_vs_amplify", "sign_in.navigation_to_tokens_warm_4x_vs_passwordless",
		"sign_in.navigation_to_tokens_cold_4x_vs_passwordless", "sign_in.main_thread_blocked_ms",
		"network.60ms_10mbit.vs_passwordless.first_typed", "network.150ms_1600kbit.times_ms.return.passwordless.median",
		"leaks.worst_t", "leaks.control_t",
		"session.fresh_us.cognito_wasm.median", "session.fresh_us.amplify.median", "session.fresh_us.amazon_cognito_identity_js.median",
		"signed_in.tokens_warm_beyond_empty_vs_amplify.1x", "signed_in.request_warm_beyond_empty_vs_amplify.4x",
		"signed_in.navigation_to_tokens_warm_ms.4x.empty.median", "signed_in.navigation_to_request_cold_ms.1x.cognito_wasm.q1",
		"days.rotation_off.at_once.amplify.requests", "days.rotation_on.in_turn.amazon_cognito_identity_js.tabs_signed_out",
		"memory.growth_bytes_per_1000_sign_ins",
		"srp.steady_ms.amplify.median", "sign_in.click_to_tokens_ms.4x.cognito_wasm.q3",
	} {
		if _, ok, err := measured().figure(path); err != nil || !ok {
			t.Errorf("%s: %v, %v", path, ok, err)
		}
	}
}

func TestEveryTargetHasItsFigure(t *testing.T) {
	r := measured()
	if err := r.judge(); err != nil {
		t.Fatal(err)
	}
	if len(r.Targets) != len(targets) {
		t.Errorf("%d of %d targets have a figure", len(r.Targets), len(targets))
	}
	part := newReport(1)
	part.Modp = r.Modp
	if err := part.judge(); err != nil {
		t.Fatal(err)
	}
	if len(part.Targets) != 1 || part.Targets[0].Figure != "modp.square_vs_bigint" {
		t.Errorf("a run of one part was compared with %v", part.Targets)
	}
}

func TestVerdicts(t *testing.T) {
	atLeast := target{figure: "f", must: 14, aim: 25, limit: "why"}
	atMost := target{figure: "f", must: 0.35, aim: 0.2, atMost: true, limit: "why"}
	free := target{figure: "f", must: unlimited, aim: 1, atMost: true, limit: "why"}
	for _, test := range []struct {
		target    target
		value     float64
		held, hit bool
	}{
		{atLeast, 13.9, false, false}, {atLeast, 14, true, false}, {atLeast, 25, true, true}, {atLeast, 26, true, true},
		{atMost, 0.36, false, false}, {atMost, 0.35, true, false}, {atMost, 0.2, true, true}, {atMost, 0, true, true},
		{free, 100, true, false}, {free, 1, true, true},
	} {
		v := test.target.against(test.value)
		if v.Held != test.held || v.Hit != test.hit {
			t.Errorf("%v against %+v: held %v, hit %v", test.value, test.target, v.Held, v.Hit)
		}
		if (v.Limit == "") != test.hit {
			t.Errorf("%v against %+v: the limit is %q", test.value, test.target, v.Limit)
		}
		if missed := (&report{Targets: []verdict{{Held: true}, v}}).missed(); missed == test.held {
			t.Errorf("%v against %+v: the run fails: %v", test.value, test.target, missed)
		}
	}
	encoded, err := json.Marshal(free.against(2))
	if err != nil || !strings.Contains(string(encoded), `"must":null`) {
		t.Errorf("no must became %s, %v", encoded, err)
	}
}

func TestTable(t *testing.T) {
	r := measured()
	r.SRP.Steady["amplify"] = summary{Median: 212.4, Q1: 3.14159, Q3: 0}
	r.SignIn.Bytes[ourID] = 585_432
	r.SignIn.ClickVsAmplify = 0.3
	r.Session.Fresh["amplify"] = summary{Median: 123.4, Q1: 120.4, Q3: 130.4}
	r.Days["rotation_on"]["at_once"]["amplify"] = day{Hours: 7, Requests: 77, SignedOut: 3}
	if err := r.judge(); err != nil {
		t.Fatal(err)
	}
	text := r.table()
	for _, want := range []string{"212 (3.14 to 0)", "585 KB", "MUST MISSED", "aim missed", "aim held",
		"123 (120 to 130)", "77 in 7 h, 3 of 10 signed out", "| an empty page"} {
		if !strings.Contains(text, want) {
			t.Errorf("the table lacks %q:\n%s", want, text)
		}
	}
}

func TestOptions(t *testing.T) {
	o, err := parseOptions([]string{"-only", "srp,memory"})
	if err != nil || o.samples != leastSamples || !o.wants("srp") || o.wants("modp") {
		t.Errorf("%+v, %v", o, err)
	}
	for _, wrong := range []string{"-only=srp,nothing", "-samples=0", "-sign-ins=100"} {
		if _, err := parseOptions([]string{wrong}); err == nil {
			t.Errorf("%s was accepted", wrong)
		}
	}
}

func TestLeaksAreJudged(t *testing.T) {
	f := &leakFigures{
		Native:   []leakResult{{Name: "a", T: -2}, {Name: control, T: 30}},
		Chromium: []leakResult{{Name: "a", T: 1}, {Name: control, T: -20}},
	}
	f.judge()
	if f.WorstT != 2 || f.ControlT != 20 {
		t.Errorf("worst %v and control %v, want 2 and 20", f.WorstT, f.ControlT)
	}
}
