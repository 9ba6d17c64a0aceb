package main

import (
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
)

const (
	// slowRate is how many times slower the throttled processor is.
	slowRate = 4
	// tolerance is how far the rate may be off on any thread, meanTolerance in the
	// mean of both.
	tolerance     = 0.2
	meanTolerance = 0.05
	// calibrationSteps are those of the loop, more than a tenth of a second.
	calibrationSteps    = 150_000_000
	calibrationPairs    = 7
	calibrationAttempts = 5
)

// calibration is how many times slower a fixed loop was when throttled.
type calibration struct {
	// Rate is what throttle was asked for: a stop reaches every thread a little late.
	Rate       float64 `json:"rate"`
	MainThread float64 `json:"main_thread"`
	Worker     float64 `json:"worker"`
}

// mean is what both threads were slowed by.
func (c calibration) mean() float64 { return math.Sqrt(c.MainThread * c.Worker) }

// holds tells whether neither thread is far from the rate that is meant.
func (c calibration) holds() bool {
	off := func(slower, most float64) bool { return math.Abs(slower/slowRate-1) > most }
	return !off(c.MainThread, tolerance) && !off(c.Worker, tolerance) && !off(c.mean(), meanTolerance)
}

// rates gives what throttle has to be asked for, by the rates that figures are told
// at. The first time it is found out.
func (b *bench) rates() (map[int]float64, error) {
	if b.throttling == nil {
		b.say("finding out how to throttle a page %d× …", slowRate)
		found, err := calibrate(b.chromium, b.site)
		if err != nil {
			return nil, err
		}
		b.throttling = &found
		b.say("throttled %d×, a loop takes %.2f times as long on the main thread and %.2f times in a worker", slowRate, found.MainThread, found.Worker)
	}
	return map[int]float64{1: 1, slowRate: b.throttling.Rate}, nil
}

// calibrate finds the rate at which a page is as slow as it is meant to be. It
// fails where there is none, because every throttled figure would be wrong.
func calibrate(chromium *browser.Browser, site *site) (calibration, error) {
	c := calibration{Rate: slowRate}
	for range calibrationAttempts {
		if err := c.measure(chromium, site); err != nil || c.holds() {
			return c, err
		}
		c.Rate *= slowRate / c.mean()
	}
	return c, fmt.Errorf("throttling: the main thread was %.2f times slower and a worker %.2f times, want %d within %.0f %%, and within %.0f %% together; is the machine busy?",
		c.MainThread, c.Worker, slowRate, 100*tolerance, 100*meanTolerance)
}

func (c *calibration) measure(chromium *browser.Browser, site *site) error {
	t, err := openTab(chromium, true, site.url+"/calibrate")
	if err != nil {
		return err
	}
	defer t.close()
	if c.MainThread, err = t.slowdown("onMainThread", c.Rate); err != nil {
		return err
	}
	c.Worker, err = t.slowdown("inWorker", c.Rate)
	return err
}

// slowdown gives how many times longer a function of calibrate.js takes when it
// is throttled: the median of pairs.
func (t *tab) slowdown(function string, rate float64) (float64, error) {
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
		release := throttle(rate, slices.Collect(maps.Keys(processes)))
		throttled, err := evaluate[float64](t, loop)
		if err := errors.Join(err, release()); err != nil {
			return 0, err
		}
		ratios = append(ratios, throttled/plain)
	}
	return summarise(ratios).Median, nil
}
