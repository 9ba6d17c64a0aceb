package modp

import (
	"bytes"
	"errors"
	"math/big"
	"math/rand/v2"
	"runtime"
	"strconv"
	"sync"
	"testing"
)

// The expected values in this package's tests are math/big's.

var prime = new(big.Int).SetBytes([]byte(N))

// rounds is the number of random cases; an exponentiation takes some 30 ms in WebAssembly.
func rounds() int {
	if runtime.GOOS == "js" {
		return 20
	}
	return 200
}

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
	if modulus.Size() != Size {
		t.Errorf("modulus has %d bytes, want %d", modulus.Size(), Size)
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
	sum.Exp(new(Element), []byte{3})
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

func TestExp(t *testing.T) {
	bases := boundaries()
	exponents := map[string][]byte{
		"empty":              {},
		"0":                  make([]byte, 32),
		"1":                  append(make([]byte, 31), 1),
		"2 in 64 bytes":      append(make([]byte, 63), 2),
		"every window value": {0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef},
		"32 bytes of ones":   bytes.Repeat([]byte{0xff}, 32),
		"N-1":                new(big.Int).Sub(prime, big.NewInt(1)).Bytes(),
	}
	if runtime.GOOS == "js" {
		delete(exponents, "N-1")
	}
	for baseName, base := range bases {
		for name, e := range exponents {
			var z Element
			z.Exp(element(t, base), e)
			want := new(big.Int).Exp(base, new(big.Int).SetBytes(e), prime)
			wantInt(t, "("+baseName+")^("+name+")", &z, want)
		}
	}
	r := newRand(t)
	for i := range rounds() {
		base, e := new(big.Int).SetBytes(randomBytes(r, Size)), randomBytes(r, 32<<(i%2))
		var z, g Element
		z.Exp(element(t, base), e)
		wantInt(t, "x^e", &z, new(big.Int).Exp(base, new(big.Int).SetBytes(e), prime))
		g.ExpG(e)
		wantInt(t, "g^e", &g, new(big.Int).Exp(big.NewInt(2), new(big.Int).SetBytes(e), prime))
	}
	t.Logf("%d random exponentiations of each kind", rounds())
}

func TestExpGBoundaries(t *testing.T) {
	for _, e := range [][]byte{{}, {0}, {1}, {0, 2}, {0x0b, 0xff}, {0x0c, 0x00}, bytes.Repeat([]byte{0xff}, 64)} {
		var z Element
		z.ExpG(e)
		wantInt(t, "g^e", &z, new(big.Int).Exp(big.NewInt(2), new(big.Int).SetBytes(e), prime))
	}
}

func TestAliasing(t *testing.T) {
	n := new(big.Int).SetBytes(randomBytes(newRand(t), Size))
	m := new(big.Int).SetBytes(randomBytes(newRand(t), Size))
	mod := func(x *big.Int) *big.Int { return x.Mod(x, prime) }
	e := []byte{5}
	tests := []struct {
		name string
		op   func(x, y *Element) *Element
		want *big.Int
	}{
		{"x = x·y", func(x, y *Element) *Element { x.Mul(x, y); return x }, mod(new(big.Int).Mul(n, m))},
		{"y = x·y", func(x, y *Element) *Element { y.Mul(x, y); return y }, mod(new(big.Int).Mul(n, m))},
		{"x = x·x", func(x, _ *Element) *Element { x.Mul(x, x); return x }, mod(new(big.Int).Mul(n, n))},
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
	for range rounds() / 4 {
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

		// x^(a + b·1) = x^a · x^b ties MulAdd to Exp.
		left.Exp(x, MulAdd(a, b, []byte{1}))
		t1.Exp(x, a)
		t2.Exp(x, b)
		right.Mul(&t1, &t2)
		wantInt(t, "x^(a+b) against x^a·x^b", &left, integer(&right))
	}
}

func TestZero(t *testing.T) {
	z := element(t, big.NewInt(0x1234))
	words := z.nat.Bits()
	z.Zero()
	if !z.IsZero() || words[0] != 0 {
		t.Errorf("the words are %v after Zero", words[:2])
	}

	z = element(t, big.NewInt(0x1234))
	words = z.nat.Bits()
	z.Mul(z, z)
	if words[0] != 0 {
		t.Error("Mul left the receiver's former words behind")
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
			z.Exp(x, []byte{2})
			g.ExpG([]byte{9})
			if integer(&z).Int64() != 9 || integer(&g).Int64() != 512 {
				t.Error("3² or 2⁹ is wrong")
			}
		})
	}
	group.Wait()
}

func TestMulAdd(t *testing.T) {
	check := func(t *testing.T, a, u, x []byte) {
		t.Helper()
		want := new(big.Int).Mul(new(big.Int).SetBytes(u), new(big.Int).SetBytes(x))
		want.Add(want, new(big.Int).SetBytes(a))
		if got := new(big.Int).SetBytes(MulAdd(a, u, x)); got.Cmp(want) != 0 {
			t.Fatalf("lengths %d, %d, %d: %x, want %x", len(a), len(u), len(x), got, want)
		}
	}
	t.Run("every length", func(t *testing.T) {
		r := newRand(t)
		for a := range 10 {
			for u := range 10 {
				for x := range 10 {
					check(t, randomBytes(r, a), randomBytes(r, u), randomBytes(r, x))
					check(t, bytes.Repeat([]byte{0xff}, a), bytes.Repeat([]byte{0xff}, u), bytes.Repeat([]byte{0xff}, x))
				}
			}
		}
	})
	t.Run("the protocol's lengths", func(t *testing.T) {
		r := newRand(t)
		ones := bytes.Repeat([]byte{0xff}, 32)
		for _, n := range []int{32, 64, 128} {
			check(t, bytes.Repeat([]byte{0xff}, n), ones, ones)
			check(t, make([]byte, n), ones, ones)
			check(t, bytes.Repeat([]byte{0xff}, n), make([]byte, 32), ones)
			for range 200 {
				check(t, randomBytes(r, n), randomBytes(r, 32), randomBytes(r, 32))
			}
		}
		if got := len(MulAdd(ones, ones, ones)); got != 64 {
			t.Errorf("the exponent has %d bytes, want 64", got)
		}
	})
	t.Run("length does not tell the value", func(t *testing.T) {
		if got := len(MulAdd(make([]byte, 32), make([]byte, 32), make([]byte, 32))); got != 64 {
			t.Errorf("the exponent 0 has %d bytes, want 64", got)
		}
	})
}

func BenchmarkExp(b *testing.B) {
	base := element(b, new(big.Int).Sub(prime, big.NewInt(12345)))
	for _, size := range []int{32, 64} {
		e := bytes.Repeat([]byte{0xa5}, size)
		b.Run(strconv.Itoa(8*size), func(b *testing.B) {
			var z Element
			for b.Loop() {
				z.Exp(base, e)
			}
		})
	}
}
