package guides

import (
	"io"
	"net/http"
	"strings"
	"testing"
)

func init() {
	noteExecuted("docs/bundlers.md", "TestPaths", "webpack 5", "esbuild")
	noteExecuted("docs/bundlers.md", "TestStart", "Vite, for production", "Next.js, for production")
	noteExecuted("docs/testing.md", "TestPaths", "As a command", "Faults and the clock", "With Jest")
	noteExecuted("docs/testing.md", "TestStart", "With Playwright")
}

// A way through a document, from an empty folder to tokens.
type way struct {
	name     string
	sections [][2]string // document and heading
	needs    [2]int      // a version of Node: major and minor
	most     int         // steps
	arrived  func(r *reader)
	further  [2]string // where it goes on from there
	again    func(r *reader)
	with     [][2]string // files that are there by then, too
	finally  func(r *reader)
}

var localCognito = [2]string{"docs/testing.md", "As a command"}

// others are the ways of the guides.
var others = []way{
	{name: "webpack", sections: [][2]string{localCognito, {"docs/bundlers.md", "webpack 5"}}, arrived: signsInOnce},
	{name: "esbuild", sections: [][2]string{localCognito, {"docs/bundlers.md", "esbuild"}}, arrived: signsInOnce},
	{name: "Jest", sections: [][2]string{localCognito, {"docs/testing.md", "With Jest"}}, arrived: runsInJest},
	{name: "the local Cognito", sections: [][2]string{{"docs/testing.md", "As a command"}}, arrived: hasOutbox},
	{name: "faults and the clock", sections: [][2]string{{"docs/testing.md", "As a command"}, {"docs/testing.md", "Faults and the clock"}}, arrived: hasFaultAndMovedClock},
}

func TestPaths(t *testing.T) {
	for _, w := range others {
		t.Run(w.name, func(t *testing.T) {
			t.Parallel()
			w.most = 2 * most
			w.take(t)
		})
	}
}

// take follows the way in an empty folder.
func (w way) take(t *testing.T) {
	t.Helper()
	r := newReader(t)
	if !r.hasNode(w.needs) {
		t.Skipf("needs Node %d.%d or later", w.needs[0], w.needs[1])
	}
	for _, section := range w.sections {
		r.follow(section[0], section[1])
	}
	if r.steps > w.most {
		t.Errorf("%d steps, want %d at most", r.steps, w.most)
	}
	w.arrived(r)
	r.replace = strings.NewReplacer(elementClient, elementClient+` endpoint="http://localhost:9229"`)
	for _, section := range w.with {
		r.files(section[0], section[1])
	}
	if w.further[0] != "" {
		r.follow(w.further[0], w.further[1])
		w.again(r)
	}
	if w.finally != nil {
		w.finally(r)
	}
}

// until waits in the page for a condition, by its changes.
const until = `const until = (condition) => new Promise((resolve) => {
	const look = () => { const value = condition(); if (value) { observer.disconnect(); resolve(value); } };
	const observer = new MutationObserver(look);
	observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
	look();
});`

// signsInOnce fills in the form that pages of the guides have and reads the output.
func signsInOnce(r *reader) {
	r.t.Helper()
	a := toApp(r.t, r.address)
	a.enters("alice", "Local-Cognito-1")
	a.says("Signed in as alice")
	a.inWorker()
}

// hasOutbox reads the outbox of a local Cognito that has sent nothing yet.
func hasOutbox(r *reader) {
	r.t.Helper()
	if got := strings.TrimSpace(get(r.t, r.address+"/_local/outbox")); got != "[]" {
		r.t.Errorf("the outbox holds %q", got)
	}
}

// hasFaultAndMovedClock reads what the commands have changed.
func hasFaultAndMovedClock(r *reader) {
	r.t.Helper()
	for path, want := range map[string]string{"faults": `"action":"dropAnswer"`, "clock": `"offset":"1h30m0s"`} {
		if got := get(r.t, r.address+"/_local/"+path); !strings.Contains(got, want) {
			r.t.Errorf("/_local/%s is %s, want %s in it", path, got, want)
		}
	}
}

// get gives what an address answers.
func get(t *testing.T, address string) string {
	t.Helper()
	answer, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// printed looks for a text in what the last command printed.
func printed(want string) func(*reader) {
	return func(r *reader) {
		r.t.Helper()
		if !strings.Contains(r.output, want) {
			r.t.Errorf("got %q, want %q", r.output, want)
		}
	}
}

// runsInJest reads that the tests of the guide have passed, and sees what it says
// of a test without the flag.
func runsInJest(r *reader) {
	r.t.Helper()
	printed("2 passed, 2 total")(r)
	r.write("required.test.js", "test('is required', () => { require('cognito-wasm').createClient.name; });\n")
	r.run("npx jest required || true")
	passed := strings.Contains(r.output, "1 passed, 1 total")
	refused := strings.Contains(r.output, "Must use import to load ES Module")
	if newer := r.hasNode([2]int{24, 9}); passed != newer || refused == newer {
		r.t.Errorf("require under Jest: passed %v, refused %v; Node 24.9 or later: %v", passed, refused, newer)
	}
	// jsdom alone can import it, and says what it lacks.
	r.write("late.test.mjs", `/** @jest-environment jsdom */
		import { expect, test } from '@jest/globals';
		import { createClient } from 'cognito-wasm';
		const client = createClient({ userPoolId: 'eu-west-1_AbC123xyz', clientId: '1example23456789' });
		test('is imported', () => expect(client.ready()).rejects.toMatchObject({ code: 'LoadError', message: expect.stringContaining('TextEncoder') }));`)
	r.run("NODE_OPTIONS=--experimental-vm-modules npx jest late")
	printed("1 passed, 1 total")(r)
}
