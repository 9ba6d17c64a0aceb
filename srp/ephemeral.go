package srp

import (
	"io"

	"github.com/cognito-wasm/cognito-wasm/srp/internal/entropy"
	"github.com/cognito-wasm/cognito-wasm/srp/internal/modp"
)

// secretSize is the length of a in bytes: 256 bits, the minimum of RFC 5054, section 2.5.4.
const secretSize = 32

// Ephemeral is the client's key pair for one attempt: a secret a and the public A = g^a mod N. It makes one claim and is
// spent. It is not safe for concurrent use.
type Ephemeral struct {
	secret []byte // a, big-endian; nil when spent
	public []byte // A, as pad wants it
}

// NewEphemeral draws a new a, 256 bits from crypto/rand, and computes A. This is about an eighth of the work of a
// sign-in and needs no input, so it may be done while the user types. The error is the random source's.
func NewEphemeral() (*Ephemeral, error) {
	return drawEphemeral(entropy.Reader, (*modp.Element).ExpG)
}

// drawEphemeral draws a from random until A = expG(a) is not 0. As N is prime a single draw always does, unless the
// arithmetic is broken: then it is better to give up than to send an A with which anyone can sign in.
func drawEphemeral(random io.Reader, expG func(z *modp.Element, e *[secretSize]byte)) (*Ephemeral, error) {
	const attempts = 3
	for range attempts {
		secret := make([]byte, secretSize)
		if _, err := io.ReadFull(random, secret); err != nil {
			clear(secret)
			return nil, err
		}
		var public modp.Element
		expG(&public, (*[secretSize]byte)(secret))
		if !public.IsZero() {
			return &Ephemeral{secret: secret, public: encode(&public)}, nil
		}
		clear(secret)
	}
	return nil, &ParameterError{"SRP_A", "not a multiple of N"}
}

// A returns SRP_A, the public value A: lower-case hex without padding, so of odd length if need be, at most 768 digits.
// It stays the same when e is spent.
func (e *Ephemeral) A() string {
	return formatHex(e.public)
}

// Discard overwrites a. It is for an Ephemeral that will make no claim; afterwards PasswordClaim returns [ErrSpent].
// Discarding twice does no harm.
func (e *Ephemeral) Discard() {
	clear(e.secret)
	e.secret = nil
}

// encode returns z as [pad] wants it: big-endian after a byte 00, 1+[modp.Size] bytes.
func encode(z *modp.Element) []byte {
	b := make([]byte, 1+modp.Size)
	z.FillBytes((*[modp.Size]byte)(b[1:]))
	return b
}
