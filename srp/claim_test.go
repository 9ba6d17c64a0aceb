package srp

import (
	"bytes"
	"errors"
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/cognito-wasm/cognito-wasm/internal/clock"
	"github.com/cognito-wasm/cognito-wasm/srp/internal/modp"
)

var (
	goodIdentity  = UserIdentity("EXAMPLE12", "alice")
	goodPassword  = []byte("Correct-1234")
	goodChallenge = Challenge{Salt: "2e7c9b1a", B: "1234567890abcdef", SecretBlock: "YmxvY2s="}
	goodTime      = clock.UnixMilli(time.Date(2026, time.May, 5, 0, 9, 40, 0, time.UTC).UnixMilli())
)

func TestPasswordClaimRefuses(t *testing.T) {
	n := oracleN.Text(16)
	tests := []struct {
		name      string
		change    func(*Identity, *[]byte, *Challenge)
		parameter string
	}{
		{"no group", func(id *Identity, _ *[]byte, _ *Challenge) { id.Group = "" }, "Group"},
		{"no name", func(id *Identity, _ *[]byte, _ *Challenge) { id.Name = "" }, "Name"},
		{"nil password", func(_ *Identity, p *[]byte, _ *Challenge) { *p = nil }, "PASSWORD"},
		{"empty password", func(_ *Identity, p *[]byte, _ *Challenge) { *p = []byte{} }, "PASSWORD"},
		{"empty salt", func(_ *Identity, _ *[]byte, c *Challenge) { c.Salt = "" }, "SALT"},
		{"negative salt", func(_ *Identity, _ *[]byte, c *Challenge) { c.Salt = "-2e7c9b1a" }, "SALT"},
		{"salt not hex", func(_ *Identity, _ *[]byte, c *Challenge) { c.Salt = "MARKER" }, "SALT"},
		{"salt of 769 digits", func(_ *Identity, _ *[]byte, c *Challenge) { c.Salt = strings.Repeat("1", 769) }, "SALT"},
		{"empty B", func(_ *Identity, _ *[]byte, c *Challenge) { c.B = "" }, "SRP_B"},
		{"negative B", func(_ *Identity, _ *[]byte, c *Challenge) { c.B = "-1" }, "SRP_B"},
		{"B not hex", func(_ *Identity, _ *[]byte, c *Challenge) { c.B = "MARKER" }, "SRP_B"},
		{"B = 0", func(_ *Identity, _ *[]byte, c *Challenge) { c.B = "0" }, "SRP_B"},
		{"B = 000", func(_ *Identity, _ *[]byte, c *Challenge) { c.B = "000" }, "SRP_B"},
		{"B = N", func(_ *Identity, _ *[]byte, c *Challenge) { c.B = n }, "SRP_B"},
		{"B = N in upper case after zeros", func(_ *Identity, _ *[]byte, c *Challenge) { c.B = "000" + strings.ToUpper(n) }, "SRP_B"},
		{"B = 2^3072", func(_ *Identity, _ *[]byte, c *Challenge) { c.B = "1" + strings.Repeat("0", 768) }, "SRP_B"},
		{"B = 2N", func(_ *Identity, _ *[]byte, c *Challenge) { c.B = new(big.Int).Lsh(oracleN, 1).Text(16) }, "SRP_B"},
		{"B twice as long", func(_ *Identity, _ *[]byte, c *Challenge) { c.B = strings.Repeat("a", 2*768) }, "SRP_B"},
		{"empty secret block", func(_ *Identity, _ *[]byte, c *Challenge) { c.SecretBlock = "" }, "SECRET_BLOCK"},
		{"secret block not base64", func(_ *Identity, _ *[]byte, c *Challenge) { c.SecretBlock = "MARKER!!" }, "SECRET_BLOCK"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			id, password, challenge := goodIdentity, goodPassword, goodChallenge
			tt.change(&id, &password, &challenge)
			e := fixedEphemeral(t, bytes.Repeat([]byte{7}, 32))
			secret := e.secret

			claim, err := e.PasswordClaim(id, password, challenge, goodTime)
			if claim != nil {
				t.Error("there is a claim")
			}
			wantParameterError(t, err, tt.parameter)
			wantZeroed(t, "a", secret)
			if _, err := e.PasswordClaim(goodIdentity, goodPassword, goodChallenge, goodTime); !errors.Is(err, ErrSpent) {
				t.Errorf("second call: error %v, want ErrSpent", err)
			}
		})
	}
}

