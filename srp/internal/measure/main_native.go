//go:build !js

// Natively, command measure tests for leaks of time alone: it takes a number of
// samples and writes a line of JSON for each subject.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
)

func main() {
	samples := flag.Int("samples", 2000, "times of each subject")
	flag.Parse()
	encoder := json.NewEncoder(os.Stdout)
	for _, subject := range subjects() {
		if err := encoder.Encode(measureLeak(subject, *samples)); err != nil {
			fmt.Fprintln(os.Stderr, "measure:", err)
			os.Exit(1)
		}
	}
}
