package modp

import (
	"bytes"
	"errors"
	"fmt"
	"math/big"
	"math/rand/v2"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// The expected values in this package's tests are math/big's.

var prime = new(big.Int).SetBytes([]byte(N))

// newRand returns a generator with a fresh seed that a failing test prints.
func newRand(t *testing.T) *rand.Rand {
	seed := rand.Uint64()
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("seed %#x", seed)
		}
	})
	return rand.New(rand.NewPCG(seed, 0))
}

func randomBytes(r *rand.Rand, n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(r.Uint32())
	}
	return b
}

func element(t testing.TB, n *big.Int) *Element {
	t.Helper()
	z := new(Element)
	if err := z.SetBytes(n.Bytes()); err != nil {
		t.Fatal(err)
	}
	return z
}

func integer(z *Element) *big.Int {
	var b [Size]byte
	b[0] = 0xaa // FillBytes overwrites everything
	z.FillBytes(&b)
	return new(big.Int).SetBytes(b[:])
}

func wantInt(t *testing.T, what string, got *Element, want *big.Int) {
	t.Helper()
	if integer(got).Cmp(want) != 0 {
		t.Fatalf("%s = %x, want %x", what, integer(got), want)
	}
}

// boundaries are residues and over-long representatives at which carries and reductions go wrong.
func boundaries() map[string]*big.Int {
	one := big.NewInt(1)
	allOnes := new(big.Int).Sub(new(big.Int).Lsh(one, 8*Size), one)
	return map[string]*big.Int{
		"0":         big.NewInt(0),
		"1":         one,
		"2":         big.NewInt(2),
		"2^64-1":    new(big.Int).SetUint64(1<<64 - 1),
		"2^64":      new(big.Int).Lsh(one, 64),
		"2^3071":    new(big.Int).Lsh(one, 8*Size-1),
		"(N-1)/2":   new(big.Int).Rsh(prime, 1),
		"N-2":       new(big.Int).Sub(prime, big.NewInt(2)),
		"N-1":       new(big.Int).Sub(prime, one),
		"N":         prime,
		"N+1":       new(big.Int).Add(prime, one),
		"2^3072-1":  allOnes,
		"2^3072-N":  new(big.Int).Sub(new(big.Int).Add(allOnes, one), prime),
		"low ones":  new(big.Int).Rsh(allOnes, 8*Size/2),
		"high ones": new(big.Int).AndNot(allOnes, new(big.Int).Rsh(allOnes, 8*Size/2)),
	}
}

func TestSetBytes(t *testing.T) {
	for name, n := range boundaries() {
		t.Run(name, func(t *testing.T) {
			z := element(t, n)
			want := new(big.Int).Mod(n, prime)
			wantInt(t, "residue", z, want)
			if got := z.IsZero(); got != (want.Sign() == 0) {
				t.Errorf("IsZero = %t", got)
			}
		})
	}
	t.Run("every length", func(t *testing.T) {
		r := newRand(t)
		for n := range Size + 20 {
			b := randomBytes(r, n)
			z := element(t, big.NewInt(7))
			err := z.SetBytes(b)
			if n > Size {
				if !errors.Is(err, ErrTooLong) {
					t.Fatalf("%d bytes: error %v", n, err)
				}
				wantInt(t, "element after an error", z, big.NewInt(7))
				continue
			}
			if err != nil {
				t.Fatalf("%d bytes: %v", n, err)
			}
			want := new(big.Int).SetBytes(b)
			wantInt(t, strconv.Itoa(n)+" bytes", z, want.Mod(want, prime))
		}
	})
	t.Run("too long though small", func(t *testing.T) {
		if err := new(Element).SetBytes(make([]byte, Size+1)); !errors.Is(err, ErrTooLong) {
			t.Errorf("error %v", err)
		}
	})
}

