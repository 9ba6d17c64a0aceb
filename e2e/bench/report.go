package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// report is bench.json.
type report struct {
	Date     string            `json:"date"` // of the run, RFC 3339, UTC
	Machine  machine           `json:"machine"`
	Versions map[string]string `json:"versions"`
	// Samples is how many each median is of.
	Samples int `json:"samples"`
	// Covers says of each figure what is in it.
	Covers  map[string]string `json:"covers"`
	Targets []verdict         `json:"targets"`

	// Refused counts the sign-ins of peers that Cognito refused; others took their place.
	Refused map[string]int `json:"refused"`

	SRP       *srpFigures      `json:"srp,omitempty"`
	Modp      *modpFigures     `json:"modp,omitempty"`
	Leaks     *leakFigures     `json:"leaks,omitempty"`
	SignIn    *signInFigures   `json:"sign_in,omitempty"`
	Waterfall waterfallFigures `json:"waterfall,omitempty"`
	Network   networkFigures   `json:"network,omitempty"`
	Session   *sessionFigures  `json:"session,omitempty"`
	SignedIn  *signedInFigures `json:"signed_in,omitempty"`
	Days      dayFigures       `json:"days,omitempty"`
	Memory    *memoryFigures   `json:"memory,omitempty"`
}

func newReport(samples int) *report {
	return &report{Date: time.Now().UTC().Format(time.RFC3339), Samples: samples, Covers: covers}
}

