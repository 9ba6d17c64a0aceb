package main

import (
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"

	"github.com/cognito-wasm/cognito-wasm/e2e/browser"
)

const (
	// slowRate is how many times slower the throttled processor is.
	slowRate = 4
	// tolerance is how far the rate may be off, on any thread.
	tolerance = 0.2
	// calibrationSteps are those of the loop, more than a tenth of a second.
	calibrationSteps    = 150_000_000
	calibrationPairs    = 7
	calibrationAttempts = 5
)

// calibration is how many times slower a fixed loop was when throttled.
type calibration struct {
	MainThread float64 `json:"main_thread"`
	Worker     float64 `json:"worker"`
}

// calibrate measures the throttling. It fails where it is not what it says,
// because every throttled figure would be wrong. A machine that does something
// else at the time gets more attempts.
func calibrate(chromium *browser.Browser, site *site) (c calibration, err error) {
	for range calibrationAttempts {
		if c, err = calibrateOnce(chromium, site); err == nil {
			break
		}
	}
	return c, err
}

func calibrateOnce(chromium *browser.Browser, site *site) (c calibration, err error) {
	t, err := openTab(chromium, true, site.url+"/calibrate")
	if err != nil {
		return c, err
	}
	defer t.close()
	if c.MainThread, err = t.slowdown("onMainThread"); err != nil {
		return c, err
	}
	c.Worker, err = t.slowdown("inWorker")
	return c, err
}

// slowdown gives how many times longer a function of calibrate.js takes when it
// is throttled: the median of pairs.
func (t *tab) slowdown(function string) (float64, error) {
	processes, err := renderers(t.ctx)
	if err != nil {
		return 0, err
	}
	loop := fmt.Sprintf("%s(%d)", function, calibrationSteps)
	if _, err := evaluate[float64](t, loop); err != nil { // compiles it
		return 0, err
	}
	var ratios []float64
	for range calibrationPairs {
		plain, err := evaluate[float64](t, loop)
		if err != nil {
			return 0, err
		}
		release := throttle(slowRate, slices.Collect(maps.Keys(processes)))
		throttled, err := evaluate[float64](t, loop)
		if err := errors.Join(err, release()); err != nil {
			return 0, err
		}
		ratios = append(ratios, throttled/plain)
	}
	ratio := summarise(ratios).Median
	if math.Abs(ratio/slowRate-1) > tolerance {
		return 0, fmt.Errorf("throttling: %s took %.2f times as long, want %d within %.0f %%; is the machine busy?", function, ratio, slowRate, 100*tolerance)
	}
	return ratio, nil
}
