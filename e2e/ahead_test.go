package e2e

import (
	"fmt"
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
	"github.com/cognito-wasm/cognito-wasm/e2e/internal/wiretap"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
)

// watch tells of what happens where the program runs, in the order in which it
// happens: messages from and to the page, requests, and draws of random bytes.
const watch = `(() => {
	const channel = new BroadcastChannel('events');
	const tell = (event) => channel.postMessage(event);
	const draw = crypto.getRandomValues.bind(crypto), ask = fetch;
	crypto.getRandomValues = (array) => {
		draw(array);
		tell('draw ' + Array.from(array, (byte) => byte.toString(16).padStart(2, '0')).join(''));
		return array;
	};
	fetch = (address, init) => {
		tell('fetch ' + (init?.headers?.['x-amz-target'] ?? ''));
		return ask(address, init);
	};
	if (globalThis.document) return;
	const post = postMessage;
	postMessage = (message, transfer) => {
		tell(message.type === 'failure' ? 'reply' : message.type); // an error is one, too
		post(message, transfer);
	};
	addEventListener('message', ({data}) => tell(data.type));
})();
`

// listen keeps in the page what the watch tells; event gives the events since
// the last time, once there are some up to one that begins with a text.
const listen = `void (() => {
	const events = [];
	let look = () => {};
	new BroadcastChannel('events').onmessage = ({data}) => { events.push(data); look(); };
	globalThis.eventsUpTo = (text) => new Promise((resolve) => {
		look = () => {
			const at = events.findIndex((event) => event.startsWith(text));
			if (at < 0) return;
			look = () => {};
			resolve(events.splice(0, at + 1));
		};
		look();
	});
})()`

// draws gives the values of a that were drawn among the events. Go seeds its own
// generators when it starts, before a client is open.
func draws(events []string) (secrets []*big.Int) {
	for _, event := range events {
		if digits, ok := strings.CutPrefix(event, "draw "); ok {
			a, _ := new(big.Int).SetString(digits, 16)
			secrets = append(secrets, a)
		}
	}
	return secrets
}

// kinds gives the events without the bytes of draws.
func kinds(events []string) []string {
	var kinds []string
	for _, event := range events {
		if strings.HasPrefix(event, "draw ") {
			event = fmt.Sprintf("draw of %d bytes", (len(event)-len("draw "))/2)
		}
		kinds = append(kinds, event)
	}
	return kinds
}

// srpA gives every A that Cognito has got.
func (s *stage) srpA() (sent []string) {
	for _, call := range s.tap.Calls("InitiateAuth") {
		sent = append(sent, call.Body["AuthParameters"].(map[string]any)["SRP_A"].(string))
	}
	return sent
}

// public gives A = g^a mod N by math/big.
func public(t *testing.T, a *big.Int) string {
	t.Helper()
	n, ok := new(big.Int).SetString(prime, 16)
	if !ok || n.BitLen() != 3072 {
		t.Fatal("the prime is broken")
	}
	return new(big.Int).Exp(big.NewInt(2), a, n).Text(16)
}

