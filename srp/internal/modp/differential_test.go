package modp

import (
	"crypto/sha256"
	"encoding/hex"
	"flag"
	"fmt"
	"math/big"
	"math/rand/v2"
	"os"
	"runtime"
	"testing"
	"time"

	"filippo.io/bigmod"
)

// Two other implementations say what is right, in turn: math/big and filippo.io/bigmod.

// slow says that a test has to do with fewer cases.
var slow = runtime.GOOS == "js"

// How many of each are tried. What these are not enough for, the flags are for.
var (
	randomProducts = flag.Int("products", 15_000, "how many random products to try")
	randomPowers   = 400
)

func init() {
	if runtime.GOOS == "js" {
		randomPowers = 100
	}
}

var bigmodModulus = func() *bigmod.Modulus {
	m, err := bigmod.NewModulus([]byte(N))
	if err != nil {
		panic(err)
	}
	return m
}()

// productByOthers returns x·y mod N by one of the two.
func productByOthers(round int, x, y []byte) []byte {
	if round%2 == 0 {
		n := new(big.Int).SetBytes(x)
		n.Mul(n, new(big.Int).SetBytes(y))
		return n.Mod(n, prime).FillBytes(make([]byte, Size))
	}
	n := bigmod.NewNat().ExpandFor(bigmodModulus)
	m := bigmod.NewNat().ExpandFor(bigmodModulus)
	mustSet(n, x)
	mustSet(m, y)
	return n.Mul(m, bigmodModulus).Bytes(bigmodModulus)
}

func powerByOthers(round int, x, e []byte) []byte {
	if round%2 == 0 {
		n := new(big.Int).SetBytes(x)
		return n.Exp(n, new(big.Int).SetBytes(e), prime).FillBytes(make([]byte, Size))
	}
	n := bigmod.NewNat().ExpandFor(bigmodModulus)
	mustSet(n, x)
	return bigmod.NewNat().ExpandFor(bigmodModulus).Exp(n, e, bigmodModulus).Bytes(bigmodModulus)
}

func mustSet(n *bigmod.Nat, b []byte) {
	if _, err := n.SetOverflowingBytes(b, bigmodModulus); err != nil {
		panic(err)
	}
}

// hardBytes fills b with random bytes, some runs of which are all ones or all zeros.
func hardBytes(r *rand.Rand, b []byte) {
	for i := 0; i < len(b); {
		kind := r.Uint32()
		run := min(len(b)-i, 1+int(kind>>8)%64)
		for range run {
			switch kind % 4 {
			case 0:
				b[i] = 0
			case 1:
				b[i] = 0xff
			default:
				b[i] = byte(r.Uint32())
			}
			i++
		}
	}
}

func TestRandomProducts(t *testing.T) {
	r := newRand(t)
	var a, b [Size]byte
	var x, y, z Element
	var got [Size]byte
	for round := range *randomProducts {
		hardBytes(r, a[:])
		hardBytes(r, b[:])
		if err := x.SetBytes(a[:]); err != nil {
			t.Fatal(err)
		}
		if err := y.SetBytes(b[:]); err != nil {
			t.Fatal(err)
		}
		z.Mul(&x, &y)
		z.FillBytes(&got)
		if want := productByOthers(round, a[:], b[:]); string(got[:]) != string(want) {
			t.Fatalf("%x · %x = %x, want %x", a, b, got, want)
		}
		z.SquareTimes(&x, 1)
		z.FillBytes(&got)
		if want := productByOthers(round+1, a[:], a[:]); string(got[:]) != string(want) {
			t.Fatalf("%x² = %x, want %x", a, got, want)
		}
	}
}

var exponentiations = flag.Int("exponentiations", 0, "how many random exponentiations of each kind to try: one of the numbers in powerHashes")

// powerHashes are SHA-256 of all results, for some numbers of exponentiations. Where this runs natively, every single
// result is compared with those of the other implementations; WebAssembly has to come to the same hash.
var powerHashes = map[int]string{
	100:     "8273112d6fd80fa53bd285f134e68924a945b1ced42c4d24901d92375483be67",
	400:     "09f1fcd188320913672956960d2bb0aba7bc3a498fb3cb51722beed13e07a508",
	1000:    "90539aa19f9c49ec91ef9bb255d2dad7b175d3adfd3bea13f7c700a411a2623e",
	100_000: "0543914e28f5f863548959a5fea404fd2c7ba1491f0e9a33f61bad1d6d47f85c",
}

func TestRandomExponentiations(t *testing.T) {
	count := *exponentiations
	if count == 0 {
		count = randomPowers
	}
	wantHash, known := powerHashes[count]
	if !known && runtime.GOOS == "js" {
		t.Fatalf("-exponentiations %d: nobody knows the hash; a native run finds it", count)
	}
	hash := sha256.New()
	r := rand.New(rand.NewChaCha8([32]byte([]byte("the random source of this test  "))))
	reported := time.Now()
	for round := range count {
		var base [Size]byte
		var e [64]byte
		hardBytes(r, base[:])
		hardBytes(r, e[:])
		var x, power, powerOfG Element
		if err := x.SetBytes(base[:]); err != nil {
			t.Fatal(err)
		}
		power.Exp(&x, e[:])
		powerOfG.ExpG((*[32]byte)(e[:32]))
		var got, gotOfG [Size]byte
		power.FillBytes(&got)
		powerOfG.FillBytes(&gotOfG)
		hash.Write(got[:])
		hash.Write(gotOfG[:])
		if runtime.GOOS != "js" {
			if want := powerByOthers(round, base[:], e[:]); string(got[:]) != string(want) {
				t.Fatalf("%x ^ %x = %x, want %x", base, e, got, want)
			}
			if want := powerByOthers(round+1, []byte{Generator}, e[:32]); string(gotOfG[:]) != string(want) {
				t.Fatalf("g ^ %x = %x, want %x", e[:32], gotOfG, want)
			}
		}
		if time.Since(reported) > 10*time.Second {
			fmt.Fprintf(os.Stderr, "%d of %d exponentiations …\n", round+1, count)
			reported = time.Now()
		}
	}
	if got := hex.EncodeToString(hash.Sum(nil)); got != wantHash {
		t.Errorf("the results of %d exponentiations hash to %s, want %s", count, got, wantHash)
	}
}
