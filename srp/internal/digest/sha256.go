package digest

import (
	"encoding/binary"
	"math/bits"
)

// This is FIPS 180-4 written for few bytes of WebAssembly: loops instead of
// unrolled rounds. Nothing depends on the data but the number of blocks. It is
// compiled natively only for its tests, with crypto/sha256 as the oracle.

const (
	size      = 32
	blockSize = 64
)

// sha returns SHA-256 of the concatenated parts.
func sha(parts ...[]byte) []byte {
	var s state
	s.reset()
	for _, part := range parts {
		s.write(part)
	}
	sum := s.sum()
	s = state{} // the last block may be of a password
	return sum
}

// mac returns HMAC-SHA-256 (RFC 2104) of the concatenated parts.
func mac(key []byte, parts ...[]byte) []byte {
	if len(key) > blockSize {
		key = sha(key)
	}
	var pad [blockSize]byte
	copy(pad[:], key)
	for i := range pad {
		pad[i] ^= 0x36
	}
	var s state
	s.reset()
	s.write(pad[:])
	for _, part := range parts {
		s.write(part)
	}
	inner := s.sum()
	for i := range pad {
		pad[i] ^= 0x36 ^ 0x5c
	}
	outer := sha(pad[:], inner)
	s, pad = state{}, [blockSize]byte{}
	clear(inner)
	return outer
}

// state is a hash under way.
type state struct {
	h      [8]uint32
	block  [blockSize]byte
	length uint64 // of what was written, in bytes
}

func (s *state) reset() { *s = state{h: initial} }

func (s *state) write(b []byte) {
	for len(b) > 0 {
		used := int(s.length % blockSize)
		n := copy(s.block[used:], b)
		s.length += uint64(n)
		b = b[n:]
		if used+n == blockSize {
			s.compress()
		}
	}
}

// sum pads the message (section 5.1.1) and returns the hash. The state is used up.
func (s *state) sum() []byte {
	bitLength := s.length * 8
	s.write([]byte{0x80})
	for s.length%blockSize != blockSize-8 {
		s.write([]byte{0})
	}
	s.write(binary.BigEndian.AppendUint64(nil, bitLength))
	out := make([]byte, 0, size)
	for _, word := range s.h {
		out = binary.BigEndian.AppendUint32(out, word)
	}
	return out
}

// compress takes the block in (section 6.2.2).
func (s *state) compress() {
	var w [64]uint32
	for t := range w {
		if t < 16 {
			w[t] = binary.BigEndian.Uint32(s.block[4*t:])
			continue
		}
		a, b := w[t-15], w[t-2]
		w[t] = w[t-16] + w[t-7] +
			(bits.RotateLeft32(a, -7) ^ bits.RotateLeft32(a, -18) ^ a>>3) +
			(bits.RotateLeft32(b, -17) ^ bits.RotateLeft32(b, -19) ^ b>>10)
	}
	a, b, c, d, e, f, g, h := s.h[0], s.h[1], s.h[2], s.h[3], s.h[4], s.h[5], s.h[6], s.h[7]
	for t, word := range w {
		t1 := h + (bits.RotateLeft32(e, -6) ^ bits.RotateLeft32(e, -11) ^ bits.RotateLeft32(e, -25)) + (e&f ^ ^e&g) + constants[t] + word
		t2 := (bits.RotateLeft32(a, -2) ^ bits.RotateLeft32(a, -13) ^ bits.RotateLeft32(a, -22)) + (a&b ^ a&c ^ b&c)
		a, b, c, d, e, f, g, h = t1+t2, a, b, c, d+t1, e, f, g
	}
	for i, word := range [8]uint32{a, b, c, d, e, f, g, h} {
		s.h[i] += word
	}
}
