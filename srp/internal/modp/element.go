// Package modp is arithmetic modulo the 3072-bit prime of RFC 3526 (group 15) with g = 2, in constant time: no branch
// and no memory address depends on a value. Time may depend on the length of a byte slice, which callers take as public.
// [Element.SetBytes] is the exception.
//
// The arithmetic is [filippo.io/bigmod]'s. N has 48 words of 64 bits, a size for which bigmod has neither assembly nor
// the unsafe loops of its js/wasm build (those serve 1024, 1536 and 2048 bits): the portable Go code runs everywhere.
//
// bigmod keeps scratch copies of operands (the window table of an exponentiation, double-width products) that nobody
// can reach to zero. [Element.Zero] clears the element's own words alone.
package modp

import (
	"errors"

	"filippo.io/bigmod"
)

// ErrTooLong is returned by [Element.SetBytes] for input of more than [Size] bytes.
var ErrTooLong = errors.New("modp: more than 384 bytes")

// Element is an integer modulo N, always fully reduced. The zero value is the residue 0, ready to use. The receiver of
// an operation may also be its operand. Elements are not to be copied: the copy shares the words.
type Element struct {
	nat bigmod.Nat
}

// SetBytes sets z to b mod N. b is big-endian, of any length up to [Size] bytes and of any value, N and above included.
// Longer input gives [ErrTooLong], whatever its value, and leaves z unchanged.
//
// VarTime: it tells how many leading zero bits a b of full length has, and is meant for public numbers.
func (z *Element) SetBytes(b []byte) error {
	if len(b) > Size {
		return ErrTooLong
	}
	_, err := z.nat.SetOverflowingBytes(b, modulus)
	return err
}

// FillBytes writes z, big-endian and zero-extended, to b.
func (z *Element) FillBytes(b *[Size]byte) {
	clear(b[:])
	words := z.nat.Bits()
	for i := range words {
		word := words[i]
		for j := range Size / len(words) {
			b[Size-1-(i*(Size/len(words))+j)] = byte(word >> (8 * j))
		}
	}
}

// IsZero reports whether z is the residue 0. The time does not tell, the answer of course does.
func (z *Element) IsZero() bool {
	return z.nat.IsZero() == 1
}

// Mul sets z to x·y mod N.
func (z *Element) Mul(x, y *Element) {
	product := x.clone()
	product.Mul(y.operand(), modulus)
	z.take(product)
}

// Sub sets z to x − y mod N.
func (z *Element) Sub(x, y *Element) {
	difference := x.clone()
	difference.Sub(y.operand(), modulus)
	z.take(difference)
}

// Exp sets z to x^e mod N. e is big-endian; the time depends on len(e) alone, leading zero bytes cost like any other.
func (z *Element) Exp(x *Element, e []byte) {
	power := new(bigmod.Nat).Exp(x.operand(), e, modulus)
	z.take(power)
}

// ExpG sets z to g^e mod N, with e as in [Element.Exp].
func (z *Element) ExpG(e []byte) {
	z.Exp(generator, e)
}

// Zero overwrites z with the residue 0.
func (z *Element) Zero() {
	clear(z.nat.Bits())
}

// operand returns x's words at full width. It writes to x only if x is a fresh zero value, so that initialised elements
// may be read by several goroutines.
func (x *Element) operand() *bigmod.Nat {
	if len(x.nat.Bits()) == 0 {
		x.nat.ExpandFor(modulus)
	}
	return &x.nat
}

// clone returns a copy of x's words.
func (x *Element) clone() *bigmod.Nat {
	words := new(bigmod.Nat).ExpandFor(modulus)
	copy(words.Bits(), x.nat.Bits())
	return words
}

// take moves the words of n into z, zeroing what z held.
func (z *Element) take(n *bigmod.Nat) {
	z.Zero()
	z.nat = *n
}
