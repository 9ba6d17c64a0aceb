package browser

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
)

// unseen is what an engine keeps from the test, whatever the test is.
var unseen = map[Engine][]string{
	Firefox: {"the console has no failed requests, no warnings of the browser's, and nothing of a worker's"},
	WebKit:  {"the console: no error on it fails a test"},
}

// Skip skips a test for what the engine lacks, such as "a virtual
// authenticator", and notes it for [Browser.Report].
func (b *Browser) Skip(t testing.TB, lack string) {
	t.Helper()
	b.Lacks(t.Name(), lack)
	t.Skipf("not in %v, which lacks %s", b.Engine, lack)
}

// Lacks notes for [Browser.Report] that something named is left out of the run,
// such as a test or a row of its table.
func (b *Browser) Lacks(name, lack string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	note(&b.missing, name, lack)
}

// Leaves notes for [Browser.Report] that a named test is left to Chromium, though the
// engine lacks nothing for it, because of what the test is about.
func (b *Browser) Leaves(name, about string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	note(&b.left, name, about)
}

func note(notes *map[string][]string, name, why string) {
	if *notes == nil {
		*notes = map[string][]string{}
	}
	if !slices.Contains((*notes)[why], name) {
		(*notes)[why] = append((*notes)[why], name)
	}
}

// Report prints what was left out in this engine, each lack with the names of
// the tests, and what no test can see there. It writes the same to the file that
// $BROWSER_REPORT names, as go test does not show what passing tests print.
func (b *Browser) Report() error {
	report := b.report()
	fmt.Print(report)
	if path := os.Getenv("BROWSER_REPORT"); path != "" {
		return appendTo(path, report) // other packages' tests have theirs there
	}
	return nil
}

func appendTo(path, text string) error {
	file, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	_, err = file.WriteString(text)
	return errors.Join(err, file.Close())
}

func (b *Browser) report() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	var report strings.Builder
	for _, lack := range slices.Sorted(maps.Keys(b.missing)) {
		fmt.Fprintf(&report, "not in %v, which lacks %s: %s\n", b.Engine, lack, strings.Join(slices.Sorted(slices.Values(b.missing[lack])), ", "))
	}
	for _, about := range slices.Sorted(maps.Keys(b.left)) {
		fmt.Fprintf(&report, "left to Chromium, by what they are about (%s): %s\n", about, strings.Join(slices.Sorted(slices.Values(b.left[about])), ", "))
	}
	for _, what := range unseen[b.Engine] {
		fmt.Fprintf(&report, "not seen in %v: %s\n", b.Engine, what)
	}
	return report.String()
}
