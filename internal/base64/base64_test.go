package base64_test

import (
	"bytes"
	oracle "encoding/base64"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/cognito-wasm/cognito-wasm/internal/base64"
)

// The four forms of a text, by the standard library.
var forms = []*oracle.Encoding{oracle.StdEncoding, oracle.RawStdEncoding, oracle.URLEncoding, oracle.RawURLEncoding}

// Every length up to 69 bytes, and each value of a last byte, in every form.
func TestForms(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for size := range 70 {
		data := make([]byte, size)
		for last := range 256 {
			for i := range data {
				data[i] = byte(random.Uint32())
			}
			if size > 0 {
				data[size-1] = byte(last)
			}
			if got, want := string(base64.Encode(data)), oracle.StdEncoding.EncodeToString(data); got != want {
				t.Fatalf("%x: got %s, want %s", data, got, want)
			}
			for _, form := range forms {
				text := form.EncodeToString(data)
				if got, ok := base64.Decode(text); !ok || !bytes.Equal(got, data) {
					t.Fatalf("%s: got %x (%v), want %x", text, got, ok, data)
				}
			}
			if size == 0 {
				break
			}
		}
	}
}

// A text is read as the standard library reads it in one of the forms, strictly and
// without line breaks, or refused.
func FuzzDecode(f *testing.F) {
	for _, text := range []string{"", "=", "==", "===", "====", "A", "A=", "A===", "AA", "AA=", "AA==", "AB==", "AAA", "AAA=", "AAB=", "AAAA", "AAAA=", "AAAA====", "AAAAA===", "A=AA", "-_+/", "AA\nAA", "AA==AA==", "é", "AAA\x00"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		standard := strings.NewReplacer("-", "+", "_", "/").Replace(text)
		var want []byte
		wanted := false
		for _, form := range []*oracle.Encoding{oracle.StdEncoding, oracle.RawStdEncoding} {
			if data, err := form.Strict().DecodeString(standard); err == nil && !strings.ContainsAny(text, "\r\n") {
				want, wanted = data, true
			}
		}
		if got, ok := base64.Decode(text); ok != wanted || !bytes.Equal(got, want) {
			t.Errorf("%q: got %x (%v), want %x (%v)", text, got, ok, want, wanted)
		}
	})
}
