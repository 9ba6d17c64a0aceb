package srp

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"math/big"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cognito-wasm/cognito-wasm/srp/internal/modp"
)

// The oracle is both halves of the protocol written again from the formulas, on math/big and text, sharing with the
// package nothing but N, which modp's tests derive from its definition.
type oracle struct {
	group, name, password string
	salt, a, b            *big.Int
	block                 []byte
	timestamp             string
}

var (
	oracleN = new(big.Int).SetBytes([]byte(modp.N))
	oracleG = big.NewInt(2)
	oracleK = hashInt(oraclePad(oracleN), oraclePad(oracleG))
)

// oraclePad works on digits, as AWS's JavaScript clients do, where pad works on bytes.
func oraclePad(n *big.Int) []byte {
	digits := n.Text(16)
	if len(digits)%2 == 1 {
		digits = "0" + digits
	}
	if strings.ContainsAny(digits[:1], "89abcdef") {
		digits = "00" + digits
	}
	b, err := hex.DecodeString(digits)
	if err != nil {
		panic(err)
	}
	return b
}

func hash(parts ...[]byte) []byte {
	sum := sha256.Sum256(slices.Concat(parts...))
	return sum[:]
}

func hashInt(parts ...[]byte) *big.Int { return new(big.Int).SetBytes(hash(parts...)) }

func hmacSum(key []byte, parts ...[]byte) []byte {
	mac := hmac.New(sha256.New, key)
	mac.Write(slices.Concat(parts...))
	return mac.Sum(nil)
}

func power(base, e *big.Int) *big.Int { return new(big.Int).Exp(base, e, oracleN) }

func (o oracle) A() *big.Int { return power(oracleG, o.a) }

func (o oracle) x() *big.Int {
	return hashInt(oraclePad(o.salt), hash([]byte(o.group+o.name+":"+o.password)))
}

func (o oracle) v() *big.Int { return power(oracleG, o.x()) }

func (o oracle) B() *big.Int { return o.serverB(o.v()) }

func (o oracle) serverB(v *big.Int) *big.Int {
	sum := new(big.Int).Mul(oracleK, v)
	sum.Add(sum, power(oracleG, o.b))
	return sum.Mod(sum, oracleN)
}

func oracleU(a, b *big.Int) *big.Int { return hashInt(oraclePad(a), oraclePad(b)) }

// serverS is (A·v^u)^b, from the verifier.
func (o oracle) serverS(publicA, v, u *big.Int) *big.Int {
	base := power(v, u)
	base.Mul(base, publicA)
	return power(base.Mod(base, oracleN), o.b)
}

// clientS is (B − k·g^x)^(a + u·x), from the password.
func (o oracle) clientS(publicB, u *big.Int) *big.Int {
	x := o.x()
	base := new(big.Int).Mul(oracleK, power(oracleG, x))
	base.Sub(publicB, base)
	base.Mod(base, oracleN)
	exponent := new(big.Int).Mul(u, x)
	return power(base, exponent.Add(exponent, o.a))
}

// oracleKey is HKDF by its definition in RFC 5869, for one block.
func oracleKey(u, s *big.Int) []byte {
	prk := hmacSum(oraclePad(u), oraclePad(s))
	return hmacSum(prk, []byte("Caldera Derived Key"), []byte{1})[:16]
}

func (o oracle) signature(key []byte) string {
	return base64.StdEncoding.EncodeToString(
		hmacSum(key, []byte(o.group+o.name), o.block, []byte(o.timestamp)))
}

func (o oracle) identity() Identity { return Identity{Group: o.group, Name: o.name} }

// ephemeral returns the client's key pair for the oracle's a, in at least 32 bytes as NewEphemeral has it.
func (o oracle) ephemeral(t testing.TB) *Ephemeral {
	t.Helper()
	return fixedEphemeral(t, o.a.FillBytes(make([]byte, max(secretSize, (o.a.BitLen()+7)/8))))
}

// fixedEphemeral is the seam for a known a, of any length: other clients draw up to 1024 bits.
func fixedEphemeral(t testing.TB, a []byte) *Ephemeral {
	t.Helper()
	var public modp.Element
	if err := public.SetBytes([]byte{modp.Generator}); err != nil {
		t.Fatal(err)
	}
	public.Exp(&public, a)
	return &Ephemeral{secret: slices.Clone(a), public: encode(&public)}
}

func parseTimestamp(t testing.TB, s string) time.Time {
	t.Helper()
	now, err := time.Parse("Mon Jan 2 15:04:05 UTC 2006", s)
	if err != nil {
		t.Fatal(err)
	}
	return now
}

func mustInt(t testing.TB, digits string) *big.Int {
	t.Helper()
	n, ok := new(big.Int).SetString(digits, 16)
	if !ok {
		t.Fatalf("%q is not hex", digits)
	}
	return n
}

func wantHex(t testing.TB, what string, got []byte, want *big.Int) {
	t.Helper()
	if new(big.Int).SetBytes(got).Cmp(want) != 0 {
		t.Errorf("%s = %x, want %x", what, got, want)
	}
}