func TestZeroValue(t *testing.T) {
	var zero, sum Element
	if !zero.IsZero() {
		t.Error("IsZero is false before any operation")
	}
	wantInt(t, "zero value", &zero, new(big.Int))

	five := element(t, big.NewInt(5))
	sum.Sub(five, new(Element))
	wantInt(t, "5 − 0", &sum, big.NewInt(5))
	sum.Sub(new(Element), five)
	wantInt(t, "0 − 5", &sum, new(big.Int).Sub(prime, big.NewInt(5)))
	sum.Mul(new(Element), five)
	wantInt(t, "0·5", &sum, new(big.Int))
	sum.Mul(five, new(Element))
	wantInt(t, "5·0", &sum, new(big.Int))
	sum.Exp(new(Element), exponent(big.NewInt(3)))
	wantInt(t, "0³", &sum, new(big.Int))
	if !sum.IsZero() {
		t.Error("IsZero is false for 0³")
	}
}

// operands returns the boundary values and random ones.
func operands(t *testing.T, random int) []*big.Int {
	var all []*big.Int
	for _, n := range boundaries() {
		all = append(all, n)
	}
	r := newRand(t)
	for range random {
		all = append(all, new(big.Int).SetBytes(randomBytes(r, Size)))
	}
	return all
}

func TestMulAndSub(t *testing.T) {
	all := operands(t, 20)
	for _, a := range all {
		for _, b := range all {
			x, y, z := element(t, a), element(t, b), new(Element)
			z.Mul(x, y)
			want := new(big.Int).Mul(a, b)
			wantInt(t, "x·y", z, want.Mod(want, prime))
			z.Sub(x, y)
			want.Sub(a, b)
			wantInt(t, "x−y", z, want.Mod(want, prime))
			wantInt(t, "x afterwards", x, new(big.Int).Mod(a, prime))
			wantInt(t, "y afterwards", y, new(big.Int).Mod(b, prime))
		}
	}
}

// exponent returns n in 64 bytes.
func exponent(n *big.Int) []byte { return n.FillBytes(make([]byte, 64)) }

func exponentOfG(n *big.Int) *[32]byte {
	e := new([32]byte)
	n.FillBytes(e[:])
	return e
}

// exponents of up to so many bytes, at which windows and teeth go wrong.
func exponents(size int) map[string]*big.Int {
	one := big.NewInt(1)
	all := map[string]*big.Int{
		"0": {}, "1": one, "2": big.NewInt(2),
		"every window":    new(big.Int).SetBytes([]byte{0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef}),
		"ones":            new(big.Int).SetBytes(bytes.Repeat([]byte{0xff}, size)),
		"every fifteenth": new(big.Int).SetBytes(bytes.Repeat([]byte{0xf0}, size)),
	}
	for bit := 0; bit < 8*size; bit += 16 {
		all["2^"+strconv.Itoa(bit)] = new(big.Int).Lsh(one, uint(bit))
	}
	all["2^top"] = new(big.Int).Lsh(one, uint(8*size-1))
	return all
}

func TestExp(t *testing.T) {
	bases := boundaries()
	for _, e := range [][]byte{{}, {0}, {0, 2}, {0x0b, 0xff}, bytes.Repeat([]byte{0xff}, 129)} {
		var z Element
		z.Exp(element(t, big.NewInt(3)), e)
		wantInt(t, fmt.Sprintf("3^%x", e), &z, new(big.Int).Exp(big.NewInt(3), new(big.Int).SetBytes(e), prime))
	}
	for name, e := range exponents(64) {
		for baseName, base := range bases {
			var z Element
			z.Exp(element(t, base), exponent(e))
			wantInt(t, "("+baseName+")^("+name+")", &z, new(big.Int).Exp(base, e, prime))
			if slow && strings.HasPrefix(name, "2^") {
				break // one base for each of these, the whole table where it is fast
			}
		}
	}
}

func TestExpG(t *testing.T) {
	for name, e := range exponents(32) {
		var z Element
		z.ExpG(exponentOfG(e))
		wantInt(t, "g^("+name+")", &z, new(big.Int).Exp(big.NewInt(Generator), e, prime))
	}
}

