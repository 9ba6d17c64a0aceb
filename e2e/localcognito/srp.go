package localcognito

import (
	"bytes"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"math/big"
	"strings"
)

// The server half of SRP-6a as Cognito computes it: the 3072-bit prime of
// RFC 3526, group 15, with g = 2 (RFC 5054 has the same prime with g = 5),
// SHA-256, and integers hashed in their shortest two's complement form. It is
// written on math/big alone, so that it and a client check each other. It
// runs in variable time (VarTime): a local server has no remote attacker
// worth the code that the client side has to spend on this.
const primeHex = "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD1" +
	"29024E088A67CC74020BBEA63B139B22514A08798E3404DD" +
	"EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245" +
	"E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED" +
	"EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3D" +
	"C2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F" +
	"83655D23DCA3AD961C62F356208552BB9ED529077096966D" +
	"670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B" +
	"E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9" +
	"DE2BCBF6955817183995497CEA956AE515D2261898FA0510" +
	"15728E5A8AAAC42DAD33170D04507A33A85521ABDF1CBA64" +
	"ECFB850458DBEF0A8AEA71575D060C7DB3970F85A6E1E4C7" +
	"ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6B" +
	"F12FFA06D98A0864D87602733EC86A64521F2B18177B200C" +
	"BBE117577A615D6C770988C0BAD946E208E24FA074E5AB31" +
	"43DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF"

var (
	srpN, _ = new(big.Int).SetString(primeHex, 16)
	srpG    = big.NewInt(2)
	srpK    = hashInt(padInt(srpN), padInt(srpG))
)

const (
	srpBytes = 384 // of N
	// maxSRPAHex bounds SRP_A: N's length with the sign byte that some
	// clients prepend.
	maxSRPAHex = 2*srpBytes + 2
)

// padInt returns n ≥ 0 as Java's BigInteger.toByteArray does: the shortest
// big-endian form whose top bit is clear. It never pads to a fixed length.
func padInt(n *big.Int) []byte {
	b := n.Bytes()
	if len(b) == 0 || b[0]&0x80 != 0 {
		b = append([]byte{0}, b...)
	}
	return b
}

func hashInt(parts ...[]byte) *big.Int {
	h := sha256.Sum256(bytes.Join(parts, nil))
	return new(big.Int).SetBytes(h[:])
}

// credential is all that the server keeps of a password.
type credential struct {
	salt     *big.Int // 128 bits
	verifier *big.Int // v = g^x mod N
}

func newCredential(poolName, username, password string) *credential {
	var salt [16]byte
	rand.Read(salt[:])
	return makeCredential(new(big.Int).SetBytes(salt[:]), poolName, username, password)
}

// makeCredential computes v from x = H(pad(salt) | H(pool | user | ":" | password)).
func makeCredential(salt *big.Int, poolName, username, password string) *credential {
	inner := sha256.Sum256([]byte(poolName + username + ":" + password))
	x := hashInt(padInt(salt), inner[:])
	return &credential{salt, new(big.Int).Exp(srpG, x, srpN)}
}

// matches derives the verifier of a password and compares the two in constant
// time.
func (c *credential) matches(poolName, username, password string) bool {
	other := makeCredential(c.salt, poolName, username, password)
	var a, b [srpBytes]byte
	return subtle.ConstantTimeCompare(c.verifier.FillBytes(a[:]), other.verifier.FillBytes(b[:])) == 1
}

// parseSRPA reads SRP_A: hex digits of any case, odd numbers of them included.
func parseSRPA(s string) (*big.Int, error) {
	if s == "" || len(s) > maxSRPAHex || strings.Trim(s, "0123456789abcdefABCDEF") != "" {
		return nil, fail(invalidParameter, "SRP_A must be 1 to %d hexadecimal digits.", maxSRPAHex)
	}
	a, _ := new(big.Int).SetString(s, 16)
	if new(big.Int).Mod(a, srpN).Sign() == 0 {
		// RFC 5054, section 2.5.4: the server MUST abort if A % N = 0.
		return nil, fail(invalidParameter, "SRP_A must not be 0 modulo N.")
	}
	return a, nil
}

// newPrivateB draws b with 256 bits, the least that RFC 5054, section 2.5.4
// allows.
func newPrivateB() *big.Int {
	var b [32]byte
	rand.Read(b[:])
	return new(big.Int).SetBytes(b[:])
}

// publicB returns B = (k·v + g^b) mod N.
func (c *credential) publicB(b *big.Int) *big.Int {
	B := new(big.Int).Mul(srpK, c.verifier)
	B.Add(B, new(big.Int).Exp(srpG, b, srpN))
	return B.Mod(B, srpN)
}

// claimKey returns the 16-byte key that both sides sign with:
// HKDF-SHA256(pad(S), salt pad(u), "Caldera Derived Key") with
// S = (A·v^u)^b mod N and u = H(pad(A) | pad(B)). ok is false if u = 0.
func (c *credential) claimKey(A, b *big.Int) (key []byte, ok bool) {
	u := hashInt(padInt(A), padInt(c.publicB(b)))
	if u.Sign() == 0 {
		return nil, false
	}
	S := new(big.Int).Exp(c.verifier, u, srpN)
	S.Mul(S, A)
	S.Exp(S, b, srpN)
	key, err := hkdf.Key(sha256.New, padInt(S), padInt(u), "Caldera Derived Key", 16)
	return key, err == nil
}

// claimSignature is PASSWORD_CLAIM_SIGNATURE before base64:
// HMAC-SHA256(key, pool | user | SECRET_BLOCK bytes | TIMESTAMP).
func claimSignature(key []byte, poolName, username string, secretBlock []byte, timestamp string) []byte {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(poolName + username))
	mac.Write(secretBlock)
	mac.Write([]byte(timestamp))
	return mac.Sum(nil)
}
