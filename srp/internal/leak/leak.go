// Package leak tells by measuring whether the time of an operation depends on a secret, in the way of dudect: O. Reparaz,
// J. Balasch, I. Verbauwhede, "Dude, is my code constant time?", DATE 2017. The operation runs many times with secrets of
// two classes, in random order, and Welch's t-test says whether the two sets of times have the same mean.
//
// It finds leaks, it does not prove that there is none: what no class distinguishes, or what is smaller than the noise of
// so many samples, stays unseen. So every run measures an operation that is known to leak as well.
package leak

import (
	"math"
	"math/rand/v2"
	"slices"
	"time"
)

// Threshold is the |t| above which two classes are taken to differ. It is the usual one of leakage tests (Goodwill et al.,
// NIST 2011): by chance alone, one test in a hundred thousand goes above it.
const Threshold = 4.5

// A Subject is an operation on secrets of two classes.
type Subject struct {
	// Name says what is run, Classes what is compared.
	Name, Classes string
	// Repeat is how many times Run is called in one sample. A sample should take
	// many times the resolution of the clock: 5 µs to 100 µs in a browser.
	Repeat int
	// Fewer divides the number of samples, for what takes long; 0 is 1.
	Fewer int
	// Secret draws a secret of class 0 or 1. It is not timed, and does the same work for both classes.
	Secret func(class int, random *rand.Rand) []byte
	// Run is timed.
	Run func(secret []byte)
}

// A Result is what a test comes to.
type Result struct {
	Name    string `json:"name"`
	Classes string `json:"classes"`
	// Samples is the number of times in both classes together, before cropping.
	Samples int `json:"samples"`
	// T is Welch's t, the largest over the croppings, with its sign.
	T float64 `json:"t"`
	// Means are the classes' mean times of one Run, in µs, over the faster half of all samples.
	Means [2]float64 `json:"means_us"`
}

// Leaks reports whether the classes differ.
func (r Result) Leaks() bool { return math.Abs(r.T) > Threshold }

// Measure runs a subject so many times, fewer where the subject says so, and some more for which the compiler may still be at work.
func Measure(s Subject, samples int, random *rand.Rand) Result {
	samples /= max(1, s.Fewer)
	times := [2][]float64{}
	warmUp := samples / 10
	for i := range warmUp + samples {
		class := random.IntN(2)
		secret := s.Secret(class, random)
		start := time.Now()
		for range s.Repeat {
			s.Run(secret)
		}
		elapsed := time.Since(start)
		if i >= warmUp {
			times[class] = append(times[class], float64(elapsed.Nanoseconds())/1000/float64(s.Repeat))
		}
	}
	result := Result{Name: s.Name, Classes: s.Classes, Samples: samples}
	all := slices.Concat(times[0], times[1])
	slices.Sort(all)
	// An interrupted sample tells nothing about the operation, so the slowest are left out, by several bounds: nobody knows
	// beforehand which. The bound is the same for both classes.
	for _, kept := range []float64{0.5, 0.8, 0.95, 1} {
		bound := all[min(len(all)-1, int(kept*float64(len(all))))]
		a, b := below(times[0], bound), below(times[1], bound)
		if t := Welch(a, b); math.Abs(t) > math.Abs(result.T) {
			result.T = t
		}
		if kept == 0.5 {
			result.Means = [2]float64{mean(a), mean(b)}
		}
	}
	return result
}

// Welch returns Welch's t of two samples: the difference of their means in units of its standard error, estimated without
// taking the variances to be the same (B. L. Welch, Biometrika 34, 1947). It is 0 where a sample has less than two values,
// or all values are the same.
func Welch(a, b []float64) float64 {
	if len(a) < 2 || len(b) < 2 {
		return 0
	}
	difference := mean(a) - mean(b)
	deviation := math.Sqrt(variance(a)/float64(len(a)) + variance(b)/float64(len(b)))
	if deviation == 0 {
		return 0
	}
	return difference / deviation
}

func mean(values []float64) float64 {
	var sum float64
	for _, value := range values {
		sum += value
	}
	return sum / float64(len(values))
}

// variance is the unbiased one.
func variance(values []float64) float64 {
	center := mean(values)
	var sum float64
	for _, value := range values {
		sum += (value - center) * (value - center)
	}
	return sum / float64(len(values)-1)
}

func below(values []float64, bound float64) []float64 {
	kept := make([]float64, 0, len(values))
	for _, value := range values {
		if value <= bound {
			kept = append(kept, value)
		}
	}
	return kept
}