// covers are what the figures contain and what not.
var covers = map[string]string{
	"srp": "What the client computes for one sign-in, without network: a, A, u, x, k·g^x, S, the key and the signature, by each client's own code called as the client calls it. " +
		"Ours runs in a worker, built with the flags that ship; the peers' runs on the page's main thread. Each sample is a sign-in that the local Cognito accepted.",
	"srp.first_ms":       "The first computation in a fresh page with nothing cached, script or module loaded and the page idle.",
	"srp.steady_ms":      fmt.Sprintf("In one page for each client, after %d sign-ins.", srpWarmUp),
	"modp":               fmt.Sprintf("One squaring and one multiplication mod N of 3072 bits, in µs, from chains of %d in a worker, after %d that do not count; all have to end with the same residue. math_big and bigmod are WebAssembly, bigint is JavaScript (x * x %% N).", modpSteps, modpWarmUp),
	"leaks":              "Welch's t between the times of an operation with secrets of two classes, natively and in a worker of Chromium, as dudect has it: above 4.5 the time depends on the secret. The control is math/big, which is not in constant time, and has to be found.",
	"sign_in":            "A whole sign-in with USER_SRP_AUTH, no second factor and no tracked device, by the client's own function, with the local Cognito's computation and the requests to it over the loopback interface (nothing like a real network's time). Every sample is a new tab with a new process.",
	"sign_in.click":      "From the call to the tokens, in a page whose caches are warm, with the client loaded and all its threads idle, as they are when a user has typed a password.",
	"sign_in.navigation": "From the start of the navigation to the tokens, in a page that loads the client and signs in at once.",
	"sign_in.cold":       "With nothing cached, in a new browser context.",
	"sign_in.warm":       fmt.Sprintf("With the files in the HTTP cache, after %d loads with a sign-in each that stayed open for %v, in which V8 may cache code (it did of scripts; of the module Chromium 156 cached none); a sample that fetched a byte is an error.", warmUpLoads, stay),
	"sign_in.throttling": fmt.Sprintf("At 4x every thread of the page's process, workers and compilers too, runs a quarter of the time, because the process is stopped for the rest; browser and servers are not. These are the factors by which a fixed loop took longer, which have to be %d within %.0f %%.", slowRate, 100*tolerance),
	"sign_in.blocked":    "The time beyond 50 ms of each long task of the main thread; main_thread_blocked_ms is our median between click and tokens, the worse of 1x and 4x.",
	"sign_in.bytes":      "Bytes of the client's files that a page with a cold cache fetches, after Brotli, without headers and without Cognito's answers.",
	"waterfall": "The steps of one navigation to tokens with our client, in ms since it began: the sample with the median time. A script that is loaded before ours, in the page and in its worker, notes them, and takes a few ms itself. " +
		"Steps of the module may overlap; what Go does includes the browser's compiling of the functions that it calls for the first time.",
	"network":          fmt.Sprintf("Sign-ins over a link that is shaped in user space, on the loopback interface: site and Cognito share its round trip and its rate, and a new connection costs %d round trips before the first request, as TCP and TLS 1.3 do. There is no loss, no slow start, and no HTTP/2. Every sample is a new tab with a new process; medians of %d at most.", handshakes, networkSamples),
	"session.fresh_us": fmt.Sprintf("Asking for the session while its tokens are good, ours by session(), Amplify's by fetchAuthSession(), amazon-cognito-identity-js's by getCurrentUser() and getSession(); tokens in localStorage, from a sign-in of that client. Each sample is the mean of %d calls one after the other, in one page for each client, after %d that do not count. No call may ask Cognito.", sessionCalls, sessionWarmUp),
	"signed_in": "The navigation of a user who is signed in, with tokens in localStorage that are good, from a sign-in of that client in the same browser context. The page has the client's script in its head (ours cognito-wasm.js and a script in the page; Amplify a bundle of fetchAuthSession alone), asks for the session at once, and sends its own server a request with the access token. Every sample is a new tab with a new process. " +
		"The run fails if the servers' logs have any other request: no worker's script, no WebAssembly, nothing for Cognito. The empty page makes the same request without a client and without a token.",
	"signed_in.navigation_to_tokens":  "From the start of the navigation to the moment when the page holds the access token, which Cognito has to take afterwards; of the empty page, to the moment when its script runs.",
	"signed_in.navigation_to_request": "From the start of the navigation to the moment when the server has the headers of the page's request.",
	"signed_in.cold":                  "With the browser's cache emptied before each sample.",
	"signed_in.warm":                  fmt.Sprintf("With the files in the HTTP cache of the profile, after %d loads that stayed open for %v. The cache was emptied before those, so that a file which a page loads at any time is in the server's log.", warmUpLoads, stay),
	"signed_in.beyond_empty":          "Our median beyond that of the empty page, in times of Amplify's median beyond that of the empty page.",
	"days": fmt.Sprintf("Requests to Cognito, without preflights, of %d tabs of one browser context, after a sign-in. The clocks of Cognito and of the pages go ahead together by %v, %d times; then each tab asks for the session once, all at once (at_once) or each after the one before (in_turn). Tokens live an hour. With rotation each refresh brings another refresh token, and the old one is good for %d s more: until then each use brings another one that is good, afterwards it is refused and nothing else ends. A tab is signed out if it has no token in the end that Cognito takes, whatever the client says of it. Fewer hours mean that they took %v, or that in the last %d no tab had a token.",
		dayTabs, dayHour, dayHours, graceSeconds, dayLimit, dayLost),
	"memory":                                "One page with one client of ours: the heaps of page and worker (performance.measureUserAgentSpecificMemory) and the program's linear memory, after a garbage collection of the scripts.",
	"memory.growth_bytes_per_1000_sign_ins": fmt.Sprintf("The median slope between all weighings after %d sign-ins.", settledAfter),
}

// encode gives bench.json.
func (r *report) encode() ([]byte, error) {
	encoded, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return nil, err
	}
	return append(encoded, '\n'), nil
}

// figure gives a number of the report by its path in bench.json, such as
// modp.square_vs_bigint. There is none if it was not measured.
func (r *report) figure(path string) (value float64, ok bool, err error) {
	encoded, err := r.encode()
	if err != nil {
		return 0, false, err
	}
	var node any
	if err := json.Unmarshal(encoded, &node); err != nil {
		return 0, false, err
	}
	for name := range strings.SplitSeq(path, ".") {
		members, _ := node.(map[string]any)
		node = members[name]
	}
	value, ok = node.(float64)
	return value, ok, nil
}

// write leaves bench.json and the pictures in the directory and the table on out.
func (r *report) write(directory string, out io.Writer) error {
	encoded, err := r.encode()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(directory, 0o755); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(directory, "bench.json"), encoded, 0o644); err != nil {
		return err
	}
	if err := r.draw(filepath.Join(directory, "bench.svg")); err != nil {
		return err
	}
	if err := r.drawWaterfalls(filepath.Join(directory, "waterfall.svg")); err != nil {
		return err
	}
	_, err = io.WriteString(out, r.table())
	return err
}
