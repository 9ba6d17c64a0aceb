package page_test

import (
	"testing"

	"github.com/cognito-wasm/cognito-wasm/web/internal/tstest"
)

// TestRulesOfTheSession breaks each rule of session.ts. One of the first worlds of
// the kind that is named has to come to grief of it. Device keys are not simulated:
// e2e has them.
func TestRulesOfTheSession(t *testing.T) {
	t.Parallel()
	for _, mutant := range mutants {
		t.Run(mutant.rule, func(t *testing.T) {
			t.Parallel()
			p := tstest.StartChanged(t, "testdata/session.mjs", "session.ts", mutant.changes...)
			got := tstest.Call[worlds](t, p, "simulate", map[string]any{"first": max(1, rare[mutant.rule]), "count": mutant.worlds, "options": kinds[mutant.kind]})
			if got.Seed < 0 {
				t.Fatalf("no world of %d notices: %q", mutant.worlds, mutant.changes)
			}
			t.Logf("seed %d: %s", got.Seed, got.Problems[0])
		})
	}
}

// rare has the seed of a world for rules whose breach hardly any world shows.
var rare = map[string]int{"what is stored again is renewed nevertheless": 608631}

// mutants are the rules, the kind of worlds in which a breach shows, among how many
// of them, and how each is broken. Those with several changes are protected more
// than once, so that a single one does no harm.
var mutants = []struct {
	rule    string
	kind    string
	worlds  int
	changes [][2]string
}{
	{
		"fresh tokens are given as they are", "locks", 300,
		[][2]string{{`|| (state === 'fresh' && usable)) return;`, `) return;`}},
	},
	{
		"tokens are renewed a while before their end", "locks", 300,
		[][2]string{{`age < entry.life - Math.min(margin, entry.life / 10)`, `age < entry.life`}},
	},
	{
		"a token that has ended is not given", "locks", 300,
		[][2]string{{`if (age >= entry.life) return 'stale';`, ``}},
	},
	{
		"a moved clock makes tokens due", "clocks are moved", 300,
		[][2]string{{`if (!(age >= 0) || !(entry.life > 0)) return 'due';`, `if (!(age >= 0)) return 'fresh';`}},
	},
	{
		"a moved clock does not prolong a pause", "clocks are moved", 300,
		[][2]string{{`wait > 0 && wait <= longestCooldown`, `wait > 0`}},
	},
	{
		"a moved clock does not keep a page from looking again", "clocks are moved", 300,
		[][2]string{{`!(waited >= 0 && waited < second)`, `waited >= second`}},
	},
	{
		"after a failure there is a pause", "locks", 300,
		[][2]string{{`if (wait > 0 && wait <= longestCooldown) return`, `if (false) return`}},
	},
	{
		"who is told to wait for something else than there is gets it", "locks", 300,
		[][2]string{{`return this.entry!.gen > this.#forced;`, `return true;`}},
	},
	{
		"under the lock the storage is read again", "nothing goes wrong", 300,
		[][2]string{{`if (this.#isEnough() && this.stateAt(this.#now) === 'fresh') return this.#arrive();`, ``}},
	},
	{
		"a token is read when it is sent", "clocks are moved", 300,
		[][2]string{{`flight.refreshToken = entry.tokens.refreshToken;`, `flight.refreshToken ||= entry.tokens.refreshToken;`}},
	},
	{
		"a write replaces what it names", "a storage that is slow", 300,
		[][2]string{{`this.#do(this.#unstored ? { do: 'swap', to } : { do: 'swap', from, to });`, `this.#do({ do: 'swap', to });`}},
	},
	{
		"a write replaces the generation that it names", "a storage that is slow", 300,
		[][2]string{{`{ do: 'swap', from, to });`, `{ do: 'swap', from: { sid: from.sid }, to });`}},
	},
	{
		"a sign-out replaces what it did not see, when it sees it", "a storage that is slow", 300,
		[][2]string{{`this.#swap(versionOf(entry), this.#tombstone(entry));`, `this.#do({ do: 'swap', from: versionOf(entry), to: this.#tombstone(entry) }); this.#ended.clear();`}},
	},
	{
		"a refresh is marked before it is sent", "killed, and opened at once", 300,
		[][2]string{{`bare({ ...entry, pending: true }));`, `entry);`}},
	},
	{
		"a mark is found by a page that opens", "killed, and opened at once", 300,
		[][2]string{{`(this.#renewing || this.entry!.pending)`, `this.#renewing`}},
	},
	{
		"a mark makes tokens due", "killed, and opened at once", 300,
		[][2]string{{`&& !entry.pending && `, `&& `}},
	},
	{
		"a lost answer is asked for again", "answers get lost", 300,
		[][2]string{{`const repetitions = [1000, 3000];`, `const repetitions: number[] = [];`}},
	},
	{
		"what was lost is asked for again after the pause", "answers get lost", 300,
		[][2]string{{`const lost = this.#flight!.lost > 0;`, `const lost = false;`}},
	},
	{
		"the storage is read before a repetition", "locks, reuse ends all", 300,
		[][2]string{{`if (flight?.step !== 'waiting' && flight?.step !== 'asking') return`, `if (flight?.step === 'waiting') return this.#send(flight);
        if (flight?.step !== 'asking') return`}},
	},
	{
		"of two results of a generation the stored one counts", "without locks, new tokens", 300,
		[][2]string{{`if (found.tokens.accessToken !== entry.tokens.accessToken) this.entry = found;
        else if`, `if`}},
	},
	{
		"a refusal is heard twice", "refusals without a cause", 300,
		[][2]string{{`(flight.deviceKey === undefined ? 2 : mostRefusals)`, `1`}},
	},
	{
		"after a refusal another tab's token is tried", "no grace", 300,
		[][2]string{{`&& entry.tokens.refreshToken === flight.refreshToken) return`, `&& true) return`}, {`if (this.#isEnough() && this.stateAt(this.#now) === 'fresh') return this.#arrive();`, ``}, {`this.#swap(flight.from, bare({ ended:`, `this.#swap(versionOf(this.entry!), bare({ ended:`}},
	},
	{
		"before the end the other tabs are asked", "answers get lost", 300,
		[][2]string{{`if (!flight.asked) {`, `if (false) {`}},
	},
	{
		"an end is undone by later tokens", "a storage that shows late", 300,
		[][2]string{{`ended.code !== undefined && ended.gen <= gen`, `false`}},
	},
	{
		"a sign-out is not undone", "a storage that is slow", 300,
		[][2]string{{`ended.code !== undefined && ended.gen <= gen`, `ended.gen <= gen`}},
	},
	{
		"a tab remembers what has ended", "a storage that is slow", 300,
		[][2]string{{`if (ended !== undefined && !isUndone(ended, found)) return`, `if (false) return`}},
	},
	{
		"what another tab has overwritten is stored again", "a storage that shows late", 300,
		[][2]string{{`this.#do({ do: 'swap', ...(isEntry(found) ? { from: versionOf(found) } : undefined), to: entry });
    this.#announce();`, ``}},
	},
	{
		"what is stored again is renewed nevertheless", "locks", 1,
		[][2]string{{`this.#renewing = true; // when it`, `// when it`}},
	},
	{
		"what was stored is looked at once more", "five tabs", 800,
		[][2]string{{`this.#do({ do: 'hint' }, { do: 'read', after: second });`, `this.#do({ do: 'hint' });`}},
	},
	{
		"the other tabs are told", "nothing goes wrong", 300,
		[][2]string{{`this.#do({ do: 'hint' }, { do: 'read', after: second });`, `this.#do({ do: 'read', after: second });`}},
	},
	{
		"what comes after a sign-out is revoked", "sign-outs during refreshes", 300,
		[][2]string{{`if (entry?.sid !== from.sid && tokens.refreshToken !== undefined) this`, `if (false) this`}},
	},
	{
		"what is not stored because of a sign-out is revoked", "sign-outs, slow storage", 300,
		[][2]string{{`if (this.entry?.sid !== from.sid) this.#do`, `if (false) this.#do`}},
	},
	{
		"what a sign-out did not know of is revoked", "sign-outs during refreshes", 300,
		[][2]string{{`if (found.gen <= entry.gen) this.#do({ do: 'revoke'`, `if (false) this.#do({ do: 'revoke'`}},
	},
	{
		"what is stored during a sign-out is revoked", "sign-outs, slow storage", 300,
		[][2]string{{`if (isEntry(to) && this.entry?.sid !== to.sid) this`, `if (false) this`}},
	},
	{
		"a cleared storage is looked at twice", "locks", 300,
		[][2]string{{`if (this.#believed()) this.#out`, `this.#out`}},
	},
	{
		"a hidden page believes no cleared storage", "a storage that is cleared", 300,
		[][2]string{{`if (this.#hidden && !this.#wanted) return void (this.#doubtful = undefined);`, ``}},
	},
	{
		"a hidden page that doubts gives the lock back", "everything goes wrong at once", 300,
		[][2]string{{`return void (this.#doubtful = undefined);`, `return;`}},
	},
	{
		"a hidden page begins nothing by itself", "locks", 300,
		[][2]string{{`(!this.#hidden && (this.#renewing || this.entry!.pending))`, `this.#renewing || this.entry!.pending`}},
	},
	{
		"a page that is seen renews what is due", "locks", 300,
		[][2]string{{`this.#renewing = true;
        this.#cooldownEnd`, `this.#cooldownEnd`}},
	},
	{
		"a change is told once", "locks", 300,
		[][2]string{{`entry === undefined || !isSame(found, entry)) this.#adopt(found);`, `true) this.#adopt(found);`}},
	},
	{
		"another user's sign-in is the end of a session first", "sign-ins over others", 300,
		[][2]string{{`this.#do({ do: 'tell', change: { type: 'signedOut', reason: 'replaced' } });`, `{}`}},
	},
	{
		"a sign-in is later than a refresh under way", "sign-ins over others", 300,
		[][2]string{{`Math.max(this.#gen + 2, Math.floor(this.#now))`, `this.#gen + 1`}},
	},
	{
		"of two sign-ins within a second one is later", "sign-ins at a time", 300,
		[][2]string{{`Math.floor(this.#now))`, `Math.floor(this.#now / 1000))`}},
	},
	{
		"a sign-in is later than what the tab has seen, whatever the clock says", "clocks are moved", 300,
		[][2]string{{`Math.max(this.#gen + 2, Math.floor(this.#now))`, `Math.floor(this.#now)`}},
	},
	{
		"an earlier session does not come back", "sign-ins over others", 300,
		[][2]string{{`if (entry !== undefined && found.gen < entry.gen && !this.#unstored)`, `if (entry !== undefined && found.sid === entry.sid && found.gen < entry.gen && !this.#unstored)`}},
	},
	{
		"a resource is believed once", "everything goes wrong at once", 300,
		[][2]string{{`if (entry.forced || this.#isRefused(entry)) return;`, ``}},
	},
	{
		"a resource is believed of the token there is", "locks", 300,
		[][2]string{{`|| entry.tokens.accessToken !== event.accessToken) return;`, `) return;`}},
	},
	{
		"outdated tokens are renewed", "locks", 300,
		[][2]string{{`this.#outdated = this.#renewing = true;`, ``}},
	},
	{
		"what could not be stored is stored with the next refresh", "a storage that fails", 300,
		[][2]string{{`this.#unstored ? { do: 'swap', to } : `, `false ? { do: 'swap', to } : `}},
	},
	{
		"what is dead is not left in the storage", "a storage that fails", 300,
		[][2]string{{`to.tokens.refreshToken === flight?.refreshToken))) this`, `true))) this`}},
	},
	{
		"a mark that could not be stored changes nothing", "a storage that fails", 300,
		[][2]string{{`&& (this.#unstored || !to.pending)`, ``}},
	},
	{
		"what is stored nowhere is not gone", "a storage that fails", 300,
		[][2]string{{`if (this.#unstored && (found === undefined ||`, `if (false && (found === undefined ||`}},
	},
	{
		"one request is under way at a time", "locks", 300,
		[][2]string{{`if (!begins || this.#flight !== undefined ||`, `if (!begins ||`}},
	},
	{
		"whoever waits is answered", "locks", 300,
		[][2]string{{`this.#told = true;
    this.#answer({ do: 'reject', error });`, `this.#told = true;`}},
	},
	{
		"a lock is given back", "locks", 300,
		[][2]string{{`if (this.#flight !== undefined) this.#do({ do: 'unlock' });`, ``}},
	},
	{
		"a refresh token without a successor is kept", "locks, without rotation", 300,
		[][2]string{{`refreshToken: tokens.refreshToken ?? refreshToken,`, `refreshToken: tokens.refreshToken ?? '',`}},
	},
	{
		"a refresh token is replaced by its successor", "nothing goes wrong", 300,
		[][2]string{{`refreshToken: tokens.refreshToken ?? refreshToken,`, `refreshToken,`}},
	},
}