func TestAliasing(t *testing.T) {
	n := new(big.Int).SetBytes(randomBytes(newRand(t), Size))
	m := new(big.Int).SetBytes(randomBytes(newRand(t), Size))
	mod := func(x *big.Int) *big.Int { return x.Mod(x, prime) }
	e := exponent(big.NewInt(5))
	tests := []struct {
		name string
		op   func(x, y *Element) *Element
		want *big.Int
	}{
		{"x = x·y", func(x, y *Element) *Element { x.Mul(x, y); return x }, mod(new(big.Int).Mul(n, m))},
		{"y = x·y", func(x, y *Element) *Element { y.Mul(x, y); return y }, mod(new(big.Int).Mul(n, m))},
		{"x = x·x", func(x, _ *Element) *Element { x.Mul(x, x); return x }, mod(new(big.Int).Mul(n, n))},
		{"x = x² by SquareTimes", func(x, _ *Element) *Element { x.SquareTimes(x, 1); return x }, mod(new(big.Int).Mul(n, n))},
		{"x = x−y", func(x, y *Element) *Element { x.Sub(x, y); return x }, mod(new(big.Int).Sub(n, m))},
		{"y = x−y", func(x, y *Element) *Element { y.Sub(x, y); return y }, mod(new(big.Int).Sub(n, m))},
		{"x = x−x", func(x, _ *Element) *Element { x.Sub(x, x); return x }, new(big.Int)},
		{"x = x^5", func(x, _ *Element) *Element { x.Exp(x, e); return x }, new(big.Int).Exp(n, big.NewInt(5), prime)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			wantInt(t, tt.name, tt.op(element(t, n), element(t, m)), tt.want)
		})
	}
}

func TestLaws(t *testing.T) {
	r := newRand(t)
	for range 30 {
		x := element(t, new(big.Int).SetBytes(randomBytes(r, Size)))
		y := element(t, new(big.Int).SetBytes(randomBytes(r, Size)))
		z := element(t, new(big.Int).SetBytes(randomBytes(r, Size)))
		a, b := randomBytes(r, 32), randomBytes(r, 32)
		var left, right, t1, t2 Element

		left.Mul(x, y)
		right.Mul(y, x)
		wantInt(t, "x·y against y·x", &left, integer(&right))

		t1.Sub(x, y)
		left.Mul(&t1, z)
		t1.Mul(x, z)
		t2.Mul(y, z)
		right.Sub(&t1, &t2)
		wantInt(t, "(x−y)·z against x·z−y·z", &left, integer(&right))

		// x^(a + b·1) = x^a · x^b ties MulAdd to Exp, and g^a of the comb to that of the window.
		left.Exp(x, MulAdd(a, b, []byte{1}))
		t1.Exp(x, a)
		t2.Exp(x, b)
		right.Mul(&t1, &t2)
		wantInt(t, "x^(a+b) against x^a·x^b", &left, integer(&right))
		left.ExpG((*[32]byte)(a))
		right.Exp(element(t, big.NewInt(Generator)), a)
		wantInt(t, "g^a, by comb and by window", &left, integer(&right))
	}
}

func TestZero(t *testing.T) {
	z := element(t, big.NewInt(0x1234))
	z.Zero()
	if !z.IsZero() || z.n != (number{}) {
		t.Errorf("the limbs are %v after Zero", z.n)
	}
}

// Elements that are only read may be shared, as the constants are: meant for the race detector.
func TestConcurrentReads(t *testing.T) {
	x := element(t, big.NewInt(3))
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			var z, g Element
			z.Mul(x, x)
			z.Sub(&z, x)
			z.Exp(x, exponent(big.NewInt(2)))
			g.ExpG(exponentOfG(big.NewInt(9)))
			if integer(&z).Int64() != 9 || integer(&g).Int64() != 512 {
				t.Error("3² or 2⁹ is wrong")
			}
		})
	}
	group.Wait()
}
