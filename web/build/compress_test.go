package build

import (
	"bytes"
	"os"
	"strings"
	"testing"
	"time"
)

// What the cache keeps is used where it is the compressed form of the content, and
// goes when nobody has asked for it in a long time.
func TestCompressedFormIsKept(t *testing.T) {
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("XDG_CACHE_HOME", home+"/cache")
	t.Setenv("LocalAppData", home)
	content := []byte(strings.Repeat("what is compressed ", 100))
	pack := func() []byte {
		t.Helper()
		packed, err := compress(t.Context(), content)
		if err != nil {
			t.Fatal(err)
		}
		if !unpacks(packed, content) {
			t.Fatalf("%q is not the content's compressed form", packed)
		}
		return packed
	}
	first := pack()
	kept, err := compressedFile(t.Context(), content)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(kept); err != nil || !bytes.Equal(got, first) {
		t.Errorf("kept %q (%v), want %q", got, err, first)
	}

	// Another compressed form of the same shows that it comes from the cache: the
	// content in one block that is not compressed, with 16 bits of window before it
	// (RFC 7932, sections 9.1 and 9.2) and the empty last block behind it.
	length := uint32(len(content) - 1)
	other := append([]byte{byte(length << 4), byte(length >> 4), byte(length>>12) | 1<<4}, content...)
	other = append(other, 0b11)
	if err := os.WriteFile(kept, other, 0o600); err != nil {
		t.Fatal(err)
	}
	long := time.Now().Add(-2 * keptFor)
	if err := os.Chtimes(kept, long, long); err != nil {
		t.Fatal(err)
	}
	if got := pack(); !bytes.Equal(got, other) {
		t.Errorf("got %q, want what was kept, %q", got, other)
	}
	if info, err := os.Stat(kept); err != nil || time.Since(info.ModTime()) > keptFor {
		t.Errorf("what was asked for is still old (%v)", err)
	}

	for name, damaged := range map[string][]byte{"cut off": first[:len(first)-1], "empty": nil, "another content": other[:1]} {
		if err := os.WriteFile(kept, damaged, 0o600); err != nil {
			t.Fatal(err)
		}
		if got := pack(); !bytes.Equal(got, first) {
			t.Errorf("%s: got %q, want %q", name, got, first)
		}
	}

	if err := os.Chtimes(kept, long, long); err != nil {
		t.Fatal(err)
	}
	content = []byte("something else")
	pack()
	if _, err := os.Stat(kept); !os.IsNotExist(err) {
		t.Errorf("what nobody asked for is still there (%v)", err)
	}
}

// Nothing is kept where the user has no cache directory.
func TestCompressWithoutCache(t *testing.T) {
	for _, name := range []string{"HOME", "XDG_CACHE_HOME", "LocalAppData"} {
		t.Setenv(name, "")
	}
	content := []byte("content")
	packed, err := compress(t.Context(), content)
	if err != nil || !unpacks(packed, content) {
		t.Errorf("got %q, %v", packed, err)
	}
}
