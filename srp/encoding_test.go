package srp

import (
	"bytes"
	"encoding/base64"
	"math/big"
	"regexp"
	"strings"
	"testing"
)

func TestPad(t *testing.T) {
	// The expected values are those of Java's BigInteger.toByteArray.
	tests := []struct{ n, want string }{
		{"0", "00"}, {"1", "01"}, {"7f", "7f"}, {"80", "0080"}, {"ff", "00ff"}, {"100", "0100"},
		{"7fff", "7fff"}, {"8000", "008000"}, {"8a5301b", "08a5301b"}, {"f1d2a530", "00f1d2a530"},
	}
	for _, tt := range tests {
		n := mustInt(t, tt.n)
		for zeros := 1; zeros < 4; zeros++ {
			got := pad(append(make([]byte, zeros), n.Bytes()...))
			if !bytes.Equal(got, mustHex(t, tt.want)) {
				t.Errorf("pad(%s) after %d zeros = %x, want %s", tt.n, zeros, got, tt.want)
			}
		}
		if got := oraclePad(n); !bytes.Equal(got, mustHex(t, tt.want)) {
			t.Errorf("oraclePad(%s) = %x, want %s", tt.n, got, tt.want)
		}
	}
}

func TestParseHexLengths(t *testing.T) {
	for length := range 800 {
		for _, digit := range []string{"1", "8", "F"} {
			digits := strings.Repeat(digit, length)
			n, err := parseHex("SALT", digits)
			if length == 0 || length > 768 {
				wantParameterError(t, err, "SALT")
				continue
			}
			if err != nil {
				t.Fatalf("%d digits: %v", length, err)
			}
			if want := mustInt(t, digits); new(big.Int).SetBytes(n).Cmp(want) != 0 || n[0] != 0 {
				t.Fatalf("%d digits: %x, want %x after a zero byte", length, n, want)
			}
		}
		if length == 0 {
			continue
		}
		n, err := parseHex("SALT", strings.Repeat("0", length))
		if err != nil || !bytes.Equal(pad(n), []byte{0}) {
			t.Fatalf("%d zeros: %x, %v", length, n, err)
		}
	}
}

func TestParseHexRefuses(t *testing.T) {
	for _, s := range []string{"", "-1", "+1", "0x1", " 1", "1 ", "1g", "1\n", "1_0", "٣", "\x00", "--", "0-1"} {
		n, err := parseHex("SALT", s)
		if n != nil {
			t.Errorf("%q gives %x", s, n)
		}
		wantParameterError(t, err, "SALT")
	}
}

func TestParseBase64Lengths(t *testing.T) {
	encodings := []*base64.Encoding{
		base64.StdEncoding, base64.RawStdEncoding, base64.URLEncoding, base64.RawURLEncoding,
	}
	for length := 1; length < 200; length++ {
		want := bytes.Repeat([]byte{0xfb, 0xef, 0xff}, 67)[:length] // full of the digits 62 and 63
		for _, encoding := range encodings {
			text := encoding.EncodeToString(want)
			got, err := parseBase64("SECRET_BLOCK", text)
			if err != nil || !bytes.Equal(got, want) {
				t.Fatalf("%q: %x, %v", text, got, err)
			}
			// One digit alone encodes nothing, and padding has to be whole.
			if strings.HasSuffix(text, "==") {
				_, err := parseBase64("SECRET_BLOCK", text[:len(text)-1])
				wantParameterError(t, err, "SECRET_BLOCK")
			}
			_, err = parseBase64("SECRET_BLOCK", text+"=")
			if len(text)%4 != 3 {
				wantParameterError(t, err, "SECRET_BLOCK")
			}
		}
	}
}

func TestParseBase64Refuses(t *testing.T) {
	for _, s := range []string{"", "=", "====", "A", "AAAAA", "AB==", "AB", "AAA=A", "AA==AA==", "AA=\n=", "AAAA\n", "\r\n",
		" AAAA", "AA AA", "AA,A", "AA.A", "ÄÄÄÄ", "AA\x00A"} {
		b, err := parseBase64("SECRET_BLOCK", s)
		if b != nil {
			t.Errorf("%q gives %x", s, b)
		}
		wantParameterError(t, err, "SECRET_BLOCK")
	}
}

var hexInteger = regexp.MustCompile("^0*[0-9a-fA-F]{1,768}$")

// parseHex reads what a regular expression describes, to the value that math/big reads.
func FuzzParseHex(f *testing.F) {
	for _, s := range []string{"", "0", "00", "1", "0f", "-1", "+1", "0x10", "fF", "1_0", strings.Repeat("f", 769), "00" + strings.Repeat("f", 768)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		n, err := parseHex("SRP_B", s)
		if !hexInteger.MatchString(s) {
			wantParameterError(t, err, "SRP_B")
			return
		}
		if err != nil {
			t.Fatalf("%q: %v", s, err)
		}
		want := mustInt(t, s)
		if !bytes.Equal(pad(n), oraclePad(want)) {
			t.Errorf("%q padded is %x, want %x", s, pad(n), oraclePad(want))
		}
		if formatHex(n) != want.Text(16) {
			t.Errorf("%q comes back as %q", s, formatHex(n))
		}
	})
}

var base64Text = regexp.MustCompile("^([A-Za-z0-9+/_-]{4})*([A-Za-z0-9+/_-]{2}(==)?|[A-Za-z0-9+/_-]{3}=?)?$")

// What parseBase64 accepts is in the grammar of RFC 4648 and is the encoding of the result; what it refuses is not.
func FuzzParseBase64(f *testing.F) {
	for _, s := range []string{"", "A", "AA", "AA==", "AA=", "AB==", "AAA", "-_+/", "AAAA\n", "AA=\n="} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		b, err := parseBase64("SECRET_BLOCK", s)
		digits := strings.NewReplacer("-", "+", "_", "/", "=", "").Replace(s)
		if err == nil {
			if !base64Text.MatchString(s) || len(b) == 0 {
				t.Fatalf("%q is accepted as %x", s, b)
			}
			if got := base64.RawStdEncoding.EncodeToString(b); got != digits {
				t.Errorf("%q is decoded to %x, which encodes as %q", s, b, got)
			}
			return
		}
		wantParameterError(t, err, "SECRET_BLOCK")
		if b, err := base64.RawStdEncoding.Strict().DecodeString(digits); err == nil && len(b) > 0 && base64Text.MatchString(s) {
			t.Errorf("%q is refused", s)
		}
	})
}

// No challenge makes PasswordClaim panic, and every one spends the ephemeral.
func FuzzPasswordClaim(f *testing.F) {
	f.Add("EXAMPLE12", "alice", []byte("Correct-1234"), "2e7c9b1a", "1234567890abcdef", "YmxvY2s=")
	f.Add("", "", []byte(nil), "", "", "")
	f.Fuzz(func(t *testing.T, group, name string, password []byte, salt, b, block string) {
		e := fixedEphemeral(t, []byte{3})
		claim, err := e.PasswordClaim(Identity{group, name}, password, Challenge{salt, b, block}, goodTime)
		if (claim == nil) == (err == nil) {
			t.Fatalf("claim %v, error %v", claim, err)
		}
		if claim != nil && (len(claim.Signature) != 44 || claim.SecretBlock != block) {
			t.Errorf("claim %+v", claim)
		}
		if _, err := e.PasswordClaim(goodIdentity, goodPassword, goodChallenge, goodTime); err != ErrSpent {
			t.Errorf("second call: %v", err)
		}
	})
}
