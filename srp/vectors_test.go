package srp

import (
	"bytes"
	_ "embed"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"math/big"
	"slices"
	"testing"

	"github.com/cognito-wasm/cognito-wasm/internal/clock"
	"github.com/cognito-wasm/cognito-wasm/srp/internal/modp"
)

// The vectors were computed with independent implementations and agree with AWS's own clients. Their a has 1,024 bits,
// as those clients draw it.
var (
	//go:embed testdata/srp-vectors.json
	vectorsJSON []byte
	//go:embed testdata/device-srp-vectors.json
	deviceVectorsJSON []byte
)

// transcript is one sign-in with every intermediate value, in hex but for the last two.
type transcript struct {
	oracle
	A, B, U, X, S, Key     string
	secretBlock, signature string
}

func TestVectors(t *testing.T) {
	var vectors []struct {
		Name, Pool, User, Pass, Salt, SecretBlock, Timestamp string
		APriv                                                string `json:"A_priv"`
		BPriv                                                string `json:"B_priv"`
		X, V, A, B, U, S, Key, Signature                     string
	}
	if err := json.Unmarshal(vectorsJSON, &vectors); err != nil {
		t.Fatal(err)
	}
	if len(vectors) != 12 {
		t.Fatalf("%d vectors, want 12", len(vectors))
	}
	for _, v := range vectors {
		t.Run(v.Name, func(t *testing.T) {
			o := oracle{group: v.Pool, name: v.User, password: v.Pass, timestamp: v.Timestamp,
				salt: mustInt(t, v.Salt), a: mustInt(t, v.APriv), b: mustInt(t, v.BPriv)}

			// The oracle first: it has to be right to judge.
			wantHex(t, "the oracle's v", o.v().Bytes(), mustInt(t, v.V))
			wantHex(t, "the oracle's B", o.B().Bytes(), mustInt(t, v.B))
			u := oracleU(o.A(), o.B())
			wantHex(t, "the oracle's S as server", o.serverS(o.A(), o.v(), u).Bytes(), mustInt(t, v.S))

			var verifier modp.Element
			verifier.ExpG((*[32]byte)(mustInt(t, v.X).FillBytes(make([]byte, 32))))
			wantHex(t, "v", encode(&verifier), mustInt(t, v.V))

			transcript{oracle: o, A: v.A, B: v.B, U: v.U, X: v.X, S: v.S, Key: v.Key,
				secretBlock: v.SecretBlock, signature: v.Signature}.check(t, v.Salt)
		})
	}
}

func TestDeviceVectors(t *testing.T) {
	var file struct {
		Vectors []struct {
			GroupKey    string `json:"device_group_key"`
			Key         string `json:"device_key"`
			RandomBytes string `json:"random_bytes_hex"`
			Password    string `json:"random_password_b64"`
			SaltRandom  string `json:"salt_random_hex"`
			SaltPadded  string `json:"salt_padded_hex"`
			Salt        string `json:"Salt_b64"`
			Verifier    string `json:"PasswordVerifier_b64"`
			Login       struct {
				SecretA     string `json:"a_hex"`
				A           string `json:"A_hex"`
				B           string `json:"SRP_B"`
				Salt        string `json:"SALT"`
				SecretBlock string `json:"SECRET_BLOCK"`
				Timestamp   string `json:"TIMESTAMP"`
				Derived     struct {
					U   string `json:"u_hex"`
					X   string `json:"x_hex"`
					S   string `json:"S_hex"`
					Key string `json:"hkdf_hex"`
				}
				Signature string `json:"expected_signature_b64"`
			}
		}
	}
	if err := json.Unmarshal(deviceVectorsJSON, &file); err != nil {
		t.Fatal(err)
	}
	if len(file.Vectors) == 0 {
		t.Fatal("no vectors")
	}
	for _, v := range file.Vectors {
		t.Run(v.Key, func(t *testing.T) {
			random := slices.Concat(mustHex(t, v.RandomBytes), mustHex(t, v.SaltRandom))
			device, err := drawDeviceVerifier(bytes.NewReader(random), v.GroupKey, v.Key)
			if err != nil {
				t.Fatal(err)
			}
			want := DeviceVerifier{Salt: v.Salt, PasswordVerifier: v.Verifier, Password: v.Password}
			if *device != want {
				t.Errorf("verifier %+v, want %+v", *device, want)
			}
			if got := base64.StdEncoding.EncodeToString(mustHex(t, v.SaltPadded)); got != v.Salt {
				t.Errorf("the vector's salts differ: %s and %s", got, v.Salt)
			}

			login := v.Login
			transcript{
				oracle: oracle{group: v.GroupKey, name: v.Key, password: v.Password, timestamp: login.Timestamp,
					salt: mustInt(t, login.Salt), a: mustInt(t, login.SecretA)},
				A: login.A, B: login.B, U: login.Derived.U, X: login.Derived.X, S: login.Derived.S, Key: login.Derived.Key,
				secretBlock: login.SecretBlock, signature: login.Signature,
			}.check(t, login.Salt)
		})
	}
}

// check runs the client step by step and as a whole, and compares everything. salt is the challenge's SALT as text.
func (want transcript) check(t *testing.T, salt string) {
	t.Helper()
	e := want.ephemeral(t)
	if got := e.A(); got != want.A {
		t.Errorf("A = %s, want %s", got, want.A)
	}
	saltInt, err := parseHex("SALT", salt)
	if err != nil {
		t.Fatal(err)
	}
	b, err := parseHex("SRP_B", want.B)
	if err != nil {
		t.Fatal(err)
	}
	x := privateKey(want.identity(), []byte(want.password), saltInt)
	wantHex(t, "x", x, mustInt(t, want.X))
	u := scramble(e.public, b)
	wantHex(t, "u", u, mustInt(t, want.U))
	s, err := sharedSecret(e.secret, u, x, b)
	if err != nil {
		t.Fatal(err)
	}
	wantHex(t, "S", s, mustInt(t, want.S))
	key := deriveKey(u, s)
	wantHex(t, "key", key, mustInt(t, want.Key))

	claim, err := e.PasswordClaim(want.identity(), []byte(want.password),
		Challenge{Salt: salt, B: want.B, SecretBlock: want.secretBlock}, clock.UnixMilli(parseTimestamp(t, want.timestamp).UnixMilli()))
	if err != nil {
		t.Fatal(err)
	}
	if wanted := (Claim{want.signature, want.secretBlock, want.timestamp}); *claim != wanted {
		t.Errorf("claim %+v, want %+v", *claim, wanted)
	}
}

// k is a hash of constants: computed here as AWS's clients compute it at run time.
func TestMultiplier(t *testing.T) {
	wantHex(t, "k", encode(k), hashInt(oraclePad(oracleN), oraclePad(big.NewInt(modp.Generator))))
}

// The value is that of OpenSSL:
//
//	printf 'alice1example23456789' | openssl dgst -sha256 -hmac 1abcdefghijklmnopqrstuvwxyz -binary | base64
func TestSecretHash(t *testing.T) {
	got := SecretHash("1abcdefghijklmnopqrstuvwxyz", "alice", "1example23456789")
	if want := "Qi7mxQXUNYiKRoz9LQR4ZhvYYWvS6lfRjwadIjNtBnI="; got != want {
		t.Errorf("SecretHash = %s, want %s", got, want)
	}
}

func mustHex(t testing.TB, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
