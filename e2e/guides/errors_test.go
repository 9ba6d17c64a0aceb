package guides

import (
	"path/filepath"
	"regexp"
	"slices"
	"testing"
)

const errorsGuide = "docs/errors.md"

var (
	operationName = regexp.MustCompile(`(?m)^  ([A-Z]\w+): \{$`)
	localCodes    = regexp.MustCompile(`(?s)export type LocalErrorCode =.*?\n\n`)
	localCode     = regexp.MustCompile(`\| '(\w+)'`)
	thrown        = regexp.MustCompile(`@throws \{@link (\w+Exception)\} \(`)
)

// The guide has every code that the client's types name, and every exception that
// the AWS SDK for JavaScript documents for an operation of ours; and no other.
func TestEveryErrorIsExplained(t *testing.T) {
	want := map[string]bool{}
	for _, code := range localCode.FindAllStringSubmatch(localCodes.FindString(read(t, filepath.Join(root, "web/src/api.ts"))), -1) {
		want[code[1]] = true
	}
	if len(want) < 10 {
		t.Fatalf("only %d codes in the types: does the test still read them?", len(want))
	}
	commands := filepath.Join(root, "e2e/peers/node_modules/@aws-sdk/client-cognito-identity-provider/dist-types/commands")
	for _, operation := range operationName.FindAllStringSubmatch(read(t, filepath.Join(root, "web/src/operations.gen.ts")), -1) {
		for _, exception := range thrown.FindAllStringSubmatch(read(t, filepath.Join(commands, operation[1]+"Command.d.ts")), -1) {
			want[exception[1]] = true
		}
	}
	var explained []string
	for _, row := range tables(t, filepath.Join(root, errorsGuide))["code"] {
		explained = append(explained, row[0])
		if len(row) != 3 || row[1] == "" || row[2] == "" {
			t.Errorf("%s: %s has no cause, or nothing to do", errorsGuide, row[0])
		}
	}
	for code := range want {
		if !slices.Contains(explained, code) {
			t.Errorf("%s does not explain %s", errorsGuide, code)
		}
	}
	seen := map[string]bool{}
	for _, code := range explained {
		if !want[code] {
			t.Errorf("%s explains %s, which no operation of ours ends in", errorsGuide, code)
		}
		if seen[code] {
			t.Errorf("%s explains %s twice", errorsGuide, code)
		}
		seen[code] = true
	}
}
