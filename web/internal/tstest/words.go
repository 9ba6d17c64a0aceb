package tstest

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var quoted = regexp.MustCompile(`['"]([\w.]+)['"]`)

// Words gives the quoted words of a source, sorted, between its only place with
// begin and the end that follows, for lists that Go and TypeScript both have.
func Words(t testing.TB, file, begin, end string) []string {
	t.Helper()
	source, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	_, rest, ok := strings.Cut(string(source), begin)
	text, _, closed := strings.Cut(rest, end)
	if !ok || !closed || strings.Contains(rest, begin) {
		t.Fatalf("%s: expected %q once and %q after it", file, begin, end)
	}
	var words []string
	for _, match := range quoted.FindAllStringSubmatch(text, -1) {
		words = append(words, match[1])
	}
	if len(words) == 0 {
		t.Fatalf("%s: no words after %q", file, begin)
	}
	slices.Sort(words)
	return words
}
