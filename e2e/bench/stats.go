package main

import (
	"slices"
)

// summary is what is told of samples of one kind.
type summary struct {
	Median  float64   `json:"median"`
	Q1      float64   `json:"q1"`
	Q3      float64   `json:"q3"`
	Min     float64   `json:"min"`
	Max     float64   `json:"max"`
	Samples []float64 `json:"samples"` // in the order in which they were taken
}

// summarise gives the median and the spread of samples, of which there is at
// least one. Quartiles lie between two samples in proportion (type 7 of Hyndman
// and Fan, 1996, the default of R and NumPy).
func summarise(samples []float64) summary {
	sorted := slices.Sorted(slices.Values(samples))
	at := func(p float64) float64 {
		position := p * float64(len(sorted)-1)
		below := int(position)
		above := min(below+1, len(sorted)-1)
		return sorted[below] + (position-float64(below))*(sorted[above]-sorted[below])
	}
	return summary{Median: at(0.5), Q1: at(0.25), Q3: at(0.75), Min: sorted[0], Max: sorted[len(sorted)-1], Samples: samples}
}

// samples are those of several clients or implementations, by id.
type samples map[string][]float64

func (s samples) add(id string, value float64) { s[id] = append(s[id], value) }

// summaries gives the summary of each.
func (s samples) summaries() map[string]summary {
	all := make(map[string]summary, len(s))
	for id, values := range s {
		all[id] = summarise(values)
	}
	return all
}

// growth gives the bytes that are gained in 1,000 sign-ins: the median slope of
// all pairs of weighings (Theil and Sen), which one garbage collection more or
// less does not change.
func growth(of []weighed) float64 {
	var slopes []float64
	for i, first := range of {
		for _, last := range of[i+1:] {
			slopes = append(slopes, float64(last.total()-first.total())/float64(last.SignIns-first.SignIns)*1000)
		}
	}
	return summarise(slopes).Median
}
