package main

import (
	"fmt"
	"math/big"
	"math/rand/v2"

	"github.com/cognito-wasm/cognito-wasm/internal/clock"
	"github.com/cognito-wasm/cognito-wasm/srp"
	"github.com/cognito-wasm/cognito-wasm/srp/internal/leak"
	"github.com/cognito-wasm/cognito-wasm/srp/internal/modp"
)

// control is the subject that has to leak: math/big, which says so of itself.
const control = "math/big.Exp"

// The classes that several subjects have.
const (
	fewBits = "few bits set / few not set"
	theSame = "always the same / random"
	isZero  = "zero / random"
)

// subjects are what touches a secret.
func subjects() []leak.Subject {
	base := []byte(modp.N[1:])
	var x, y, z modp.Element
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
	var encoded [modp.Size]byte

	exp := func(e []byte) { z.Exp(&x, e) }
	expG := func(e []byte) { z.ExpG((*[32]byte)(e)) }
	pick := func(digit []byte) { table.Pick(&z, digit[0]) }
	// What makes y is not timed, and the same for both classes.
	element := func(secret secrets) secrets {
		return func(class int, random *rand.Rand) []byte {
			value := secret(class, random)
			if y.SetBytes(value) != nil {
				panic("leaks: a secret that is too long")
			}
			return value
		}
	}
	var all []leak.Subject
	add := func(name, classes string, repeat int, secret secrets, run func(secret []byte)) {
		all = append(all, leak.Subject{Name: name, Classes: classes, Repeat: repeat, Secret: secret, Run: run})
	}
	add("modp.Exp", fewBits, 1, weights(64), exp)
	add("modp.Exp", theSame, 1, fixedOrRandom(64), exp)
	add("modp.ExpG", fewBits, 2, weights(32), expG)
	add("modp.ExpG", theSame, 2, fixedOrRandom(32), expG)
	add("modp.Window.Pick", "first entry / last", 2000, firstOrLast, pick)
	add("modp.Window.Pick", theSame, 2000, fixedOrRandom(1), pick)
	for _, operation := range []struct {
		name   string
		repeat int
		run    func([]byte)
	}{
		{"modp.Element.Mul", 20, func([]byte) { z.Mul(&x, &y) }},
		{"modp.Element.Sub", 500, func([]byte) { z.Sub(&x, &y) }},
		{"modp.Element.FillBytes", 40, func([]byte) { y.FillBytes(&encoded) }},
	} {
		add(operation.name, isZero, operation.repeat, element(zeroOrRandom(modp.Size)), operation.run)
		add(operation.name, theSame, operation.repeat, element(fixedOrRandom(modp.Size)), operation.run)
	}
	setBytes := func(secret []byte) { z.SetBytes(secret) }
	add("modp.Element.SetBytes", isZero, 20, zeroOrRandom(modp.Size), setBytes)
	add("modp.Element.SetBytes", theSame, 20, fixedOrRandom(modp.Size), setBytes)
	mulAdd := func(secret []byte) { modp.MulAdd(secret[:32], secret[32:64], secret[64:]) }
	add("modp.MulAdd", isZero, 20, zeroOrRandom(96), mulAdd)
	add("modp.MulAdd", fewBits, 20, weights(96), mulAdd)

	id := srp.UserIdentity("AbC123xyz", "3f1c2b8e-7f7c-4b0e-9d3b-0c5b8a9f1e2d")
	challenge := srp.Challenge{Salt: "1f2e3d4c5b6a79880706050403020100", B: fmt.Sprintf("%x", base[1:]), SecretBlock: "c2VjcmV0IGJsb2Nr"}
	all = append(all, leak.Subject{Name: "srp.Ephemeral, from a to the claim", Classes: "always the same password / random", Repeat: 1, Fewer: 4,
		Secret: fixedOrRandom(16),
		Run: func(password []byte) {
			ephemeral, err := srp.NewEphemeral()
			if err == nil {
				_, err = ephemeral.PasswordClaim(id, password, challenge, clock.Now())
			}
			if err != nil {
				panic(err)
			}
		}})

	// That the lengths of exponents show is enough to find a key: https://eprint.iacr.org/2020/728 (Minerva).
	add(control, "first four bytes zero / random", 1, shortOrLong(64), func(e []byte) {
		power.Exp(bigBase, new(big.Int).SetBytes(e), modulus)
	})
	return all
}

// secrets draws secrets of two classes, as [leak.Subject] wants it.
type secrets = func(class int, random *rand.Rand) []byte

// weights gives numbers of low and of high Hamming weight: eight bits at random
// places are set, or all but those.
func weights(size int) secrets {
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
func fixedOrRandom(size int) secrets {
	return func(class int, random *rand.Rand) []byte {
		e := make([]byte, size)
		for i := range e {
			e[i] = byte(random.Uint32())&byte(-class) | 0xa7&^byte(-class)
		}
		return e
	}
}

// zeroOrRandom gives zero, and random numbers.
func zeroOrRandom(size int) secrets {
	return func(class int, random *rand.Rand) []byte {
		e := make([]byte, size)
		for i := range e {
			e[i] = byte(random.Uint32()) & byte(-class)
		}
		return e
	}
}

// shortOrLong gives random numbers of which one class begins with 32 bits of zero.
func shortOrLong(size int) secrets {
	return func(class int, random *rand.Rand) []byte {
		e := make([]byte, size)
		for i := range e {
			e[i] = byte(random.Uint32())
		}
		for i := range 4 {
			e[i] &= byte(-class)
		}
		return e
	}
}

func firstOrLast(class int, _ *rand.Rand) []byte { return []byte{15 * byte(class)} }

// measureLeak runs one of the subjects.
func measureLeak(subject leak.Subject, samples int) leak.Result {
	return leak.Measure(subject, samples, rand.New(rand.NewPCG(rand.Uint64(), rand.Uint64())))
}
