package main

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// noted is what waterfall.js tells of a sign-in, in no order.
func noted() []step {
	return []step{
		{"Go", 75, 80}, {"request 2", 60, 70}, {"page: HTML", 0, 10},
		{"the page asks", 11, 11}, {"the page asks", 12, 12}, {"the page asks", 20, 20}, {"Go", 21, 25},
		{"the page asks", 30, 30}, {"Go", 31, 35}, {"Go", 36, 39}, {"request 1", 38, 45}, {"Go", 46, 60},
		{"Go", 90, 95},
	}
}

func TestTold(t *testing.T) {
	got, err := told(noted(), 82)
	want := []step{
		{"page: HTML", 0, 10}, {"Go: opens the client", 21, 25}, {"Go: key pair, request 1", 31, 39}, {"request 1", 38, 45},
		{"Go: claim, request 2", 46, 60}, {"request 2", 60, 70}, {"Go: tokens", 75, 82},
	}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("got %v (%v), want %v", got, err, want)
	}
	if _, err := told(noted()[3:6], 82); err == nil {
		t.Error("no request was made: want an error")
	}
}

func TestDrawWaterfalls(t *testing.T) {
	steps, err := told(noted(), 82)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "waterfall.svg")
	r := &report{Waterfall: waterfallFigures{"1x": {"warm": steps}}}
	if err := r.drawWaterfalls(file); err != nil {
		t.Fatal(err)
	}
	got := texts(t, file)
	for _, want := range []string{"1×, warm cache: 82", "Go: claim, request 2", "14", "Cognito"} {
		if !strings.Contains(got, want) {
			t.Errorf("the picture lacks %q", want)
		}
	}
}
