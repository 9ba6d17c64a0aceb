//go:build js

package main

import (
	"math/big"
	"syscall/js"

	"filippo.io/bigmod"

	"github.com/cognito-wasm/cognito-wasm/srp/internal/modp"
)

// chain is an implementation's loop: z = x, then n times z = z·z or z = z·x mod N.
// Each step needs the one before it, as in an exponentiation. x has [modp.Size]
// bytes and is below N; z overwrites it.
type chain func(x []byte, n int)

// chains are the loops of all implementations, by the name that JavaScript uses.
var chains = map[string]chain{
	"modp square": func(x []byte, n int) {
		var z modp.Element
		if z.SetBytes(x) != nil {
			return
		}
		z.SquareTimes(&z, n)
		z.FillBytes((*[modp.Size]byte)(x))
	},
	"modp multiply": func(x []byte, n int) {
		var y, z modp.Element
		if y.SetBytes(x) != nil || z.SetBytes(x) != nil {
			return
		}
		for range n {
			z.Mul(&z, &y)
		}
		z.FillBytes((*[modp.Size]byte)(x))
	},
	// math/big has no modular multiplication but a product and a remainder: the
	// Montgomery form inside its Exp is not exported.
	"math_big square": func(x []byte, n int) {
		modulus, z := new(big.Int).SetBytes([]byte(modp.N)), new(big.Int).SetBytes(x)
		var product, quotient big.Int
		for range n {
			quotient.QuoRem(product.Mul(z, z), modulus, z)
		}
		z.FillBytes(x)
	},
	"math_big multiply": func(x []byte, n int) {
		modulus, y, z := new(big.Int).SetBytes([]byte(modp.N)), new(big.Int).SetBytes(x), new(big.Int).SetBytes(x)
		var product, quotient big.Int
		for range n {
			quotient.QuoRem(product.Mul(z, y), modulus, z)
		}
		z.FillBytes(x)
	},
	// bigmod multiplies numbers in their usual form, so each product is two
	// Montgomery multiplications; it has no squaring of its own.
	"bigmod square": func(x []byte, n int) {
		modulus, z := natural(x)
		for range n {
			z.Mul(z, modulus)
		}
		copy(x, z.Bytes(modulus))
	},
	"bigmod multiply": func(x []byte, n int) {
		modulus, z := natural(x)
		_, y := natural(x)
		for range n {
			z.Mul(y, modulus)
		}
		copy(x, z.Bytes(modulus))
	},
}

// natural gives N and x in bigmod's types. It panics where x is not below N.
func natural(x []byte) (*bigmod.Modulus, *bigmod.Nat) {
	modulus, err := bigmod.NewModulus([]byte(modp.N))
	if err != nil {
		panic(err)
	}
	z, err := bigmod.NewNat().SetBytes(x, modulus)
	if err != nil {
		panic(err)
	}
	return modulus, z
}

// arithmetic(name, x, n) runs a chain of n steps on the bytes of x, a Uint8Array,
// in place.
func arithmetic(_ js.Value, args []js.Value) any {
	x := make([]byte, modp.Size)
	js.CopyBytesToGo(x, args[1])
	chains[args[0].String()](x, args[2].Int())
	js.CopyBytesToJS(args[1], x)
	return nil
}
