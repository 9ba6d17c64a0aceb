package modp

// MulAdd returns the integer a + u·x, not reduced, in a new slice of big-endian bytes whose length depends only on the
// operands' lengths: len(u)+len(x) if a is no longer than the longer of u and x, and one byte more than the longest of
// a and u·x otherwise. Operands are big-endian and of less than 64 KiB.
//
// With all three of 32 bytes the result has 64 and cannot overflow:
// (2^256−1)² + (2^256−1) = 2^512 − 2^256 < 2^512.
//
// The exponent of SRP stays an exact integer because reducing it modulo the group's order would need a second modulus
// and save nothing while a, u and x are this short.
func MulAdd(a, u, x []byte) []byte {
	size := len(u) + len(x)
	if len(a) > max(len(u), len(x)) {
		size = 1 + max(len(a), size)
	}
	sum := make([]byte, size)
	// One column of the written multiplication at a time, least significant first: at most 64 Ki products of two
	// bytes, which a uint64 holds together with the carry. Bounds follow from lengths, never from values.
	var column uint64
	for k := range size {
		if k < len(a) {
			column += uint64(a[len(a)-1-k])
		}
		for i := max(0, k-len(x)+1); i <= min(k, len(u)-1); i++ {
			column += uint64(u[len(u)-1-i]) * uint64(x[len(x)-1-(k-i)])
		}
		sum[size-1-k] = byte(column)
		column >>= 8
	}
	return sum
}
