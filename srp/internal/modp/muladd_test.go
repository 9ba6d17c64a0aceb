package modp

import (
	"bytes"
	"math/big"
	"testing"
)

func TestMulAdd(t *testing.T) {
	check := func(t *testing.T, a, u, x []byte) {
		t.Helper()
		want := new(big.Int).Mul(new(big.Int).SetBytes(u), new(big.Int).SetBytes(x))
		want.Add(want, new(big.Int).SetBytes(a))
		if got := new(big.Int).SetBytes(MulAdd(a, u, x)); got.Cmp(want) != 0 {
			t.Fatalf("lengths %d, %d, %d: %x, want %x", len(a), len(u), len(x), got, want)
		}
	}
	t.Run("every length", func(t *testing.T) {
		r := newRand(t)
		for a := range 10 {
			for u := range 10 {
				for x := range 10 {
					check(t, randomBytes(r, a), randomBytes(r, u), randomBytes(r, x))
					check(t, bytes.Repeat([]byte{0xff}, a), bytes.Repeat([]byte{0xff}, u), bytes.Repeat([]byte{0xff}, x))
				}
			}
		}
	})
	t.Run("the protocol's lengths", func(t *testing.T) {
		r := newRand(t)
		ones := bytes.Repeat([]byte{0xff}, 32)
		for _, n := range []int{32, 64, 128} {
			check(t, bytes.Repeat([]byte{0xff}, n), ones, ones)
			check(t, make([]byte, n), ones, ones)
			check(t, bytes.Repeat([]byte{0xff}, n), make([]byte, 32), ones)
			for range 200 {
				check(t, randomBytes(r, n), randomBytes(r, 32), randomBytes(r, 32))
			}
		}
		if got := len(MulAdd(ones, ones, ones)); got != 64 {
			t.Errorf("the exponent has %d bytes, want 64", got)
		}
	})
	t.Run("length does not tell the value", func(t *testing.T) {
		if got := len(MulAdd(make([]byte, 32), make([]byte, 32), make([]byte, 32))); got != 64 {
			t.Errorf("the exponent 0 has %d bytes, want 64", got)
		}
	})
}
