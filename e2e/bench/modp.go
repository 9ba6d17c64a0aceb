package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
)

const (
	// modpSteps are the operations of one sample.
	modpSteps = 2_000
	// modpWarmUp is the number of samples that are thrown away.
	modpWarmUp = 5
)

// implementations of arithmetic mod N, as arithmetic.js calls them.
var implementations = []string{"modp", "math_big", "bigmod", "bigint"}

// arithmeticLabels are their names for people.
var arithmeticLabels = map[string]string{"modp": "ours", "math_big": "math/big", "bigmod": "bigmod", "bigint": "JavaScript BigInt"}

// modpFigures are single operations mod N in a worker, in µs.
type modpFigures struct {
	Square         map[string]summary `json:"square_us"`
	Multiply       map[string]summary `json:"multiply_us"`
	SquareVsBigInt float64            `json:"square_vs_bigint"`
}

// operand is a number below N that nobody chose, 768 hex digits: SHA-256 twelve
// times, with a first digit that is no f.
func operand() string {
	digits := new(strings.Builder)
	for i := range 12 {
		sum := sha256.Sum256([]byte{byte(i)})
		digits.WriteString(hex.EncodeToString(sum[:]))
	}
	return "7" + digits.String()[1:]
}

func (b *bench) measureModp(r *report) error {
	t, err := srpPage(b.chromium, b.site, ourID)
	if err != nil {
		return err
	}
	defer t.close()
	type outcome struct {
		Microseconds float64
		Result       string
	}
	b.say("modp: %d samples of %d operations each", b.options.samples, modpSteps)
	figures := map[string]samples{"square": {}, "multiply": {}}
	for i := range modpWarmUp + b.options.samples {
		for operation, taken := range figures {
			var want string
			for _, implementation := range implementations {
				got, err := evaluate[outcome](t, fmt.Sprintf("call('arithmetic', %q, %q, %q, %d)", implementation, operation, operand(), modpSteps))
				if err != nil {
					return err
				}
				if want == "" {
					want = got.Result
				}
				if len(got.Result) != 768 || got.Result != want {
					return fmt.Errorf("%s %s: another residue than %s has", implementation, operation, implementations[0])
				}
				if i >= modpWarmUp {
					taken.add(implementation, got.Microseconds)
				}
			}
		}
	}
	f := &modpFigures{Square: figures["square"].summaries(), Multiply: figures["multiply"].summaries()}
	f.SquareVsBigInt = f.Square["modp"].Median / f.Square["bigint"].Median
	r.Modp = f
	return nil
}