func TestPasswordClaimOnce(t *testing.T) {
	e := fixedEphemeral(t, bytes.Repeat([]byte{7}, 32))
	secret := e.secret
	password := bytes.Clone(goodPassword)
	if _, err := e.PasswordClaim(goodIdentity, password, goodChallenge, goodTime); err != nil {
		t.Fatal(err)
	}
	wantZeroed(t, "a", secret)
	if !bytes.Equal(password, goodPassword) {
		t.Error("the caller's password was overwritten")
	}
	if claim, err := e.PasswordClaim(goodIdentity, password, goodChallenge, goodTime); claim != nil || !errors.Is(err, ErrSpent) {
		t.Errorf("second call: %v, %v", claim, err)
	}
}

// The answer carries the server's text, whatever form of base64 it has, and signs what it encodes.
func TestSecretBlockForms(t *testing.T) {
	sign := func(block string) *Claim {
		t.Helper()
		challenge := goodChallenge
		challenge.SecretBlock = block
		claim, err := fixedEphemeral(t, bytes.Repeat([]byte{7}, 32)).
			PasswordClaim(goodIdentity, goodPassword, challenge, goodTime)
		if err != nil {
			t.Fatalf("%q: %v", block, err)
		}
		if claim.SecretBlock != block {
			t.Errorf("%q comes back as %q", block, claim.SecretBlock)
		}
		return claim
	}
	want := sign("+/+/AA==").Signature
	for _, form := range []string{"+/+/AA", "-_-_AA==", "-_-_AA", "-/+_AA"} {
		if sign(form).Signature != want {
			t.Errorf("%q gives another signature than the standard form", form)
		}
	}
	if sign("+/+/AQ==").Signature == want {
		t.Error("another secret block gives the same signature")
	}
}

// u = 0 asks for a preimage of SHA-256, so the check is reached from inside.
func TestSharedSecretRefusesZeroU(t *testing.T) {
	a, x := bytes.Repeat([]byte{7}, 32), bytes.Repeat([]byte{9}, 32)
	s, err := sharedSecret(a, make([]byte, 32), x, []byte{0, 5})
	if s != nil {
		t.Error("there is an S")
	}
	wantParameterError(t, err, "SRP_B")
	if _, err := sharedSecret(a, append(make([]byte, 31), 1), x, []byte{0, 5}); err != nil {
		t.Errorf("u = 1: %v", err)
	}
}

// parseHex refuses these first; the arithmetic does not rely on it.
func TestSharedSecretRefusesLongB(t *testing.T) {
	one := append(make([]byte, 31), 1)
	_, err := sharedSecret(one, one, one, make([]byte, 2+modp.Size))
	wantParameterError(t, err, "SRP_B")
}

// wantParameterError also sees to it that the message does not quote the value that it refuses.
func wantParameterError(t *testing.T, err error, parameter string) {
	t.Helper()
	var pe *ParameterError
	if !errors.As(err, &pe) {
		t.Fatalf("error %v, want a ParameterError for %s", err, parameter)
	}
	if pe.Parameter != parameter {
		t.Errorf("error for %s, want %s", pe.Parameter, parameter)
	}
	if want := "srp: " + pe.Parameter + ": expected " + pe.Expected; err.Error() != want || pe.Expected == "" {
		t.Errorf("message %q, want %q", err.Error(), want)
	}
	for _, secret := range []string{"MARKER", "2e7c9b1a", "Correct", "1111", "aaaa"} {
		if strings.Contains(err.Error(), secret) {
			t.Errorf("message %q contains the value", err.Error())
		}
	}
}
