package page_test

import (
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/cognito-wasm/cognito-wasm/web/internal/tstest"
)

type worlds struct {
	Seed     int
	Problems []string
	Counts   struct{ Refreshes, Requests, Faults, Expired int }
}

type worldOptions map[string]any

// TestSessionOverTabs runs tabs that go to sleep, are killed, sign out and in, over
// a storage that shows late and a Cognito whose answers get lost.
// COGNITO_WASM_WORLDS says how many worlds there are of each kind, and
// COGNITO_WASM_SEED which is the first; COGNITO_WASM_WORLD is a file for what
// happened in a world that came to grief.
func TestSessionOverTabs(t *testing.T) {
	count, first := 100, 1
	for name, number := range map[string]*int{"COGNITO_WASM_WORLDS": &count, "COGNITO_WASM_SEED": &first} {
		if text := os.Getenv(name); text != "" {
			given, err := strconv.Atoi(text)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			*number = given
		}
	}
	p := tstest.Start(t, "testdata/session.mjs")
	for name, options := range kinds {
		t.Run(name, func(t *testing.T) {
			got := tstest.Call[worlds](t, p, "simulate", map[string]any{"first": first, "count": count, "options": options})
			if got.Seed >= 0 {
				if file := os.Getenv("COGNITO_WASM_WORLD"); file != "" {
					lines := tstest.Call[[]string](t, p, "show", map[string]any{"seed": got.Seed, "options": options})
					if err := os.WriteFile(file, []byte(strings.Join(lines, "\n")), 0o600); err != nil {
						t.Error(err)
					}
				}
				t.Fatalf("seed %d: %s", got.Seed, strings.Join(got.Problems, "\n"))
			}
			t.Logf("%d worlds from seed %d: %+v", count, first, got.Counts)
		})
	}
}

// kinds are worlds of several kinds. In those where a session must last, nothing
// goes wrong that Cognito's grace period does not cover.
var kinds = map[string]worldOptions{
	"locks":                         {},
	"locks, without rotation":       {"rotation": false},
	"locks, each use a new token":   {"sameSuccessor": false},
	"locks, reuse ends all":         {"endsFamily": true},
	"without locks":                 {"locks": false},
	"without locks, new tokens":     {"locks": false, "sameSuccessor": false},
	"without locks and rotation":    {"locks": false, "rotation": false},
	"five tabs":                     {"tabs": 5},
	"nothing goes wrong":            {"faults": 0, "kills": false, "signOuts": false},
	"everything goes wrong at once": {"faults": 0.7, "tabs": 5, "hours": 6},
	"killed, and opened at once":    {"faults": 0, "signOuts": false, "lasts": true},
	"a storage that shows late":     {"late": 4000, "signOuts": false},
	"answers get lost":              {"faultKinds": []string{"request", "answer", "error", "busy"}, "signOuts": false, "kills": false, "freezes": false, "lasts": true},
}
