package jsbridge

import (
	"bytes"
	"encoding/hex"
	"iter"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/cognito-wasm/cognito-wasm/auth"
)

// oddNames are names and texts that could break a format of paths.
var oddNames = []string{
	"", ".", "a.b", "a b", "__proto__", "constructor", "0", "-1", "ü", "日本", "😀", "\u2028", "\ufeffBOM", "{", "\"", "\\", "\x01", strings.Repeat("n", 70_000),
}

func mustDecode(t testing.TB, buf []byte) *packet {
	t.Helper()
	p, ok := decode(buf)
	if !ok {
		t.Fatal("not a packet")
	}
	return p
}

func TestPacketRoundTrip(t *testing.T) {
	object, array := map[string]string{}, []string{}
	var w writer
	for _, name := range oddNames {
		object[name] = "value of " + name
		array = append(array, name)
		if name != "" {
			w.text("text"+separator+name, name)
		}
	}
	w.texts("object", object)
	w.texts("emptyObject", map[string]string{})
	w.texts("nilObject", nil)
	w.list("array", array)
	w.list("emptyArray", []string{})
	w.list("nilArray", nil)
	w.text("empty", "")
	w.put("emptyText", tagText, "")
	w.put("null", tagNull, "")
	w.put("bytes", tagBytes, "\x00\xff\xfe")
	w.flag("true", true)
	w.flag("false", false)
	for _, n := range []int64{0, 7, math.MaxInt32} {
		w.number(strconv.FormatInt(n, 10), n)
	}

	p := mustDecode(t, w.buf)
	for _, name := range oddNames {
		if got := p.text("text" + separator + name); got != name {
			t.Errorf("text %q became %q", name, got)
		}
	}
	if got := p.texts("object"); !maps.Equal(got, object) {
		t.Errorf("object: %d members, want %d", len(got), len(object))
	}
	if got := p.list("array"); !slices.Equal(got, array) {
		t.Errorf("array: %d elements, want %d", len(got), len(array))
	}
	if got := p.texts("emptyObject"); got == nil || len(got) != 0 {
		t.Errorf("an empty object became %v", got)
	}
	if p.texts("nilObject") != nil || p.list("nilArray") != nil || p.has("nilObject") || p.has("empty") {
		t.Error("what is absent is there")
	}
	if !p.has("emptyArray") || !p.has("emptyText") || p.has("null") || p.text("null") != "" || p.texts("null") != nil {
		t.Error("empty and null")
	}
	if got := p.secret("bytes"); string(got) != "\x00\xff\xfe" {
		t.Errorf("bytes became %x", got)
	}
	if got := p.secret("text" + separator + "ü"); string(got) != "ü" {
		t.Errorf("a secret text became %q", got)
	}
	if !p.flag("true") || p.flag("false") || p.flag("nothing") {
		t.Error("flags")
	}
	if p.number("0") != 0 || p.number("7") != 7 || p.number("2147483647") != math.MaxInt32 || p.number("nothing") != 0 {
		t.Error("numbers")
	}
	if p.err != nil {
		t.Error(p.err)
	}
}

// inOrder ranges over a packet's entries as they came, because an object has to
// come before its members.
func inOrder(buf []byte) iter.Seq2[string, []byte] {
	return func(yield func(path string, entry []byte) bool) {
		for rest := buf; len(rest) > 0; {
			var path, entry []byte
			path, rest, _ = cut(rest)
			entry, rest, _ = cut(rest)
			if !yield(string(path), entry) {
				return
			}
		}
	}
}

// TestPacketAt reads objects in a packet by paths of their own.
func TestPacketAt(t *testing.T) {
	var w writer
	w.text("name", "outside")
	w.put("a", tagObject, "")
	w.text("a"+separator+"name", "in a")
	w.texts("a"+separator+"texts", map[string]string{"x": "1", "": "2"})
	w.list("a"+separator+"list", []string{"one", "two"})
	w.put("a"+separator+"b", tagObject, "")
	w.put("a"+separator+"b"+separator+"name", tagNumber, "7")
	p := mustDecode(t, w.buf)
	a := p.at("a")
	if a.text("name") != "in a" || !maps.Equal(a.texts("texts"), map[string]string{"x": "1", "": "2"}) || !slices.Equal(a.list("list"), []string{"one", "two"}) || a.has("a") || a.err != nil {
		t.Errorf("%q, %v", a.text("name"), a.err)
	}
	b := a.at("b")
	if b.text("name") != "" || b.err == nil || b.err.Message != "name: expected a string" || a.err != nil || p.err != nil {
		t.Errorf("%v, %v, %v", b.err, a.err, p.err)
	}
	if none := p.at("nothing"); none.has("name") || none.text("name") != "" || none.err != nil {
		t.Error("an object that is not there")
	}
}

