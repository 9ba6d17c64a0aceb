package modp

const (
	// windowBits is the number of bits of an exponent that one product takes in.
	windowBits = 4
	windowSize = 1 << windowBits
)

// A window is a table of the powers x^0 to x^15.
type window [windowSize]number

// Exp sets z to x^e mod N. e is big-endian; the time depends on len(e) alone, leading zero bytes cost like any other.
func (z *Element) Exp(x *Element, e []byte) {
	w, powers := newWorkspace(), newWindow()
	powers[0], powers[1] = field.one, x.n
	for i := 2; i < windowSize; i += 2 {
		w.square(&powers[i], &powers[i/2])
		w.multiply(&powers[i+1], &powers[i], &x.n)
	}

	var factor number
	z.n = field.one
	for i := range 2 * len(e) {
		if i > 0 {
			for range windowBits {
				w.square(&z.n, &z.n)
			}
		}
		powers.pick(&factor, e[i/2]>>(windowBits*(1-i%2)))
		w.multiply(&z.n, &z.n, &factor)
	}
	clear(factor[:])
	clear(powers[:])
	w.free()
}

// newWindow returns a window on the heap, where a workspace is too, and for the same reason.
//
//go:noinline
func newWindow() *window { return new(window) }

// pick sets z to the entry of the low four bits of digit, and reads the whole table for that.
func (t *window) pick(z *number, digit byte) {
	var masks [windowSize]uint64
	for i := range masks {
		// i^digit is below 16, and 0 for the entry alone.
		masks[i] = -(((uint64(i) ^ uint64(digit)&(windowSize-1)) - 1) >> 63)
	}
	*z = number{}
	for first := 0; first < windowSize; first += 4 {
		for i := 0; i < numberLimbs; i += blockLimbs {
			merge(blockOf(z[:], i), blockOf(t[first][:], i), blockOf(t[first+1][:], i), blockOf(t[first+2][:], i), blockOf(t[first+3][:], i),
				masks[first], masks[first+1], masks[first+2], masks[first+3])
		}
	}
}
