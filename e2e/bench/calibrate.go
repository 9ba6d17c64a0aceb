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
	// calibrationSteps are those of the loop, about a tenth of a second.
	calibrationSteps = 100_000_000
	calibrationRuns  = 5
)

// calibration is how many times slower a fixed loop was when throttled.
type calibration struct {
	MainThread float64 `json:"main_thread"`
	Worker     float64 `json:"worker"`
}

// calibrate measures the throttling. It fails where it is not what it says,
// because every throttled figure would be wrong.
func calibrate(chromium *browser.Browser, site *site) (c calibration, err error) {
	t, err := openTab(chromium, true, site.url+"/calibrate")
	if err != nil {
		return c, err
	}
	defer t.close()
	processes, err := renderers(t.ctx)
	if err != nil {
		return c, err
	}
	for _, thread := range []struct {
		function string
		ratio    *float64
	}{{"onMainThread", &c.MainThread}, {"inWorker", &c.Worker}} {
		times := map[int][]float64{}
		loop := fmt.Sprintf("%s(%d)", thread.function, calibrationSteps)
		if _, err := evaluate[float64](t, loop); err != nil { // compiles it
			return c, err
		}
		for range calibrationRuns {
			for _, rate := range []int{1, slowRate} {
				release := throttle(rate, slices.Collect(maps.Keys(processes)))
				ms, err := evaluate[float64](t, loop)
				if err := errors.Join(err, release()); err != nil {
					return c, err
				}
				times[rate] = append(times[rate], ms)
			}
		}
		*thread.ratio = summarise(times[slowRate]).Median / summarise(times[1]).Median
		if math.Abs(*thread.ratio/slowRate-1) > tolerance {
			return c, fmt.Errorf("throttling: %s took %.2f times as long, want %d within %.0f %%", thread.function, *thread.ratio, slowRate, 100*tolerance)
		}
	}
	return c, nil
}
