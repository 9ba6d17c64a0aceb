package modp

import "sync/atomic"

//go:generate go run ./gen

// A workspace is scratch space for a chain of multiplications. It holds secrets until it is zeroed.
type workspace struct {
	columns numberColumns
	// What Karatsuba's method needs, for halves and for blocks.
	halfDifferences  [2]half
	halfMiddle       halfColumns
	blockDifferences [2]block
	blockMiddle      blockColumns
	// Two blocks of the reduction.
	low, q block
}

// idle is a workspace for the next one who needs one, zeroed. They are on the heap because a stack may be moved, and what
// it leaves behind is not overwritten. (sync.Pool would do, and add 6 KB to what a page loads.)
var idle atomic.Pointer[workspace]

func newWorkspace() *workspace {
	if w := idle.Swap(nil); w != nil {
		return w
	}
	return new(workspace)
}

// free zeroes w, which must not be used any more.
func (w *workspace) free() {
	*w = workspace{}
	idle.Store(w)
}

// multiply sets z to x·y/R mod N, below 3N. All three may be the same.
func (w *workspace) multiply(z, x, y *number) {
	x0, x1 := (*half)(x[:]), (*half)(x[2*blockLimbs:])
	y0, y1 := (*half)(y[:]), (*half)(y[2*blockLimbs:])
	c := &w.columns
	w.multiplyHalves((*halfColumns)(c[:]), x0, y0)
	w.multiplyHalves((*halfColumns)(c[4*blockLimbs:]), x1, y1)
	dx, dy := &w.halfDifferences[0], &w.halfDifferences[1]
	subtractHalf(dx, x0, x1)
	subtractHalf(dy, y0, y1)
	w.multiplyHalves(&w.halfMiddle, dx, dy)
	w.combineHalves()
	w.reduce(z)
}

// square sets z to x²/R mod N, below 3N. Both may be the same.
func (w *workspace) square(z, x *number) {
	x0, x1 := (*half)(x[:]), (*half)(x[2*blockLimbs:])
	c := &w.columns
	w.squareHalf((*halfColumns)(c[:]), x0)
	w.squareHalf((*halfColumns)(c[4*blockLimbs:]), x1)
	dx := &w.halfDifferences[0]
	subtractHalf(dx, x0, x1)
	w.squareHalf(&w.halfMiddle, dx)
	w.combineHalves()
	w.reduce(z)
}

// multiplyHalves sets c to x·y.
func (w *workspace) multiplyHalves(c *halfColumns, x, y *half) {
	x0, x1, y0, y1 := blockOf(x[:], 0), blockOf(x[:], blockLimbs), blockOf(y[:], 0), blockOf(y[:], blockLimbs)
	addProduct(columnsOf(c[:], 0), &noColumns, x0, y0)
	addProduct(columnsOf(c[:], 2*blockLimbs), &noColumns, x1, y1)
	dx, dy := &w.blockDifferences[0], &w.blockDifferences[1]
	subtract(dx, x0, x1)
	subtract(dy, y0, y1)
	addProduct(&w.blockMiddle, &noColumns, dx, dy)
	w.combineBlocks(c)
}

// squareHalf sets c to x².
func (w *workspace) squareHalf(c *halfColumns, x *half) {
	x0, x1 := blockOf(x[:], 0), blockOf(x[:], blockLimbs)
	addSquare(columnsOf(c[:], 0), &noColumns, x0)
	addSquare(columnsOf(c[:], 2*blockLimbs), &noColumns, x1)
	dx := &w.blockDifferences[0]
	subtract(dx, x0, x1)
	addSquare(&w.blockMiddle, &noColumns, dx)
	w.combineBlocks(c)
}

func subtractHalf(z, x, y *half) {
	subtract(blockOf(z[:], 0), blockOf(x[:], 0), blockOf(y[:], 0))
	subtract(blockOf(z[:], blockLimbs), blockOf(x[:], blockLimbs), blockOf(y[:], blockLimbs))
}

// combineBlocks completes c, which holds x0·y0 and x1·y1, with their sum less blockMiddle, (x0−x1)·(y0−y1).
func (w *workspace) combineBlocks(c *halfColumns) {
	const n = blockLimbs
	combine(blockOf(c[:], 0), blockOf(c[:], n), blockOf(c[:], 2*n), blockOf(c[:], 3*n), blockOf(w.blockMiddle[:], 0), blockOf(w.blockMiddle[:], n))
}

// combineHalves does the same for the columns of two numbers and halfMiddle.
func (w *workspace) combineHalves() {
	const n = blockLimbs
	c, middle := w.columns[:], w.halfMiddle[:]
	for i := 0; i < 2*n; i += n {
		combine(blockOf(c, i), blockOf(c, 2*n+i), blockOf(c, 4*n+i), blockOf(c, 6*n+i), blockOf(middle, i), blockOf(middle, 2*n+i))
	}
}
