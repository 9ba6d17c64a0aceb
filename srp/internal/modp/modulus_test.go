package modp

import (
	"math/big"
	"testing"
)

// RFC 3526, section 4 defines the prime as 2^3072 - 2^3008 - 1 + 2^64 * { [2^2942 pi] + 1690314 }.
func TestModulusIsThatOfRFC3526(t *testing.T) {
	const guard = 64
	scale := new(big.Int).Lsh(big.NewInt(1), 2942+guard)
	// Machin: π = 16·arctan(1/5) − 4·arctan(1/239).
	pi := new(big.Int).Sub(
		new(big.Int).Mul(big.NewInt(16), arctanInverse(5, scale)),
		new(big.Int).Mul(big.NewInt(4), arctanInverse(239, scale)))
	pi.Rsh(pi, guard)

	want := pi.Add(pi, big.NewInt(1690314))
	want.Lsh(want, 64)
	want.Add(want, new(big.Int).Lsh(big.NewInt(1), 3072))
	want.Sub(want, new(big.Int).Lsh(big.NewInt(1), 3008))
	want.Sub(want, big.NewInt(1))
	if prime.Cmp(want) != 0 {
		t.Fatalf("N = %x, want %x", prime, want)
	}
	if len(N) != Size {
		t.Errorf("N has %d bytes, want %d", len(N), Size)
	}
	if !prime.ProbablyPrime(2) || !new(big.Int).Rsh(prime, 1).ProbablyPrime(2) {
		t.Error("N is not a safe prime")
	}
}

// arctanInverse returns scale·arctan(1/x) by its power series.
func arctanInverse(x int64, scale *big.Int) *big.Int {
	sum := new(big.Int)
	power := new(big.Int).Div(scale, big.NewInt(x))
	square := big.NewInt(x * x)
	for n := int64(1); power.Sign() > 0; n += 2 {
		term := new(big.Int).Div(power, big.NewInt(n))
		if n%4 == 1 {
			sum.Add(sum, term)
		} else {
			sum.Sub(sum, term)
		}
		power.Div(power, square)
	}
	return sum
}

func TestConstants(t *testing.T) {
	r := new(big.Int).Lsh(big.NewInt(1), limbBits*numberLimbs)
	blockSize := new(big.Int).Lsh(big.NewInt(1), limbBits*blockLimbs)
	inverse := new(big.Int).ModInverse(prime, blockSize)
	inverse.Sub(blockSize, inverse)
	m := new(big.Int).Mul(prime, inverse)
	m.Rsh(m.Add(m, big.NewInt(1)), limbBits*blockLimbs)
	square := new(big.Int).Mul(r, r)
	for _, c := range []struct {
		name  string
		limbs []uint64
		want  *big.Int
	}{
		{"n", field.n[:], prime},
		{"threeN", field.threeN[:], new(big.Int).Mul(prime, big.NewInt(3))},
		{"m", field.m[:], m},
		{"inverse", field.inverse[:], inverse},
		{"one", field.one[:], new(big.Int).Mod(r, prime)},
	} {
		if got := fromLimbs(c.limbs); got.Cmp(c.want) != 0 {
			t.Errorf("%s = %x, want %x", c.name, got, c.want)
		}
	}
	// R² is kept below 3N only, as every product is.
	got := fromLimbs(field.square[:])
	if got.Mod(got, prime).Cmp(square.Mod(square, prime)) != 0 {
		t.Errorf("square = %x mod N, want %x", got, square)
	}
	if m.Cmp(prime) > 0 {
		t.Error("M is above N, which the proof of the bounds takes it not to be")
	}
}
