package main

import (
	"errors"
	"flag"
	"fmt"
	"slices"
	"strings"
)

// leastSamples is what a run for the record takes.
const leastSamples = 15

// options are those of the command line.
type options struct {
	samples     int      // of each figure
	signIns     int      // of the measurement of memory
	leakSamples int      // of each subject of the timing tests
	only        []string // measurements; all if empty
}

// parseOptions reads the command line, without the command's name.
func parseOptions(args []string) (options, error) {
	var names []string
	for _, m := range measurements {
		names = append(names, m.name)
	}
	var o options
	var only string
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	flags.IntVar(&o.samples, "samples", leastSamples, "samples of each figure; fewer than 15 are for development")
	flags.IntVar(&o.signIns, "sign-ins", 4_100, "sign-ins in the page whose memory is weighed, more than 100")
	flags.IntVar(&o.leakSamples, "leak-samples", 2_000, "samples of each timing test, at least 100")
	flags.StringVar(&only, "only", "", "measurements to take, for development: "+strings.Join(names, ","))
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	if only != "" {
		o.only = strings.Split(only, ",")
	}
	for _, name := range o.only {
		if !slices.Contains(names, name) {
			return o, fmt.Errorf("-only %s: want some of %s", name, strings.Join(names, ","))
		}
	}
	switch {
	case o.samples < 1:
		return o, errors.New("-samples: want at least one")
	case o.leakSamples < 100:
		return o, errors.New("-leak-samples: want at least 100")
	case o.signIns <= settledAfter:
		return o, fmt.Errorf("-sign-ins: want more than %d", settledAfter)
	}
	return o, nil
}

// wants tells whether a measurement is to be taken.
func (o options) wants(name string) bool { return len(o.only) == 0 || slices.Contains(o.only, name) }
