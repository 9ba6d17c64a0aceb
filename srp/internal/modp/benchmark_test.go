package modp

import (
	"bytes"
	"math/big"
	"testing"
)

func BenchmarkElement(b *testing.B) {
	x := element(b, new(big.Int).Sub(prime, big.NewInt(12345)))
	e := bytes.Repeat([]byte{0xa5}, 64)
	for _, operation := range []struct {
		name string
		do   func(z *Element)
	}{
		{"Mul", func(z *Element) { z.Mul(x, x) }},
		{"Square", func(z *Element) { z.SquareTimes(x, 1) }},
		{"Exp", func(z *Element) { z.Exp(x, e) }},
		{"ExpG", func(z *Element) { z.ExpG((*[32]byte)(e)) }},
	} {
		b.Run(operation.name, func(b *testing.B) {
			var z Element
			for b.Loop() {
				operation.do(&z)
			}
		})
	}
}