// In a worker the key pair of the next sign-in is made when the reply to open,
// or that of the last call, is out; a sign-in makes none of its own then, and no
// pair is used twice.
func TestAheadOfTime(t *testing.T) {
	t.Parallel()
	s := newStage(t, provision.Options{})
	s.user(provision.User{Name: "alice"})
	s.site.Handle("/watched.js", serveScript(watch+"importScripts('/cognito-wasm.worker.js')"))
	page := engine.Page(t)
	page.Open(s.site.URL + "/classic")
	browser.Eval[any](page, listen)
	s.makeClient(page, map[string]any{"worker": "/watched.js", "deviceTracking": false})
	upTo := func(text string) []string {
		t.Helper()
		return browser.Eval[[]string](page, "eventsUpTo("+quote(text)+")")
	}

	if got := kinds(upTo("reply")); !slices.Contains(got, "load") {
		t.Fatalf("the watch does not work: %q", got)
	}
	upTo("reply") // to open, after that to load
	made := draws(upTo("draw"))
	upTo("draw") // the rehearsal's, which nobody sends
	signIn := []string{
		"call", "fetch AWSCognitoIdentityProviderService.InitiateAuth", "fetch AWSCognitoIdentityProviderService.RespondToAuthChallenge",
		"reply", "draw of 32 bytes",
	}
	for i, password := range []string{"Local-Cognito-1", "wrong", "Local-Cognito-1"} {
		do(page, `client.initiate({username: 'alice', password: '`+password+`'})`)
		events := upTo("draw")
		if got := kinds(events); !slices.Equal(got, signIn) {
			t.Errorf("sign-in %d: %q, want %q", i+1, got, signIn)
		}
		made = append(made, draws(events)...)
	}
	// What needs no pair leaves it alone: the next event is of the next sign-in.
	alive(page).want(t, "no sign-in", "InvalidArgument", "username")
	if got := kinds(upTo("reply")); !slices.Equal(got, []string{"call", "reply"}) {
		t.Errorf("a call without SRP: %q", got)
	}
	// Of two at a time, one makes its own at once; and while it is under way nothing
	// is made for others.
	arrived, release := make(chan struct{}, 1), make(chan struct{})
	s.tap.Fail("InitiateAuth", wiretap.Hold(arrived, release))
	start(page, "pending", `client.initiate({username: 'alice', password: 'Local-Cognito-1'})`)
	await(t, page, arrived, "InitiateAuth")
	do(page, `client.initiate({username: 'alice', password: 'Local-Cognito-1'})`).wantDone(t, "alice")
	for range 3 {
		alive(page).want(t, "no sign-in", "InvalidArgument", "username")
	}
	close(release)
	finish(page, "pending").wantDone(t, "alice")
	var together []string
	for range 5 {
		together = append(together, upTo("reply")...)
	}
	if n := len(draws(together)); n != 1 {
		t.Errorf("two sign-ins at a time made %d pairs, want 1 and the one that was there", n)
	}
	made = append(made, draws(together)...)
	made = append(made, draws(upTo("draw"))...)
	do(page, `client.initiate({username: 'alice', password: 'Local-Cognito-1'})`)
	made = append(made, draws(upTo("draw"))...)

	sent := s.srpA()
	if len(sent) != 6 || len(made) != 7 {
		t.Fatalf("%d pairs were made and %d were sent, want 7 and 6", len(made), len(sent))
	}
	unused := made[6]
	for i, a := range made[:6] {
		if n := len(slices.DeleteFunc(slices.Clone(sent), func(other string) bool { return other != public(t, a) })); n != 1 {
			t.Errorf("pair %d was sent %d times, want once", i+1, n)
		}
	}
	if sent[0] != public(t, made[0]) || sent[1] != public(t, made[1]) || sent[2] != public(t, made[2]) {
		t.Error("the pairs were not sent in the order in which they were made")
	}
	if slices.Contains(sent, public(t, unused)) {
		t.Error("the last pair was sent, though nobody signed in with it")
	}
}

// A program that has ended takes its pair with it; the one in its place makes
// another.
func TestAheadAfterCrash(t *testing.T) {
	t.Parallel()
	s := newStageAt(t, provision.Options{}, crashing, localcognito.Options{CORS: ourHeaders})
	s.user(provision.User{Name: "alice"})
	page := s.open(t, usual)
	for range 2 {
		do(page, `client.initiate({username: 'crash', password: 'x'})`).wantError(t, "RuntimeExited")
		initiate(page, `{username: 'alice', password: 'Local-Cognito-1'}`).wantDone(t, "alice")
	}
	if sent := s.srpA(); len(sent) != 2 || sent[0] == sent[1] {
		t.Errorf("%d sign-ins have sent their A, want 2 different ones", len(sent))
	}
}

// On the page's own thread nothing is computed before it is asked for.
func TestNothingAheadOnPage(t *testing.T) {
	t.Parallel()
	s := newStage(t, provision.Options{})
	s.user(provision.User{Name: "alice"})
	page := engine.Page(t)
	page.Open(s.site.URL + "/classic")
	browser.Eval[any](page, listen)
	browser.Eval[any](page, watch)
	s.makeClient(page, map[string]any{"worker": false, "deviceTracking": false})
	browser.Eval[any](page, `new BroadcastChannel('events').postMessage('made')`)
	browser.Eval[any](page, `eventsUpTo('made')`)
	for range 2 {
		browser.Eval[any](page, `client.initiate({username: 'alice', password: 'Local-Cognito-1'}).then(() => {})`)
		// Timers that are set later fire later: after it the program has rested.
		browser.Eval[any](page, `new Promise((resolve) => setTimeout(resolve))`)
		browser.Eval[any](page, `new BroadcastChannel('events').postMessage('rested')`)
		want := []string{
			"draw of 32 bytes", "fetch AWSCognitoIdentityProviderService.InitiateAuth", "fetch AWSCognitoIdentityProviderService.RespondToAuthChallenge",
			"draw of 16 bytes", // the session's id
			"rested",
		}
		if got := kinds(browser.Eval[[]string](page, `eventsUpTo('rested')`)); !slices.Equal(got, want) {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