// TestPacketBytes fixes the form, whose other half is in packet.ts.
func TestPacketBytes(t *testing.T) {
	var w writer
	w.put("a"+separator+"ü", tagText, "x")
	want := "04000000" + "6100c3bc" + "02000000" + "73" + "78"
	if got := hex.EncodeToString(w.buf); got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// TestPacketTypes reads members as what they are not. The first error stays,
// names the member and holds no value.
func TestPacketTypes(t *testing.T) {
	var w writer
	w.put("in"+separator+"text", tagText, "hidden")
	w.put("in"+separator+"bytes", tagBytes, "hidden")
	w.put("in"+separator+"number", tagNumber, "12")
	w.put("in"+separator+"bool", tagBool, "true")
	w.put("in"+separator+"object", tagObject, "")
	w.put("in"+separator+"object"+separator+"member", tagNumber, "12")
	for name, tt := range map[string]struct {
		read func(*packet)
		want string
	}{
		"text of number":   {func(p *packet) { p.text("in" + separator + "number") }, "in.number: expected a string"},
		"text of bytes":    {func(p *packet) { p.text("in" + separator + "bytes") }, "in.bytes: expected a string"},
		"secret of number": {func(p *packet) { p.secret("in" + separator + "number") }, "in.number: expected a string or bytes"},
		"number of text":   {func(p *packet) { p.number("in" + separator + "text") }, "in.text: expected a number"},
		"flag of text":     {func(p *packet) { p.flag("in" + separator + "text") }, "in.text: expected true or false"},
		"texts of text":    {func(p *packet) { p.texts("in" + separator + "text") }, "in.text: expected an object of strings"},
		"texts of numbers": {func(p *packet) { p.texts("in" + separator + "object") }, "in.object.member: expected a string"},
		"first of two":     {func(p *packet) { p.flag("in" + separator + "text"); p.text("in" + separator + "bool") }, "in.text: expected true or false"},
	} {
		p := mustDecode(t, w.buf)
		tt.read(p)
		if p.err == nil || p.err.Code != auth.CodeInvalidArgument || p.err.Message != tt.want {
			t.Errorf("%s: %v, want %s", name, p.err, tt.want)
		}
	}
}

func TestPacketNumbers(t *testing.T) {
	for _, text := range []string{"-1", "1.5", "1e3", "2147483648", "99999999999999999999999", "NaN", "Infinity", "0x1", "١"} {
		var w writer
		w.put("n", tagNumber, text)
		p := mustDecode(t, w.buf)
		if n := p.number("n"); n != 0 || p.err == nil || !strings.Contains(p.err.Message, "whole number") {
			t.Errorf("%s became %d, error %v", text, n, p.err)
		}
	}
}

// TestPacketSigned reads numbers of both signs up to a bound.
func TestPacketSigned(t *testing.T) {
	const most = 315_360_000_000
	for text, want := range map[string]int64{"0": 0, "-0": 0, "7": 7, "-7": -7, "2147483648": 2147483648, "315360000000": most, "-315360000000": -most} {
		var w writer
		w.put("n", tagNumber, text)
		p := mustDecode(t, w.buf)
		if n := p.signed("n", most); n != want || p.err != nil {
			t.Errorf("%s became %d, error %v", text, n, p.err)
		}
	}
	for _, text := range []string{"-", "--1", "+1", "1-", "1.5", "-1e3", "315360000001", "-315360000001", "99999999999999999999999", "NaN", "-Infinity"} {
		var w writer
		w.put("n", tagNumber, text)
		p := mustDecode(t, w.buf)
		if n := p.signed("n", most); n != 0 || p.err == nil || p.err.Message != "n: expected a whole number within bounds" {
			t.Errorf("%s became %d, error %v", text, n, p.err)
		}
	}
}

func samplePacket() []byte {
	var w writer
	w.text("text", "text")
	w.put("request", tagObject, "")
	w.text("request"+separator+"username", "jürgen")
	w.put("request"+separator+"password", tagBytes, "secr\xff\x00t")
	w.list("list", []string{"a", ""})
	w.number("n", 5)
	return w.buf
}

// TestPacketCutOff decodes every beginning. Those that end between entries are
// packets; the others are refused.
func TestPacketCutOff(t *testing.T) {
	whole := samplePacket()
	var accepted []int
	for n := range len(whole) + 1 {
		if _, ok := decode(whole[:n]); ok {
			accepted = append(accepted, n)
		}
	}
	borders, rest := []int{0}, whole
	for len(rest) > 0 {
		_, rest, _ = cut(rest)
		_, rest, _ = cut(rest)
		borders = append(borders, len(whole)-len(rest))
	}
	if !slices.Equal(accepted, borders) || len(borders) != 9 { // 8 entries
		t.Errorf("accepted %v, want %v", accepted, borders)
	}
}

func TestPacketRefused(t *testing.T) {
	for name, text := range map[string]string{
		"length past the end":     "ffffffff",
		"value past the end":      "01000000" + "61" + "ffffffff" + "73",
		"no tag":                  "01000000" + "61" + "00000000",
		"path is not UTF-8":       "01000000" + "ff" + "02000000" + "7378",
		"text is not UTF-8":       "01000000" + "61" + "02000000" + "73ff",
		"surrogate":               "01000000" + "61" + "04000000" + "73eda080",
		"tag alone, out of ASCII": "01000000" + "61" + "01000000" + "ff",
	} {
		buf, err := hex.DecodeString(text)
		if err != nil {
			t.Fatal(err)
		}
		if p, ok := decode(buf); ok || p != nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

// TestPacketAliases clears the buffer, and with it whatever was read as a secret.
func TestPacketAliases(t *testing.T) {
	buf := samplePacket()
	p := mustDecode(t, buf)
	secret := p.secret("request" + separator + "password")
	if string(secret) != "secr\xff\x00t" {
		t.Fatalf("%q", secret)
	}
	clear(buf)
	if !bytes.Equal(secret, make([]byte, len(secret))) {
		t.Error("the secret outlives the packet")
	}
}

// FuzzDecode has four properties: what was decoded decodes again from its
// encoding; the entries in order are the same; nothing behind the packet is read;
// and the values are parts of it.
func FuzzDecode(f *testing.F) {
	f.Add([]byte{})
	f.Add(samplePacket())
	f.Add(samplePacket()[:50])
	f.Add([]byte("\x00\x00\x00\x00\x01\x00\x00\x00{\x01\x00\x00\x00\x00\x02\x00\x00\x00n9"))
	f.Fuzz(func(t *testing.T, data []byte) {
		const behind = "\x01\x00\x00\x00z\x02\x00\x00\x00sz"
		buf := append(bytes.Clone(data), behind...)
		p, ok := decode(buf[:len(data)])
		if !ok {
			return
		}
		var w writer
		for path, value := range p.entries {
			if cap(value) != len(value) {
				t.Fatal("a value can grow over its end")
			}
			w.put(path, value[0], string(value[1:]))

			p.has(path)
			p.text(path)
			p.secret(path)
			p.number(path)
			p.signed(path, math.MaxInt32)
			p.flag(path)
			p.texts(path)
			p.list(path)
		}
		ordered := map[string][]byte{}
		for path, value := range inOrder(data) {
			ordered[path] = value
		}
		if !maps.EqualFunc(p.entries, ordered, bytes.Equal) {
			t.Fatal("the entries in order are others")
		}
		again, ok := decode(w.buf)
		if !ok || !maps.EqualFunc(p.entries, again.entries, bytes.Equal) {
			t.Fatal("decode after encode is not the same")
		}
		clear(buf[:len(data)])
		for _, value := range p.entries {
			if !bytes.Equal(value, make([]byte, len(value))) {
				t.Fatal("a value is no part of the packet")
			}
		}
		if string(buf[len(data):]) != behind {
			t.Fatal("written behind the packet")
		}
	})
}
