package main

import (
	"math/big"
	"math/rand/v2"

	"github.com/cognito-wasm/cognito-wasm/srp/internal/leak"
	"github.com/cognito-wasm/cognito-wasm/srp/internal/modp"
)

// control is the subject that has to leak: math/big, which says so of itself.
const control = "math/big.Exp"

// subjects are what touches a secret for long.
func subjects() []leak.Subject {
	base := []byte(modp.N[1:])
	var x, z, picked modp.Element
	if x.SetBytes(base) != nil {
		return nil
	}
	var table modp.Window
	for i := range table {
		if table[i].SetBytes([]byte{byte(i)}) != nil {
			return nil
		}
	}
	bigBase, modulus, power := new(big.Int).SetBytes(base), new(big.Int).SetBytes([]byte(modp.N)), new(big.Int)

	exp := func(e []byte) { z.Exp(&x, e) }
	expG := func(e []byte) { z.ExpG((*[32]byte)(e)) }
	return []leak.Subject{
		{Name: "modp.Exp", Classes: "few bits set / few not set", Repeat: 1, Secret: weights(64), Run: exp},
		{Name: "modp.Exp", Classes: "always the same / random", Repeat: 1, Secret: fixedOrRandom(64), Run: exp},
		{Name: "modp.ExpG", Classes: "few bits set / few not set", Repeat: 2, Secret: weights(32), Run: expG},
		{Name: "modp.ExpG", Classes: "always the same / random", Repeat: 2, Secret: fixedOrRandom(32), Run: expG},
		{Name: "modp.Window.Pick", Classes: "first entry / last", Repeat: 2000, Secret: firstOrLast, Run: func(digit []byte) { table.Pick(&picked, digit[0]) }},
		{Name: "modp.Window.Pick", Classes: "always the same / random", Repeat: 2000, Secret: fixedOrRandom(1), Run: func(digit []byte) { table.Pick(&picked, digit[0]) }},
		{Name: control, Classes: "few bits set / few not set", Repeat: 1, Secret: weights(64), Run: func(e []byte) {
			power.Exp(bigBase, new(big.Int).SetBytes(e), modulus)
		}},
	}
}

// weights gives numbers of low and of high Hamming weight: eight bits at random
// places are set, or all but those.
func weights(size int) func(class int, random *rand.Rand) []byte {
	return func(class int, random *rand.Rand) []byte {
		e := make([]byte, size)
		for range 8 {
			bit := random.IntN(8 * size)
			e[bit/8] |= 1 << (bit % 8)
		}
		for i := range e {
			e[i] ^= byte(-class)
		}
		return e
	}
}

// fixedOrRandom gives the same number again and again, and random ones.
func fixedOrRandom(size int) func(class int, random *rand.Rand) []byte {
	return func(class int, random *rand.Rand) []byte {
		e := make([]byte, size)
		for i := range e {
			e[i] = byte(random.Uint32())&byte(-class) | 0xa7&^byte(-class)
		}
		return e
	}
}

func firstOrLast(class int, _ *rand.Rand) []byte { return []byte{15 * byte(class)} }

// measureLeak runs one of the subjects.
func measureLeak(subject leak.Subject, samples int) leak.Result {
	return leak.Measure(subject, samples, rand.New(rand.NewPCG(rand.Uint64(), rand.Uint64())))
}
