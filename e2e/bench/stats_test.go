package main

import (
	"slices"
	"testing"
)

// The quartiles are what R 4's quantile() gives with its default type, 7.
func TestSummarise(t *testing.T) {
	for _, test := range []struct {
		samples                  []float64
		q1, median, q3, min, max float64
	}{
		{[]float64{7}, 7, 7, 7, 7, 7},
		{[]float64{2, 1}, 1.25, 1.5, 1.75, 1, 2},
		{[]float64{3, 1, 2}, 1.5, 2, 2.5, 1, 3},
		{[]float64{4, 1, 3, 2}, 1.75, 2.5, 3.25, 1, 4},
		{[]float64{9, 1, 1, 2, 100, 3, 5}, 1.5, 3, 7, 1, 100},
	} {
		given := slices.Clone(test.samples)
		got := summarise(test.samples)
		if got.Q1 != test.q1 || got.Median != test.median || got.Q3 != test.q3 || got.Min != test.min || got.Max != test.max {
			t.Errorf("%v: got %+v, want %+v", given, got, test)
		}
		if !slices.Equal(got.Samples, given) {
			t.Errorf("%v: the samples became %v", given, got.Samples)
		}
	}
}

func TestSpeedups(t *testing.T) {
	got := speedups(map[string]summary{ourID: {Median: 8}, "amplify": {Median: 200}, "amazon_cognito_identity_js": {Median: 212}, "passwordless": {Median: 4}})
	for id, want := range map[string]float64{"amplify": 25, "amazon_cognito_identity_js": 26.5, "passwordless": 0.5} {
		if got[id] != want {
			t.Errorf("%s: got %v, want %v", id, got[id], want)
		}
	}
}

func TestAgainst(t *testing.T) {
	all := byRate{"4x": {ourID: {Median: 50}, "amplify": {Median: 200}}}
	if got := all.against("4x", "amplify"); got != 0.25 {
		t.Errorf("got %v, want 0.25", got)
	}
}

func TestGrowth(t *testing.T) {
	line := func(weights ...int) (of []weighed) {
		for i, bytes := range weights {
			of = append(of, weighed{SignIns: 100 + 500*i, weight: weight{Scripts: bytes / 2, Program: bytes - bytes/2}})
		}
		return of
	}
	for _, test := range []struct {
		of   []weighed
		want float64
	}{
		{line(7000, 7000), 0},
		{line(7000, 7500, 8000, 8500), 1000},
		{line(7000, 7000, 7000, 90_000, 7000), 0}, // garbage that one weighing found
		{line(8000, 7000), -2000},
	} {
		if got := growth(test.of); got != test.want {
			t.Errorf("%v: got %v, want %v", test.of, got, test.want)
		}
	}
}
