package page_test

import (
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"

	"github.com/cognito-wasm/cognito-wasm/auth"
	"github.com/cognito-wasm/cognito-wasm/web/internal/tstest"
)

// Cognito's model: UserPoolIdType and ClientIdType, 1 to 55 and 1 to 128 characters.
var (
	modelUserPoolID = regexp.MustCompile(`^[\w-]+_[0-9a-zA-Z]+$`)
	modelClientID   = regexp.MustCompile(`^[\w+]+$`)
)

const (
	goodUserPoolID = "eu-west-1_Example12"
	goodClientID   = "1example23456789"
)

// neverSends is for a client that is made and not used.
type neverSends struct{ auth.API }

// natively is what package auth says of the ids, "" where nothing is wrong.
func natively(userPoolID, clientID string) string {
	if _, err := auth.New(auth.Config{UserPoolID: userPoolID, ClientID: clientID, API: neverSends{}}); err != nil {
		return err.Error()
	}
	return ""
}

// TestIDs checks one table of ids, and random ones, on both sides against Cognito's
// patterns; a pool's must also have a region before its first underscore.
func TestIDs(t *testing.T) {
	ids := []string{
		"", "_", "-", "+", "a", "a_", "_a", "a_a", "-_a", "__a", "a__a", "a_a_a", "a_a_", "a_-", "a-a", "a_a-a", "a-_a", "a_a+", "a+a", "+a", "A9_z0Z",
		goodUserPoolID, goodClientID, "us-gov-west-1_A1", "local_region_abc", "eu-west-1", "eu-west-1_", "eu-west-1_Exa-mple",
		strings.Repeat("a", 128), strings.Repeat("a", 129), strings.Repeat("+", 128),
		"eu-west-1_" + strings.Repeat("a", 45), "eu-west-1_" + strings.Repeat("a", 46), strings.Repeat("a", 100) + "_a",
		" eu-west-1_a", "eu-west-1_a ", "eu-west-1_a\n", "\neu-west-1_a", "eu-west-1_a\x00", "eu-west-1_a\u2028", "eu west_a", "eu.west_a", "eu/west_a",
		"ü", "eu-west-1_ü", "eu-west-ü_a", "eu-west-1_\u0661", "\u017f_a", "\u212a_a", "eu-west-1_日本", "😀_a", "a\u0301_a", "１_１", "client\n", "cli ent", "cli-ent", "cli.ent", "client\t",
	}
	random := rand.New(rand.NewPCG(1, 2))
	const alphabet = "aZ09__-+ \n.ü"
	for range 2000 {
		id := ""
		for range 1 + random.IntN(8) {
			id += string([]rune(alphabet)[random.IntN(len([]rune(alphabet)))])
		}
		ids = append(ids, id)
	}
	var pairs [][2]string
	for _, id := range ids {
		pairs = append(pairs, [2]string{id, goodClientID}, [2]string{goodUserPoolID, id})
	}
	said := tstest.Call[[]string](t, tstest.Start(t, "testdata/ids.mjs"), "check", pairs)
	taken := 0
	for i, pair := range pairs {
		name, nameInGo := "userPoolId", "Config.UserPoolID"
		good := len(pair[0]) <= 55 && pair[0] != "" && pair[0][0] != '_' && modelUserPoolID.MatchString(pair[0])
		if pair[0] == goodUserPoolID {
			name, nameInGo = "clientId", "Config.ClientID"
			good = len(pair[1]) <= 128 && modelClientID.MatchString(pair[1])
		}
		want := func(got, name string) {
			t.Helper()
			if good && got != "" || !good && !strings.HasPrefix(got, "InvalidArgument: "+name+": expected ") {
				t.Errorf("%q: %q, want it taken: %v", pair, got, good)
			}
		}
		want(said[i], name)
		want(natively(pair[0], pair[1]), nameInGo)
		if good {
			taken++
		}
	}
	if taken < 100 || taken > len(pairs)-100 {
		t.Errorf("%d of %d were taken", taken, len(pairs))
	}
}
