package main

import "testing"

func TestBeyondEmpty(t *testing.T) {
	visits := func(empty, ours, theirs float64) byRate {
		return byRate{"4x": {noID: {Median: empty}, ourID: {Median: ours}, "amplify": {Median: theirs}}}
	}
	for _, test := range []struct {
		visits byRate
		want   float64
	}{
		{visits(100, 120, 180), 0.25},
		{visits(100, 180, 180), 1},
		{visits(100, 90, 180), -0.125}, // as it may come out where ours takes next to nothing
	} {
		got, err := test.visits.beyondEmpty("amplify")
		if err != nil || got["4x"] != test.want {
			t.Errorf("%v: got %v, %v, want %v", test.visits, got, err, test.want)
		}
	}
	if got, err := visits(100, 90, 100).beyondEmpty("amplify"); err == nil {
		t.Errorf("in times of nothing it is %v", got)
	}
}

// What a signed-in user's page must not load fails the row.
func TestSilent(t *testing.T) {
	requests := func(paths ...string) (all []arrival) {
		for _, path := range paths {
			all = append(all, arrival{path: path})
		}
		return all
	}
	const page, script = "/signed-in/" + ourID, "/" + ourID + "/cognito-wasm.js"
	for _, test := range []struct {
		name     string
		id       string
		isCold   bool
		arrivals []arrival
		isSilent bool
	}{
		{"cold", ourID, true, requests(page, script, authorised), true},
		{"warm", ourID, false, requests(page, authorised), true},
		{"a peer, cold", "amplify", true, requests("/signed-in/amplify", "/amplify/session.js", authorised), true},
		{"no client", noID, true, requests("/signed-in/empty", authorised), true},
		{"a cache that was not warm", ourID, false, requests(page, script, authorised), false},
		{"a cache that was not cold", ourID, true, requests(page, authorised), false},
		{"a worker", ourID, true, requests(page, script, "/"+ourID+"/cognito-wasm.worker.js", authorised), false},
		{"WebAssembly", ourID, false, requests(page, "/"+ourID+"/cognito-auth.wasm", authorised), false},
		{"a file afterwards", ourID, false, requests(page, authorised, "/"+ourID+"/cognito-auth.wasm"), false},
		{"no request", ourID, false, requests(page), false},
		{"nothing", ourID, false, nil, false},
	} {
		if _, err := silent(test.id, test.isCold, test.arrivals); (err == nil) != test.isSilent {
			t.Errorf("%s: %v", test.name, err)
		}
	}
	arrivals := requests(page, authorised)
	arrivals[1].authorization = "Bearer x"
	if got, err := silent(ourID, false, arrivals); got != "Bearer x" || err != nil {
		t.Errorf("got %q, %v", got, err)
	}
}
