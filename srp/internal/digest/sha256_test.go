package digest

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"math/big"
	"math/rand/v2"
	"strings"
	"testing"
)

// The constants are the first 32 bits of the fractional parts of the square and
// cube roots of the first primes (FIPS 180-4, sections 4.2.2 and 5.3.3), so they
// are computed here and not compared with a copy.
func TestConstants(t *testing.T) {
	primes := 0
	for n := int64(2); primes < 64; n++ {
		if !big.NewInt(n).ProbablyPrime(10) {
			continue
		}
		if primes < 8 {
			root := new(big.Int).Sqrt(new(big.Int).Lsh(big.NewInt(n), 64))
			if want := uint32(root.Uint64()); initial[primes] != want {
				t.Errorf("initial[%d] is %#x, want %#x", primes, initial[primes], want)
			}
		}
		if want := fractionOfCubeRoot(n); constants[primes] != want {
			t.Errorf("constants[%d] is %#x, want %#x", primes, constants[primes], want)
		}
		primes++
	}
}

// fractionOfCubeRoot finds the largest r with r^3 <= n * 2^96; its low 32 bits
// are the first of the fraction.
func fractionOfCubeRoot(n int64) uint32 {
	target := new(big.Int).Lsh(big.NewInt(n), 96)
	low, high := big.NewInt(0), new(big.Int).Lsh(big.NewInt(8), 32)
	for one := big.NewInt(1); new(big.Int).Sub(high, low).Cmp(one) > 0; {
		middle := new(big.Int).Rsh(new(big.Int).Add(low, high), 1)
		if new(big.Int).Exp(middle, big.NewInt(3), nil).Cmp(target) <= 0 {
			low = middle
		} else {
			high = middle
		}
	}
	return uint32(low.Uint64())
}

// From FIPS 180-2, appendix B.
func TestExamples(t *testing.T) {
	for message, want := range map[string]string{
		"":    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
		"abc": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
		"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq": "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
		strings.Repeat("a", 1_000_000):                             "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0",
	} {
		if got := hex.EncodeToString(sha([]byte(message))); got != want {
			t.Errorf("the hash of %d bytes is %s, want %s", len(message), got, want)
		}
	}
}

// Every length around the ends of blocks, cut into parts in every way, against
// the standard library.
func TestAgainstTheStandardLibrary(t *testing.T) {
	random := rand.NewChaCha8([32]byte{1})
	for length := range 300 {
		message, key := make([]byte, length), make([]byte, length%150)
		random.Read(message)
		random.Read(key)
		cut := 0
		if length > 0 {
			cut = int(random.Uint64() % uint64(length))
		}
		want := sha256.Sum256(message)
		h := hmac.New(sha256.New, key)
		h.Write(message)
		for name, got := range map[string][]byte{"sha": sha(message[:cut], message[cut:]), "SHA256": SHA256(message[:cut], nil, message[cut:])} {
			if !bytes.Equal(got, want[:]) {
				t.Fatalf("%s of %d bytes, cut at %d, differs", name, length, cut)
			}
		}
		for name, got := range map[string][]byte{"mac": mac(key, message[:cut], message[cut:]), "HMAC": HMAC(key, message[:cut], message[cut:])} {
			if !hmac.Equal(got, h.Sum(nil)) {
				t.Fatalf("%s of %d bytes under %d differs", name, length, len(key))
			}
		}
	}
}
