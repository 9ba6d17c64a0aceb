package page_test

import (
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/cognito-wasm/cognito-wasm/web/internal/tstest"
)

type worlds struct {
	Seed     int
	Problems []string
	Counts   map[string]int
}

type worldOptions map[string]any

// TestSessionOverTabs runs tabs that go to sleep, are killed, sign out and in, over
// a storage that shows late and a Cognito whose answers get lost.
// COGNITO_WASM_WORLDS says how many worlds there are, of all kinds together, and
// COGNITO_WASM_SEED which is the first of each kind; COGNITO_WASM_WORLD is a file for
// what happened in a world that came to grief.
func TestSessionOverTabs(t *testing.T) {
	first, count := number(t, "COGNITO_WASM_SEED", 1), number(t, "COGNITO_WASM_WORLDS", 5_000)
	each := max(1, count/len(kinds))
	p := tstest.Start(t, "testdata/session.mjs")
	for _, name := range slices.Sorted(maps.Keys(kinds)) {
		t.Run(name, func(t *testing.T) {
			for done := 0; done < each; done += perCall {
				from := first + done
				got := tstest.Call[worlds](t, p, "simulate", map[string]any{"first": from, "count": min(perCall, each-done), "options": kinds[name]})
				if got.Seed >= 0 {
					comesToGrief(t, p, name, got)
				}
				if each > perCall {
					t.Logf("%d of %d worlds from seed %d: %v", min(done+perCall, each), each, first, got.Counts)
				}
			}
		})
	}
}

// perCall is how many worlds Node is asked for at a time: few enough to answer soon
// on a computer that is busy with other things.
const perCall = 250

func comesToGrief(t *testing.T, p *tstest.Process, name string, got worlds) {
	t.Helper()
	if file := os.Getenv("COGNITO_WASM_WORLD"); file != "" {
		lines := tstest.Call[[]string](t, p, "show", map[string]any{"seed": got.Seed, "options": kinds[name]})
		if err := os.WriteFile(file, []byte(strings.Join(lines, "\n")), 0o600); err != nil {
			t.Error(err)
		}
	}
	t.Fatalf("seed %d: %s\nto see what happened in it:\n  COGNITO_WASM_WORLD=world.txt COGNITO_WASM_WORLDS=1 COGNITO_WASM_SEED=%d go test ./web/src/page -run '%s'",
		got.Seed, strings.Join(got.Problems, "\n"), got.Seed, t.Name())
}

// number reads a number from the environment.
func number(t *testing.T, name string, otherwise int) int {
	t.Helper()
	text := os.Getenv(name)
	if text == "" {
		return otherwise
	}
	given, err := strconv.Atoi(text)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return given
}

// kinds are worlds of several kinds; session.mjs says what the options mean. In
// those that must last nothing goes wrong that Cognito's grace period does not
// cover.
var kinds = map[string]worldOptions{
	"locks":                               {},
	"locks, without rotation":             {"rotation": false},
	"locks, each use a new token":         {"sameSuccessor": false},
	"locks, reuse ends all":               {"endsFamily": true},
	"without locks":                       {"locks": false},
	"without locks, new tokens":           {"locks": false, "sameSuccessor": false},
	"without locks and rotation":          {"locks": false, "rotation": false},
	"five tabs":                           {"tabs": 5},
	"nothing goes wrong":                  {"faults": 0, "strict": true, "late": 0, "kills": false, "freezes": false, "signOuts": false, "lasts": true, "once": true, "demands": false},
	"everything goes wrong at once":       {"faults": 0.7, "tabs": 5, "hours": 6, "clocks": true, "fails": true, "clears": true, "interrupts": 0.1, "slow": 50, "replaces": true},
	"killed, and opened at once":          {"faults": 0, "late": 0, "signOuts": false, "lasts": true},
	"a storage that shows late":           {"late": 8000, "signOuts": false},
	"a storage that fails":                {"fails": true},
	"a storage that is slow":              {"locks": false, "slow": 1000, "interrupts": 0.1},
	"a storage that is slow, no grace":    {"locks": false, "slow": 1000, "grace": 0, "kills": false, "faults": 0.6, "faultKinds": []string{"slow"}},
	"a storage that is cleared":           {"clears": true},
	"answers get lost":                    {"faultKinds": []string{"request", "answer", "error", "busy"}, "signOuts": false, "kills": false, "freezes": false, "lasts": true},
	"refusals without a cause":            {"faultKinds": []string{"refusal", "busy"}, "signOuts": false, "kills": false, "lasts": true},
	"no grace":                            {"grace": 0, "late": 0, "faultKinds": []string{"request", "error", "busy"}, "signOuts": false, "kills": false, "lasts": true},
	"no grace, and answers get lost":      {"grace": 0},
	"no grace, reuse ends all":            {"grace": 0, "endsFamily": true, "strict": true, "late": 0, "faultKinds": []string{"request", "error", "busy"}, "signOuts": false, "kills": false, "freezes": false, "lasts": true},
	"sign-outs during refreshes":          {"interrupts": 0.3, "kills": false, "strict": true, "revokes": true},
	"sign-outs, slow storage":             {"interrupts": 0.3, "kills": false, "strict": true, "revokes": true, "slow": 100},
	"sign-ins over others":                {"replaces": true, "signOuts": false},
	"sign-ins over others, without locks": {"replaces": true, "locks": false},
	"sign-ins at a time":                  {"replaces": true, "crowds": true, "signOuts": false, "tabs": 5, "late": 400},
	"clocks are moved":                    {"clocks": true, "clears": true},
	"clocks are moved, no grace":          {"clocks": true, "grace": 0, "late": 0, "faults": 0, "signOuts": false, "kills": false, "lasts": true},
}
