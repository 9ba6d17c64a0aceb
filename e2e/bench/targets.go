package main

import "math"

// target is what a figure is measured against.
type target struct {
	figure string // path in bench.json
	// must is what has to hold and aim what is wanted: at least, or at most where
	// atMost says so.
	must, aim float64
	atMost    bool
	// limit says what stands in the way of the aim.
	limit string
}

// unlimited is a must that everything holds.
var unlimited = math.Inf(1)

// leakThreshold is that of srp/internal/leak.
const leakThreshold = 4.5

// What stands in the way of several figures.
const (
	limitWasm       = "A sign-in is some six hundred squarings, one after the other, and WebAssembly has no product of 64 by 64 bits with all its 128 and no carry: a squaring takes seventeen thousand products of 28 by 28 bits."
	limitTier       = "The first run is in code of V8's quick compiler, in which a product mod N takes three times as long, and the optimising one competes with it for the processor."
	limitLoad       = "Before the first sign-in the browser starts a worker and compiles 3 MB, and Go's runtime starts: more than half of the time, at any speed of the arithmetic."
	limitRoundTrips = "Two requests and a preflight take three round trips, which are the same for all."
	limitRest       = "What is left of a sign-in is two requests and the server's own computation, which are the same for all, and messages between page and worker."
)

// targets are in the order in which they are printed.
var targets = []target{
	{"srp.speedup_steady.amplify", 16, 25, false, limitWasm},
	{"srp.speedup_steady.amazon_cognito_identity_js", 16, 25, false, limitWasm},
	{"srp.speedup_steady.passwordless", 3.2, 5, false, limitWasm},
	{"srp.speedup_first.amplify", 6, 12, false, limitTier},
	{"srp.speedup_first.passwordless", 2.5, 5, false, limitTier},
	{"modp.square_vs_bigint", 1.1, 0.7, true, limitWasm},
	{"leaks.worst_t", leakThreshold, leakThreshold, true, ""},
	{"leaks.control_t", 20, 20, false, ""},
	{"sign_in.click_to_tokens_4x_vs_amplify", 0.35, 0.2, true, limitRest},
	{"sign_in.click_to_tokens_4x_vs_passwordless", 0.6, 0.3, true, limitRest},
	{"sign_in.navigation_to_tokens_warm_4x_vs_amplify", 1, 0.6, true, limitLoad},
	{"sign_in.navigation_to_tokens_warm_4x_vs_passwordless", 1.35, 1, true, limitLoad},
	{"sign_in.navigation_to_tokens_cold_4x_vs_passwordless", 1.3, 1, true, limitLoad},
	{"network.60ms_10mbit.vs_passwordless.first_typed", 0.9, 0.7, true, limitRoundTrips},
	{"sign_in.main_thread_blocked_ms", 0, 0, true, "The main thread only sends and receives messages; a long task there is another's."},
	{"session.fresh_us." + ourID + ".median", 20, 20, true, ""},
	{"signed_in.tokens_warm_beyond_empty_vs_amplify.1x", 0.5, 0.5, true, ""},
	{"signed_in.tokens_warm_beyond_empty_vs_amplify.4x", 0.5, 0.5, true, ""},
	{"days.rotation_off.at_once." + ourID + ".requests_per_hour", 1, 1, true, ""},
	{"days.rotation_off.at_once." + ourID + ".tabs_signed_out", 0, 0, true, ""},
	{"days.rotation_off.in_turn." + ourID + ".requests_per_hour", 1, 1, true, ""},
	{"days.rotation_off.in_turn." + ourID + ".tabs_signed_out", 0, 0, true, ""},
	{"days.rotation_on.at_once." + ourID + ".requests_per_hour", 1, 1, true, ""},
	{"days.rotation_on.at_once." + ourID + ".tabs_signed_out", 0, 0, true, ""},
	{"days.rotation_on.in_turn." + ourID + ".requests_per_hour", 1, 1, true, ""},
	{"days.rotation_on.in_turn." + ourID + ".tabs_signed_out", 0, 0, true, ""},
	// One answer of Cognito's kept of each sign-in would be 3 MB. V8 keeps code for
	// what runs often, some 130 KB more until a thousand sign-ins and then no more.
	{"memory.growth_bytes_per_1000_sign_ins", 64 << 10, 64 << 10, true, "V8's own tables and code grow a little while a page lives."},
}

// verdict is a target with what became of it.
type verdict struct {
	Figure string   `json:"figure"`
	Value  float64  `json:"value"`
	Must   *float64 `json:"must"` // null where there is none
	Aim    float64  `json:"aim"`
	AtMost bool     `json:"at_most"` // otherwise at least
	Held   bool     `json:"must_held"`
	Hit    bool     `json:"aim_held"`
	Limit  string   `json:"limit,omitempty"` // why the aim was missed
}

// against compares a value with the target.
func (t target) against(value float64) verdict {
	reaches := func(bound float64) bool {
		if t.atMost {
			return value <= bound
		}
		return value >= bound
	}
	v := verdict{Figure: t.figure, Value: value, Aim: t.aim, AtMost: t.atMost, Held: reaches(t.must), Hit: reaches(t.aim)}
	if t.must != unlimited {
		v.Must = &t.must
	}
	if !v.Hit {
		v.Limit = t.limit
	}
	return v
}

// judge compares what was measured with the targets.
func (r *report) judge() error {
	r.Targets = []verdict{}
	for _, t := range targets {
		value, ok, err := r.figure(t.figure)
		if err != nil {
			return err
		}
		if ok {
			r.Targets = append(r.Targets, t.against(value))
		}
	}
	return nil
}

// missed tells whether a figure does not hold what must.
func (r *report) missed() bool {
	for _, v := range r.Targets {
		if !v.Held {
			return true
		}
	}
	return false
}
