package guides

import "testing"

// executed says for each section with code which test executes its blocks. What
// is not here fails TestEveryBlockIsExecuted.
var executed = map[string]map[string]string{}

// noteExecuted is called by the files of this package from their init functions.
func noteExecuted(document, test string, sections ...string) {
	if executed[document] == nil {
		executed[document] = map[string]string{}
	}
	for _, section := range sections {
		executed[document][section] = test
	}
}

// No example of ours stands somewhere without being run.
func TestEveryBlockIsExecuted(t *testing.T) {
	for _, document := range documents(t) {
		there := map[string]bool{}
		for _, b := range blocks(t, document) {
			there[b.section] = true
			if executed[document][b.section] == "" {
				t.Errorf("%s: no test executes the block (%s %s) under %q", document, b.language, b.file, b.section)
			}
		}
		for section, test := range executed[document] {
			if !there[section] {
				t.Errorf("%s has no block under %q, which %s executes", document, section, test)
			}
		}
	}
}
