package modp

// constants are numbers that follow from N.
type constants struct {
	n       number // N
	threeN  number // 3N
	m       number // M of the package comment
	inverse block  // n' of the package comment
	one     number // 1 in Montgomery form: R mod N
	square  number // R in Montgomery form: R² mod N, what a plain number is multiplied by
}

// field is shared by all goroutines and never written after initialisation.
var field constants

func init() { field.derive() }

func (f *constants) derive() {
	f.n.setBytes([]byte(N))
	var c numberColumns
	for i := range f.n {
		c[i] = 3 * f.n[i]
	}
	f.threeN.carryAll(c[:])

	// Newton's method for −1/N: y(2 + N·y) is right to twice as many bits as y. As N ≡ −1 mod 2^64, 1 is right to 64.
	f.inverse[0] = 1
	var t block
	for bits := 64; bits < limbBits*blockLimbs; bits *= 2 {
		addProductLow(columnsOf(c[:], 0), &blockColumns{2}, blockOf(f.n[:], 0), &f.inverse)
		carry(&t, blockOf(c[:], 0), 0)
		addProductLow(columnsOf(c[:], 0), &noColumns, &t, &f.inverse)
		carry(&f.inverse, blockOf(c[:], 0), 0)
	}

	w := newWorkspace()
	w.columns[0] = 1
	w.q = f.inverse
	w.addMultiple(w.columns[:], &f.n)
	w.columns[blockLimbs] += carry(&t, blockOf(w.columns[:], 0), 0)
	f.m.carryAll(w.columns[blockLimbs:])

	// 2^3072 ≡ 2^3072 − N = ~N + 1, which is below 2^3008; R mod N is 2^64 times that.
	var one [Size]byte
	for i := range Size - 8 {
		one[i] = ^N[8+i]
	}
	one[Size-9]++ // ~N ends with bytes of 0
	f.one.setBytes(one[:])

	// R = 2^3136 = (2^49)^64, in Montgomery form.
	f.square = f.one
	for range 49 {
		f.square.double()
	}
	for range 6 {
		w.square(&f.square, &f.square)
	}
}

// double sets z < N to 2z mod N.
func (z *number) double() {
	var c numberColumns
	for i := range z {
		c[i] = 2 * z[i]
	}
	z.carryAll(c[:])
	z.subtractIfAbove(&field.n)
}

// carryAll sets z to the integer in the first columns of c.
func (z *number) carryAll(c []uint64) {
	var over uint64
	for i := 0; i < numberLimbs; i += blockLimbs {
		over = carry(blockOf(z[:], i), blockOf(c, i), over)
	}
}
