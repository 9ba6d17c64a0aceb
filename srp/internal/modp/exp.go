package modp

const (
	// windowBits is the number of bits of an exponent that one product takes in.
	windowBits = 4
	windowSize = 1 << windowBits
)

// Window is a table of elements, from which one is taken without telling which.
type Window [windowSize]Element

// Exp sets z to x^e mod N. e is big-endian; the time depends on len(e) alone, leading zero bytes cost like any other.
func (z *Element) Exp(x *Element, e []byte) {
	w, powers := newWorkspace(), newWindow()
	powers[0].n, powers[1] = field.one, *x
	for i := 2; i < windowSize; i += 2 {
		w.square(&powers[i].n, &powers[i/2].n)
		w.multiply(&powers[i+1].n, &powers[i].n, &x.n)
	}

	var factor Element
	z.n = field.one
	for i := range 2 * len(e) {
		if i > 0 {
			for range windowBits {
				w.square(&z.n, &z.n)
			}
		}
		powers.Pick(&factor, e[i/2]>>(windowBits*(1-i%2)))
		w.multiply(&z.n, &z.n, &factor.n)
	}
	factor.Zero()
	clear(powers[:])
	w.free()
}

// newWindow returns a window on the heap, where a workspace is too, and for the same reason.
//
//go:noinline
func newWindow() *Window { return new(Window) }

// Pick sets z to the entry that the low four bits of digit name, and reads all of the table for that.
func (t *Window) Pick(z *Element, digit byte) {
	var masks [windowSize]uint64
	for i := range masks {
		// i^digit is below 16, and 0 for the entry alone.
		masks[i] = -(((uint64(i) ^ uint64(digit)&(windowSize-1)) - 1) >> 63)
	}
	*z = Element{}
	for first := 0; first < windowSize; first += 4 {
		for i := 0; i < numberLimbs; i += blockLimbs {
			merge(blockOf(z.n[:], i), blockOf(t[first].n[:], i), blockOf(t[first+1].n[:], i), blockOf(t[first+2].n[:], i), blockOf(t[first+3].n[:], i),
				masks[first], masks[first+1], masks[first+2], masks[first+3])
		}
	}
}
