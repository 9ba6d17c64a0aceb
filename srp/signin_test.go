package srp

import (
	"encoding/base64"
	"encoding/hex"
	"math/big"
	"math/rand/v2"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// signIns is the number of random sign-ins compared with the oracle. WebAssembly takes several times as long.
func signIns() int {
	if runtime.GOOS == "js" { // where each takes a quarter of a second
		return len(quantities) * len(shapes)
	}
	return 500
}

// quantities are the numbers whose encodings have caused failures in clients; each occurs in every one of shapes.
var quantities = []string{"A", "B", "S", "u", "x", "salt"}

// shapes are forms of the encoding of a number of nominally size bytes.
var shapes = map[string]func(n *big.Int, size int) bool{
	"short":   func(n *big.Int, size int) bool { return n.BitLen() <= 8*(size-1) },
	"odd":     func(n *big.Int, _ int) bool { return len(n.Text(16))%2 == 1 },
	"top bit": func(n *big.Int, _ int) bool { return n.BitLen()%8 == 0 && n.Sign() > 0 },
}

// quantitySize is the full length of each quantity in bytes.
var quantitySize = map[string]int{"A": 384, "B": 384, "S": 384, "u": 32, "x": 32, "salt": 16}

// signIn is one random sign-in: the oracle's secrets and the numbers that follow from them.
type signIn struct {
	oracle
	values   map[string]*big.Int // by quantity
	saltText string
}

// newSignIn draws a sign-in in which quantity has the shape, or any sign-in for an empty shape.
func newSignIn(r *rand.Rand, quantity, shape string) signIn {
	s := signIn{oracle: oracle{
		group:     randomText(r),
		name:      randomText(r),
		password:  randomText(r),
		salt:      randomInt(r, 16),
		a:         randomInt(r, 32),
		b:         randomInt(r, 32),
		block:     randomInt(r, 64).FillBytes(make([]byte, 64)),
		timestamp: time.Unix(r.Int64N(4e9), 0).UTC().Format("Mon Jan 2 15:04:05 UTC 2006"),
	}}
	if shape != "" {
		s.search(r, quantity, shape)
	}
	s.derive()
	s.saltText = s.salt.Text(16)
	switch r.IntN(4) {
	case 0: // leading zeros are no part of the number
		s.saltText = strings.Repeat("0", r.IntN(5)) + s.saltText
	case 1:
		s.saltText = strings.ToUpper(s.saltText)
	}
	return s
}

// search changes the salt, a or b until quantity has the shape. A full exponentiation per step is more than WebAssembly
// has time for, so b is small where it is searched.
func (s *signIn) search(r *rand.Rand, quantity, shape string) {
	found := func(n *big.Int) bool { return shapes[shape](n, quantitySize[quantity]) }
	one := big.NewInt(1)
	switch quantity {
	case "salt":
		for !found(s.salt) {
			s.salt = randomInt(r, 16)
		}
	case "x":
		for !found(s.x()) {
			s.salt = randomInt(r, 16)
		}
	case "A":
		for !found(s.A()) {
			s.a = randomInt(r, 32)
		}
	case "B", "u", "S":
		s.b = big.NewInt(r.Int64N(100))
		for a, v := s.A(), s.v(); ; s.b.Add(s.b, one) {
			b := s.serverB(v)
			u := oracleU(a, b)
			if quantity == "B" && found(b) || quantity == "u" && found(u) || quantity == "S" && found(s.serverS(a, v, u)) {
				return
			}
		}
	default:
		panic("no way to search for " + quantity)
	}
}

// derive computes values as the server does.
func (s *signIn) derive() {
	v := s.v()
	a, b := s.A(), s.serverB(v)
	u := oracleU(a, b)
	s.values = map[string]*big.Int{"salt": s.salt, "x": s.x(), "A": a, "B": b, "u": u, "S": s.serverS(a, v, u)}
}

func TestRandomSignIns(t *testing.T) {
	type kind struct{ quantity, shape string }
	var kinds []kind // each at least once
	for _, quantity := range quantities {
		for shape := range shapes {
			kinds = append(kinds, kind{quantity, shape})
		}
	}
	var mu sync.Mutex
	counts := map[kind]int{}

	workers := runtime.GOMAXPROCS(0)
	t.Run("workers", func(t *testing.T) {
		for worker := range workers {
			t.Run(strconv.Itoa(worker), func(t *testing.T) {
				t.Parallel()
				r := newRand(t)
				for i := worker; i < signIns() && !t.Failed(); i += workers {
					var wanted kind
					if i < len(kinds) {
						wanted = kinds[i]
					}
					s := newSignIn(r, wanted.quantity, wanted.shape)
					s.compare(t)
					mu.Lock()
					for _, kind := range kinds {
						if shapes[kind.shape](s.values[kind.quantity], quantitySize[kind.quantity]) {
							counts[kind]++
						}
					}
					mu.Unlock()
				}
			})
		}
	})
	for _, kind := range kinds {
		if counts[kind] == 0 {
			t.Errorf("no sign-in with %s %s", kind.quantity, kind.shape)
		}
		t.Logf("%4d of %d sign-ins with %s %s", counts[kind], signIns(), kind.quantity, kind.shape)
	}
}

// compare runs the client against both halves of the oracle.
func (s signIn) compare(t *testing.T) {
	t.Helper()
	u := s.values["u"]
	if s.clientS(s.values["B"], u).Cmp(s.values["S"]) != 0 {
		t.Error("the oracle's halves disagree")
	}
	key := oracleKey(u, s.values["S"])
	block := base64.StdEncoding.EncodeToString(s.block)
	transcript{
		oracle: s.oracle,
		A:      s.values["A"].Text(16), B: s.values["B"].Text(16), U: u.Text(16), X: s.values["x"].Text(16),
		S: s.values["S"].Text(16), Key: hex.EncodeToString(key),
		secretBlock: block, signature: s.signature(key),
	}.check(t, s.saltText)
}

// A B from N up to 2^3072 is no residue, but RFC 5054 refuses only multiples of N. u is the hash of B as sent.
func TestUnreducedB(t *testing.T) {
	limit := new(big.Int).Lsh(big.NewInt(1), 3072)
	for name, b := range map[string]*big.Int{
		"N+1":      new(big.Int).Add(oracleN, big.NewInt(1)),
		"2^3072-1": new(big.Int).Sub(limit, big.NewInt(1)),
	} {
		t.Run(name, func(t *testing.T) {
			o := oracle{group: "pool", name: "user", password: "pass", salt: big.NewInt(7), a: randomInt(newRand(t), 32),
				block: []byte("block"), timestamp: "Tue May 5 00:09:40 UTC 2026"}
			u := oracleU(o.A(), b)
			s := o.clientS(b, u)
			key := oracleKey(u, s)
			transcript{
				oracle: o, A: o.A().Text(16), B: b.Text(16), U: u.Text(16), X: o.x().Text(16), S: s.Text(16),
				Key: hex.EncodeToString(key), secretBlock: "YmxvY2s", signature: o.signature(key),
			}.check(t, "7")
		})
	}
}

// A server that knows k·g^x can send it as B. S is then 0, and pad(0) is one byte.
func TestSharedSecretZero(t *testing.T) {
	o := oracle{group: "pool", name: "user", password: "pass", salt: big.NewInt(7), a: randomInt(newRand(t), 32),
		block: []byte("block"), timestamp: "Tue May 5 00:09:40 UTC 2026"}
	b := new(big.Int).Mul(oracleK, o.v())
	b.Mod(b, oracleN)
	u := oracleU(o.A(), b)
	key := oracleKey(u, new(big.Int))
	transcript{
		oracle: o, A: o.A().Text(16), B: b.Text(16), U: u.Text(16), X: o.x().Text(16), S: "0",
		Key: hex.EncodeToString(key), secretBlock: "YmxvY2s=", signature: o.signature(key),
	}.check(t, "07")
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

// randomInt returns a number of n random bytes.
func randomInt(r *rand.Rand, n int) *big.Int {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(r.Uint32())
	}
	return new(big.Int).SetBytes(b)
}

// randomText returns 1 to 20 characters of one to four bytes.
func randomText(r *rand.Rand) string {
	const alphabet = `aZ09-_:+= ~!"ßéñ€日本𝄞🔑`
	runes := []rune(alphabet)
	text := make([]rune, 1+r.IntN(20))
	for i := range text {
		text[i] = runes[r.IntN(len(runes))]
	}
	return string(text)
}

func BenchmarkNewEphemeral(b *testing.B) {
	for b.Loop() {
		if _, err := NewEphemeral(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkPasswordClaim(b *testing.B) {
	o := oracle{salt: big.NewInt(7), a: new(big.Int).Lsh(big.NewInt(5), 250), b: big.NewInt(12345)}
	challenge := Challenge{Salt: "7", B: o.B().Text(16), SecretBlock: "YmxvY2s="}
	for b.Loop() {
		b.StopTimer()
		e := o.ephemeral(b)
		b.StartTimer()
		if _, err := e.PasswordClaim(UserIdentity("pool", "user"), []byte("pass"), challenge, goodTime); err != nil {
			b.Fatal(err)
		}
	}
}
