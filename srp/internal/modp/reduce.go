package modp

// reduce sets z to the integer in w.columns, divided by R, mod N. The package comment has the method and the bounds.
func (w *workspace) reduce(z *number) {
	const n = blockLimbs
	c := w.columns[:]
	for range 3 {
		c[n] += carry(&w.q, blockOf(c, 0), 0)
		c = c[n:]
		w.addMultiple(c, &field.m)
	}

	c[n] += carry(&w.low, blockOf(c, 0), 0)
	addProductLow(&w.blockMiddle, &noColumns, &w.low, &field.inverse)
	carry(&w.q, blockOf(w.blockMiddle[:], 0), 0)
	*blockOf(c, 0) = w.low
	w.addMultiple(c, &field.n)

	c[n] += carry(&w.low, blockOf(c, 0), 0) // w.low is 0 now
	z.carryAll(c[n:])
}

// addMultiple adds w.q·y to c.
func (w *workspace) addMultiple(c []uint64, y *number) {
	for i := 0; i < numberLimbs; i += blockLimbs {
		addProduct(columnsOf(c, i), columnsOf(c, i), &w.q, blockOf(y[:], i))
	}
}
