package modp

import "errors"

// ErrTooLong is returned by [Element.SetBytes] for input of more than [Size] bytes.
var ErrTooLong = errors.New("modp: more than 384 bytes")

// Element is an integer modulo N. The zero value is the residue 0, ready to use. The receiver of an operation may also
// be its operand, and elements may be copied. Elements that are only read may be shared by goroutines.
type Element struct {
	n number // in Montgomery form, below 3N
}

// SetBytes sets z to b mod N. b is big-endian, of any length up to [Size] bytes and of any value, N and above included.
// Longer input gives [ErrTooLong], whatever its value, and leaves z unchanged.
func (z *Element) SetBytes(b []byte) error {
	if len(b) > Size {
		return ErrTooLong
	}
	w := newWorkspace()
	z.n.setBytes(b)
	w.multiply(&z.n, &z.n, &field.square)
	w.free()
	return nil
}

// FillBytes writes z mod N, big-endian and zero-extended, to b.
func (z *Element) FillBytes(b *[Size]byte) {
	n := z.reduced()
	n.fillBytes(b)
	clear(n[:])
}

// IsZero reports whether z is the residue 0. The time does not tell, the answer of course does.
func (z *Element) IsZero() bool {
	n := z.reduced()
	defer clear(n[:])
	return n.isZero()
}

// reduced returns z's plain value, below N.
func (z *Element) reduced() *number {
	w, n := newWorkspace(), new(number)
	copy(w.columns[:], z.n[:])
	w.reduce(n)
	w.free()
	n.subtractIfAbove(&field.n)
	n.subtractIfAbove(&field.n)
	return n
}

// Mul sets z to x·y mod N.
func (z *Element) Mul(x, y *Element) {
	w := newWorkspace()
	w.multiply(&z.n, &x.n, &y.n)
	w.free()
}

// SquareTimes sets z to x^(2^n) mod N by n squarings, each faster than [Element.Mul]. n is public.
func (z *Element) SquareTimes(x *Element, n int) {
	w := newWorkspace()
	z.n = x.n
	for range n {
		w.square(&z.n, &z.n)
	}
	w.free()
}

// Sub sets z to x − y mod N.
func (z *Element) Sub(x, y *Element) {
	var difference number
	below := -difference.subtract(&x.n, &y.n) // all ones if x < y
	var over uint64
	for i := range z.n {
		over += difference[i] + field.threeN[i]&below
		z.n[i] = over & limbMask
		over >>= limbBits
	}
	clear(difference[:])
}

// Zero overwrites z with the residue 0.
func (z *Element) Zero() {
	clear(z.n[:])
}
