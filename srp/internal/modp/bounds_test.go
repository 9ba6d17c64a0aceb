package modp

import (
	"math/big"
	"math/rand/v2"
	"testing"
)

// fromLimbs returns the integer in limbs, or columns, of 28 bits.
func fromLimbs(limbs []uint64) *big.Int {
	n := new(big.Int)
	for i := len(limbs) - 1; i >= 0; i-- {
		n.Lsh(n, limbBits).Add(n, new(big.Int).SetUint64(limbs[i]))
	}
	return n
}

func toLimbs(z []uint64, n *big.Int) {
	mask := big.NewInt(limbMask)
	n = new(big.Int).Set(n)
	for i := range z {
		z[i] = new(big.Int).And(n, mask).Uint64()
		n.Rsh(n, limbBits)
	}
}

// extremes are the numbers that the package keeps, or more: below 3N, and with every limb full.
func extremes() map[string]*number {
	all := map[string]*number{"ones": {}, "0": {}, "1": {1}, "alternating": {}, "top": {}}
	for i := range numberLimbs {
		all["ones"][i] = limbMask
		all["alternating"][i] = limbMask * uint64(i%2)
	}
	all["top"][numberLimbs-1] = limbMask
	threeN := new(big.Int).Mul(prime, big.NewInt(3))
	for name, n := range map[string]*big.Int{
		"N-1": new(big.Int).Sub(prime, big.NewInt(1)), "N": prime, "N+1": new(big.Int).Add(prime, big.NewInt(1)),
		"2N": new(big.Int).Lsh(prime, 1), "3N-1": new(big.Int).Sub(threeN, big.NewInt(1)),
		// A carry out of the lowest limb ripples through all of N.
		"2^3072-1": new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), 3072), big.NewInt(1)),
	} {
		z := new(number)
		toLimbs(z[:], n)
		all[name] = z
	}
	return all
}

// The sums of columns must be right for any limbs of 28 bits, so numbers far above 3N are tried as well.
func TestProductsOfExtremes(t *testing.T) {
	r := new(big.Int).Lsh(big.NewInt(1), limbBits*numberLimbs)
	inverse := new(big.Int).ModInverse(r, prime)
	check := func(name string, got *number, x, y *big.Int) {
		t.Helper()
		product := new(big.Int).Mul(x, y)
		want := new(big.Int).Mul(product, inverse)
		want.Mod(want, prime)
		// The bound of the package comment: T/R + 2N + 2N/2^784.
		bound := new(big.Int).Rsh(product, limbBits*numberLimbs)
		bound.Add(bound, new(big.Int).Lsh(prime, 1))
		bound.Add(bound, new(big.Int).Rsh(prime, limbBits*blockLimbs-1)).Add(bound, big.NewInt(2))
		result := fromLimbs(got[:])
		if result.Cmp(bound) > 0 && bound.Cmp(r) < 0 {
			t.Errorf("%s: the result is above its bound", name)
		}
		if bound.Cmp(r) < 0 && result.Mod(result, prime).Cmp(want) != 0 {
			t.Errorf("%s: got %x, want %x", name, result, want)
		}
		for i, limb := range got {
			if limb > limbMask {
				t.Fatalf("%s: limb %d is %#x", name, i, limb)
			}
		}
	}
	w := newWorkspace()
	for xName, x := range extremes() {
		for yName, y := range extremes() {
			var z number
			w.multiply(&z, x, y)
			check(xName+"·"+yName, &z, fromLimbs(x[:]), fromLimbs(y[:]))
		}
		var z number
		w.square(&z, x)
		check("("+xName+")²", &z, fromLimbs(x[:]), fromLimbs(x[:]))
	}
}

// With limbs of all ones the columns reach the bound that the package comment gives for them.
func TestColumnsDoNotOverflow(t *testing.T) {
	const largest = limbMask * limbMask
	bound := new(big.Int).Mul(big.NewInt(4*blockLimbs+numberLimbs), new(big.Int).SetUint64(largest))
	bound.Add(bound, big.NewInt(5<<36))
	if bound.BitLen() > 64 {
		t.Fatalf("a column may need %d bits", bound.BitLen())
	}
	// The middle column of the largest product, as the kernels compute it.
	w, ones := newWorkspace(), extremes()["ones"]
	for i := 0; i < numberLimbs; i += blockLimbs {
		for j := 0; j < numberLimbs; j += blockLimbs {
			c := columnsOf(w.columns[:], i+j)
			addProduct(c, c, blockOf(ones[:], i), blockOf(ones[:], j))
		}
	}
	if want := uint64(numberLimbs * largest); w.columns[numberLimbs-1] != want {
		t.Errorf("the middle column is %#x, want %#x", w.columns[numberLimbs-1], want)
	}
	for range 4 {
		c := columnsOf(w.columns[:], numberLimbs-blockLimbs)
		addProduct(c, c, blockOf(ones[:], 0), blockOf(ones[:], 0))
	}
	if want := uint64((numberLimbs + 4*blockLimbs) * largest); w.columns[numberLimbs-1] != want {
		t.Errorf("the middle column is %#x, want %#x", w.columns[numberLimbs-1], want)
	}
}

// Kernels on words of 64 bits, as differences of limbs are, against the sums written out.
func TestKernels(t *testing.T) {
	r := newRand(t)
	words := func(z []uint64) {
		for i := range z {
			z[i] = r.Uint64()
		}
	}
	for range 50 {
		var a, b block
		var c, z, low, square, want, wantSquare blockColumns
		words(a[:])
		words(b[:])
		words(c[:])
		words(low[:])
		want, wantSquare = c, c
		for i := range a {
			for j := range b {
				want[i+j] += a[i] * b[j]
				wantSquare[i+j] += a[i] * a[j]
			}
		}
		untouched := low
		addProduct(&z, &c, &a, &b)
		addProductLow(&low, &c, &a, &b)
		addSquare(&square, &c, &a)
		if z != want {
			t.Fatal("addProduct")
		}
		if *blockOf(low[:], 0) != *blockOf(want[:], 0) || *blockOf(low[:], blockLimbs) != *blockOf(untouched[:], blockLimbs) {
			t.Fatal("addProductLow")
		}
		if square != wantSquare {
			t.Fatal("addSquare")
		}
		same := c
		addProduct(&same, &same, &a, &b)
		if same != want {
			t.Fatal("addProduct with z = c")
		}
	}
}

func TestPick(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	var table Window
	for i := range table {
		for j := range table[i].n {
			table[i].n[j] = r.Uint64() & limbMask
		}
	}
	for digit := range 256 {
		z := Element{number{limbMask}}
		table.Pick(&z, byte(digit))
		if z != table[digit%windowSize] {
			t.Fatalf("digit %#x picks another entry", digit)
		}
	}
}

func TestSubtractIfAbove(t *testing.T) {
	for name, x := range extremes() {
		z := *x
		z.subtractIfAbove(&field.n)
		want := fromLimbs(x[:])
		if want.Cmp(prime) >= 0 {
			want.Sub(want, prime)
		}
		if fromLimbs(z[:]).Cmp(want) != 0 {
			t.Errorf("%s: got %x, want %x", name, fromLimbs(z[:]), want)
		}
	}
}
