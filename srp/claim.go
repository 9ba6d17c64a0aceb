package srp

import (
	"github.com/cognito-wasm/cognito-wasm/internal/base64"
	"github.com/cognito-wasm/cognito-wasm/srp/internal/digest"
	"github.com/cognito-wasm/cognito-wasm/srp/internal/modp"
)

const (
	// derivedKeyInfo is the info of the key derivation, as in AWS's clients.
	derivedKeyInfo = "Caldera Derived Key"
	// derivedKeySize is the length of the derived key in bytes.
	derivedKeySize = 16
)

// k is the multiplier H(pad(N) | pad(g)), a constant of the protocol.
var k = constant("538282c4354742d7cbbde2359fcf67f9f5b3a6b08791e5011b43b8a5b66d9ee6")

// constant returns the number that is written in hex. It panics if that is not one, during initialisation.
func constant(digits string) *modp.Element {
	n, err := parseHex("constant", digits)
	if err != nil {
		panic(err)
	}
	z := new(modp.Element)
	if err := z.SetBytes(pad(n)); err != nil {
		panic(err)
	}
	return z
}

// Challenge is what Cognito sends with PASSWORD_VERIFIER or DEVICE_PASSWORD_VERIFIER: the challenge parameters, as they
// came.
type Challenge struct {
	// Salt is SALT, an integer from 0 to 2^3072−1 in hex; leading zeros do not count, an odd length is fine.
	Salt string
	// B is SRP_B, an integer below 2^3072 in hex and not a multiple of N.
	B string
	// SecretBlock is SECRET_BLOCK: standard or URL-safe base64, padded or not, not empty.
	SecretBlock string
}

// Claim is the proof that the client knows the password: three of the responses to PASSWORD_VERIFIER or
// DEVICE_PASSWORD_VERIFIER.
type Claim struct {
	// Signature is PASSWORD_CLAIM_SIGNATURE, standard base64 of 32 bytes (44 characters).
	Signature string
	// SecretBlock is PASSWORD_CLAIM_SECRET_BLOCK, the challenge's SECRET_BLOCK to the letter.
	SecretBlock string
	// Timestamp is TIMESTAMP, as [Timestamp] writes it. Send it unchanged: it is part of what is signed.
	Timestamp string
}

// PasswordClaim answers ch for the user or device id. password is UTF-8, for a device the [DeviceVerifier]'s Password; it
// is read and not kept; the caller overwrites it. now is the time to state in TIMESTAMP; how far it may be
// from Cognito's own time is not documented.
//
// Whatever the outcome, e is spent and a overwritten: the server's answer to A is used once. The error is [ErrSpent], or
// a [*ParameterError] for SALT, SRP_B, SECRET_BLOCK, PASSWORD, or the Group or Name of id. A wrong password is no error
// here: Cognito alone can tell.
func (e *Ephemeral) PasswordClaim(id Identity, password []byte, ch Challenge, now Time) (*Claim, error) {
	if e.secret == nil {
		return nil, ErrSpent
	}
	defer e.Discard()

	if err := id.check(); err != nil {
		return nil, err
	}
	if len(password) == 0 {
		return nil, &ParameterError{"PASSWORD", "not empty"}
	}
	salt, err := parseHex("SALT", ch.Salt)
	if err != nil {
		return nil, err
	}
	b, err := parseHex("SRP_B", ch.B)
	if err != nil {
		return nil, err
	}
	block, err := parseBase64("SECRET_BLOCK", ch.SecretBlock)
	if err != nil {
		return nil, err
	}

	x := privateKey(id, password, salt)
	defer clear(x)
	u := scramble(e.public, b)
	s, err := sharedSecret(e.secret, u, x, b)
	if err != nil {
		return nil, err
	}
	defer clear(s)
	key := deriveKey(u, s)
	defer clear(key)

	timestamp := Timestamp(now)
	return &Claim{
		Signature:   sign(key, id, block, timestamp),
		SecretBlock: ch.SecretBlock,
		Timestamp:   timestamp,
	}, nil
}

// privateKey returns x = H(pad(salt) | H(group | name | ":" | password)), 32 bytes. salt is as [pad] wants it.
func privateKey(id Identity, password, salt []byte) []byte {
	inner := digest.SHA256([]byte(id.Group), []byte(id.Name), []byte(":"), password)
	defer clear(inner)
	return digest.SHA256(pad(salt), inner)
}

// scramble returns u = H(pad(A) | pad(B)), 32 bytes. a and b are A and B, as [pad] wants them.
func scramble(a, b []byte) []byte {
	return digest.SHA256(pad(a), pad(b))
}

// sharedSecret returns S = (B − k·g^x)^(a + u·x) mod N, as [pad] wants it. a, u and x are big-endian, b is B as [pad]
// wants it. It refuses the B and the u with which a server could have S be anything it likes, or the same every time.
func sharedSecret(a, u, x, b []byte) ([]byte, error) {
	var base modp.Element
	if err := base.SetBytes(b[1:]); err != nil {
		return nil, notHex("SRP_B")
	}
	if base.IsZero() {
		return nil, &ParameterError{"SRP_B", "not a multiple of N"}
	}
	if isZero(u) {
		return nil, &ParameterError{"SRP_B", "a value with which u is not 0"}
	}

	var v modp.Element
	defer v.Zero()
	v.ExpG((*[32]byte)(x))
	v.Mul(k, &v)

	exponent := modp.MulAdd(a, u, x)
	defer clear(exponent)
	defer base.Zero()
	base.Sub(&base, &v)
	base.Exp(&base, exponent)
	return encode(&base), nil
}

// isZero reports whether the public n is 0.
func isZero(n []byte) bool {
	for _, b := range n {
		if b != 0 {
			return false
		}
	}
	return true
}

// deriveKey returns the 16-byte key that both sides derive from u and S; s is S as [pad] wants it. It is HKDF (RFC 5869)
// with one block of output, which is two HMACs.
func deriveKey(u, s []byte) []byte {
	pseudorandom := digest.HMAC(pad(append([]byte{0}, u...)), pad(s))
	defer clear(pseudorandom)
	return digest.HMAC(pseudorandom, []byte(derivedKeyInfo), []byte{1})[:derivedKeySize]
}

// sign returns base64(HMAC-SHA-256(key, group | name | block | timestamp)).
func sign(key []byte, id Identity, block []byte, timestamp string) string {
	return string(base64.Encode(digest.HMAC(key, []byte(id.Group), []byte(id.Name), block, []byte(timestamp))))
}
