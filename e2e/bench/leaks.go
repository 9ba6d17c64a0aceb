package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math"
	"os/exec"
	"strconv"

	"github.com/cognito-wasm/cognito-wasm/web/build"
)

// control names the subjects that have to leak, as srp/internal/measure calls
// them. A test that never found a leak would prove nothing.
const control = "math/big.Exp"

// leakResult is Welch's t for an operation on secrets of two classes
// (srp/internal/leak).
type leakResult struct {
	Name    string     `json:"name"`
	Classes string     `json:"classes"`
	Samples int        `json:"samples"`
	T       float64    `json:"t"`
	Means   [2]float64 `json:"means_us"`
}

// leakFigures are the results natively and in a worker of Chromium, in the same
// order.
type leakFigures struct {
	Native   []leakResult `json:"native"`
	Chromium []leakResult `json:"chromium"`
	// WorstT is the largest |t| of what must not leak, ControlT the smallest of
	// what must.
	WorstT   float64 `json:"worst_t"`
	ControlT float64 `json:"control_t"`
}

func (b *bench) measureLeaks(r *report) error {
	f := &leakFigures{}
	var err error
	b.say("leaks: natively, %d samples of each secret operation", b.options.leakSamples)
	if f.Native, err = nativeLeaks(b.ctx, b.options.leakSamples); err != nil {
		return err
	}
	t, err := srpPage(b.chromium, b.site, ourID)
	if err != nil {
		return err
	}
	defer t.close()
	for i, native := range f.Native {
		b.say("leaks: in Chromium, %s, %s", native.Name, native.Classes)
		encoded, err := evaluate[string](t, fmt.Sprintf("call('leak', %d, %d)", i, b.options.leakSamples))
		if err != nil {
			return err
		}
		var result leakResult
		if err := json.Unmarshal([]byte(encoded), &result); err != nil {
			return fmt.Errorf("the result of %s: %w", native.Name, err)
		}
		f.Chromium = append(f.Chromium, result)
	}
	f.judge()
	r.Leaks = f
	return nil
}

// judge finds the two figures that tell.
func (f *leakFigures) judge() {
	f.WorstT, f.ControlT = 0, math.MaxFloat64
	for _, results := range [][]leakResult{f.Native, f.Chromium} {
		for _, result := range results {
			if t := math.Abs(result.T); result.Name == control {
				f.ControlT = min(f.ControlT, t)
			} else {
				f.WorstT = max(f.WorstT, t)
			}
		}
	}
}

// nativeLeaks runs the same subjects in a program for this machine.
func nativeLeaks(ctx context.Context, samples int) ([]leakResult, error) {
	output, err := exec.CommandContext(ctx, "go", "run", build.Measure, "-samples", strconv.Itoa(samples)).Output()
	if err != nil {
		return nil, fmt.Errorf("go run %s: %w", build.Measure, err)
	}
	var results []leakResult
	for decoder := json.NewDecoder(bytes.NewReader(output)); decoder.More(); {
		var result leakResult
		if err := decoder.Decode(&result); err != nil {
			return nil, err
		}
		results = append(results, result)
	}
	return results, nil
}

func (f *leakFigures) rows() []row {
	rows := []row{{"does the time depend on the secret?", "classes of secrets", "natively, |t|", "in Chromium, |t|"}}
	for i, native := range f.Native {
		name := native.Name
		if name == control {
			name += " (the control)"
		}
		rows = append(rows, row{name, native.Classes, number(math.Abs(native.T)), number(math.Abs(f.Chromium[i].T))})
	}
	return rows
}
