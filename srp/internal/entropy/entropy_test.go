package entropy

import (
	"io"
	"testing"
)

// A source that leaves bytes untouched, past its limit in one go for instance,
// would show as zeros.
func TestReaderFillsEverything(t *testing.T) {
	for _, size := range []int{0, 1, 32, 65_536, 65_537, 200_000} {
		b := make([]byte, size)
		if n, err := io.ReadFull(Reader, b); n != size || err != nil {
			t.Fatalf("read %d of %d bytes: %v", n, size, err)
		}
		var counts [256]int
		for _, c := range b {
			counts[c]++
		}
		for c, n := range counts {
			// Each value is expected size/256 times with a deviation of about its
			// square root; 40 of those more is no chance.
			if mean := float64(size) / 256; float64(n) > mean+40*(1+mean/8) {
				t.Errorf("%d of %d bytes are %#x", n, size, c)
			}
		}
	}
}

func TestReaderDiffers(t *testing.T) {
	var a, b [32]byte
	io.ReadFull(Reader, a[:])
	io.ReadFull(Reader, b[:])
	if a == b || a == [32]byte{} {
		t.Error("two draws of 32 bytes are the same, or zero")
	}
}
