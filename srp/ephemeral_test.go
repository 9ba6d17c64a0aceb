package srp

import (
	"bytes"
	"errors"
	"io"
	"math/big"
	"regexp"
	"testing"
	"testing/iotest"

	"github.com/cognito-wasm/cognito-wasm/srp/internal/modp"
)

func TestNewEphemeral(t *testing.T) {
	e, err := NewEphemeral()
	if err != nil {
		t.Fatal(err)
	}
	if len(e.secret) != 32 {
		t.Errorf("a has %d bytes, want 32", len(e.secret))
	}
	if want := power(oracleG, new(big.Int).SetBytes(e.secret)).Text(16); e.A() != want {
		t.Errorf("A is not g^a")
	}
	if !regexp.MustCompile("^[1-9a-f][0-9a-f]{0,767}$").MatchString(e.A()) {
		t.Errorf("A = %s, want lower-case hex without leading zeros", e.A())
	}
	other, err := NewEphemeral()
	if err != nil {
		t.Fatal(err)
	}
	if other.A() == e.A() {
		t.Error("two ephemerals have the same A")
	}
}

func TestDrawEphemeral(t *testing.T) {
	t.Run("a is what the random source gives", func(t *testing.T) {
		a := bytes.Repeat([]byte{0x5a}, 32)
		e, err := drawEphemeral(bytes.NewReader(a), (*modp.Element).ExpG)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(e.secret, a) {
			t.Error("a differs")
		}
	})
	t.Run("random source fails", func(t *testing.T) {
		broken := errors.New("broken")
		if e, err := drawEphemeral(iotest.ErrReader(broken), (*modp.Element).ExpG); e != nil || !errors.Is(err, broken) {
			t.Errorf("got %v, %v", e, err)
		}
		short := bytes.NewReader(make([]byte, 31))
		if e, err := drawEphemeral(short, (*modp.Element).ExpG); e != nil || !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Errorf("got %v, %v", e, err)
		}
	})
	// No power of g is 0 modulo a prime, so the arithmetic has to be replaced to see the refusal.
	t.Run("A = 0 is drawn again", func(t *testing.T) {
		draws := 0
		zeroOnce := func(z *modp.Element, e *[secretSize]byte) {
			if draws++; draws > 1 {
				z.ExpG(e)
			}
		}
		random := bytes.NewReader(append(bytes.Repeat([]byte{1}, 32), bytes.Repeat([]byte{2}, 32)...))
		e, err := drawEphemeral(random, zeroOnce)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(e.secret, bytes.Repeat([]byte{2}, 32)) {
			t.Error("a is not the second draw")
		}
	})
	t.Run("A = 0 for ever", func(t *testing.T) {
		e, err := drawEphemeral(zeros{}, func(*modp.Element, *[secretSize]byte) {})
		if e != nil {
			t.Error("an ephemeral with A = 0")
		}
		wantParameterError(t, err, "SRP_A")
	})
}

func TestDiscard(t *testing.T) {
	e := fixedEphemeral(t, bytes.Repeat([]byte{7}, 32))
	secret, public := e.secret, e.A()
	e.Discard()
	e.Discard()
	wantZeroed(t, "a", secret)
	if e.A() != public {
		t.Error("A changed")
	}
	if _, err := e.PasswordClaim(goodIdentity, goodPassword, goodChallenge, goodTime); !errors.Is(err, ErrSpent) {
		t.Errorf("error %v, want ErrSpent", err)
	}
	if _, err := new(Ephemeral).PasswordClaim(goodIdentity, goodPassword, goodChallenge, goodTime); !errors.Is(err, ErrSpent) {
		t.Errorf("the zero value: error %v, want ErrSpent", err)
	}
}

type zeros struct{}

func (zeros) Read(b []byte) (int, error) {
	clear(b)
	return len(b), nil
}

func wantZeroed(t *testing.T, what string, b []byte) {
	t.Helper()
	if len(b) == 0 || !bytes.Equal(b, make([]byte, len(b))) {
		t.Errorf("%s is not overwritten", what)
	}
}
