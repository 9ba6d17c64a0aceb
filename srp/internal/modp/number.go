package modp

const (
	limbBits    = 28
	limbMask    = 1<<limbBits - 1
	blockLimbs  = 28
	numberLimbs = 4 * blockLimbs
)

// A number is an integer in limbs of 28 bits, least significant first. A half is two quarters of one, a block is one.
type (
	number [numberLimbs]uint64
	half   [2 * blockLimbs]uint64
	block  [blockLimbs]uint64
)

// The columns of the product of two blocks, of two halves, of two numbers.
type (
	blockColumns  [2 * blockLimbs]uint64
	halfColumns   [4 * blockLimbs]uint64
	numberColumns [8 * blockLimbs]uint64
)

// noColumns are what a kernel starts from that has nothing to add to. Nothing writes to them.
var noColumns blockColumns

// setBytes sets z to the integer b, big-endian, of at most [Size] bytes.
func (z *number) setBytes(b []byte) {
	clear(z[:])
	for i := range b {
		bit := 8 * i
		value := uint64(b[len(b)-1-i])
		z[bit/limbBits] |= value << (bit % limbBits) & limbMask
		z[bit/limbBits+1] |= value << (bit % limbBits) >> limbBits
	}
}

// fillBytes writes z, big-endian, to b. z is below 2^3072.
func (z *number) fillBytes(b *[Size]byte) {
	for i := range b {
		bit := 8 * i
		word := z[bit/limbBits] | z[bit/limbBits+1]<<limbBits
		b[Size-1-i] = byte(word >> (bit % limbBits))
	}
}

// subtract sets z to x − y mod R and returns the borrow: 1 if x < y, otherwise 0.
func (z *number) subtract(x, y *number) uint64 {
	var borrow uint64
	for i := range z {
		d := x[i] - y[i] - borrow
		z[i] = d & limbMask
		borrow = d >> 63
	}
	return borrow
}

// subtractIfAbove subtracts y from z if z ≥ y.
func (z *number) subtractIfAbove(y *number) {
	var difference number
	below := -difference.subtract(z, y) // all ones if z < y
	for i := range z {
		z[i] ^= (z[i] ^ difference[i]) &^ below
	}
	clear(difference[:])
}

// isZero reports whether all limbs are 0.
func (z *number) isZero() bool {
	var any uint64
	for _, limb := range z {
		any |= limb
	}
	return any == 0
}

// blockOf returns the block of x that begins at a limb.
func blockOf(x []uint64, limb int) *block { return (*block)(x[limb:]) }

// columnsOf returns the columns of the product of two blocks that begin at a column of c.
func columnsOf(c []uint64, column int) *blockColumns { return (*blockColumns)(c[column:]) }
