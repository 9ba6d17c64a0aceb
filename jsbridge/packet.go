package jsbridge

import (
	"encoding/binary"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/cognito-wasm/cognito-wasm/auth"
)

// A packet is an object in bytes, flat: one entry after the other, each a path
// and a value, each with its length before it (32 bits, little-endian). A path
// is the names from the outside in, joined by NUL. A value is a tag and a text.
// Objects and arrays have entries of their own, so that empty ones survive.
// packet.ts is the other half.
//
// It is flat because that needs neither recursion nor values of type any, which
// cost twenty times the bytes in WebAssembly; see docs/decisions.
const (
	tagText   = 's'
	tagBytes  = 'x'
	tagNumber = 'n' // decimal
	tagBool   = 'b' // "true" or "false"
	tagNull   = '0'
	tagObject = '{'
	tagArray  = '['
)

const separator = "\x00"

// writer builds a packet.
type writer struct {
	buf    []byte
	within string // what all paths begin with
}

// enter begins an object, in which the paths are from then on, and gives what
// within has to be again after it.
func (w *writer) enter(path string) (outside string) {
	outside = w.within
	w.put(path, tagObject, "")
	w.within += path + separator
	return outside
}

func (w *writer) put(path string, tag byte, value string) {
	path = w.within + path
	w.buf = binary.LittleEndian.AppendUint32(w.buf, uint32(len(path)))
	w.buf = append(w.buf, path...)
	w.buf = binary.LittleEndian.AppendUint32(w.buf, uint32(1+len(value)))
	w.buf = append(append(w.buf, tag), value...)
}

// text writes a member that is absent when empty, as Cognito's are.
func (w *writer) text(path, value string) {
	if value != "" {
		w.put(path, tagText, value)
	}
}

func (w *writer) number(path string, value int64) {
	w.put(path, tagNumber, strconv.FormatInt(value, 10))
}

func (w *writer) flag(path string, value bool) {
	w.put(path, tagBool, strconv.FormatBool(value))
}

// texts writes an object of strings, absent when nil.
func (w *writer) texts(path string, value map[string]string) {
	if value == nil {
		return
	}
	w.put(path, tagObject, "")
	for name, text := range value {
		w.put(path+separator+name, tagText, text)
	}
}

// list writes an array of strings, absent when nil.
func (w *writer) list(path string, value []string) {
	if value == nil {
		return
	}
	w.put(path, tagArray, "")
	for i, text := range value {
		w.put(path+separator+strconv.Itoa(i), tagText, text)
	}
}

// packet is a decoded packet, or an object in one: tag and value by path. The
// values are parts of the buffer that was decoded, so that zeroing it zeroes them.
type packet struct {
	entries map[string][]byte
	within  string // what the paths of an object in a packet begin with
	// err names the first member that was not what it should be; reading it gave
	// the zero value.
	err *auth.Error
}

// decode reads a packet; ok is false where the bytes are not one.
func decode(buf []byte) (p *packet, ok bool) {
	p = &packet{entries: map[string][]byte{}}
	for len(buf) > 0 {
		path, rest, ok := cut(buf)
		if !ok {
			return nil, false
		}
		value, rest, ok := cut(rest)
		if !ok || len(value) == 0 || !utf8.Valid(path) || value[0] != tagBytes && !utf8.Valid(value) {
			return nil, false
		}
		p.entries[string(path)], buf = value, rest
	}
	return p, true
}

// at gives the object at a path, which copies nothing. Its errors are its own.
func (p *packet) at(path string) *packet {
	return &packet{entries: p.entries, within: p.within + path + separator}
}

// cut takes one length and what it announces.
func cut(buf []byte) (field, rest []byte, ok bool) {
	if len(buf) < 4 {
		return nil, nil, false
	}
	n := binary.LittleEndian.Uint32(buf)
	buf = buf[4:]
	if uint64(n) > uint64(len(buf)) {
		return nil, nil, false
	}
	return buf[:n:n], buf[n:], true
}

// entry gives tag and value; nil where there is no such member.
func (p *packet) entry(path string) []byte { return p.entries[p.within+path] }

func (p *packet) has(path string) bool {
	value := p.entry(path)
	return value != nil && value[0] != tagNull
}

// value gives the bytes behind the tag; nil where there is no such member.
func (p *packet) value(path string, tag byte, expected string) []byte {
	value := p.entry(path)
	if value == nil || value[0] == tagNull {
		return nil
	}
	if value[0] != tag {
		p.fail(path, expected)
		return nil
	}
	return value[1:]
}

func (p *packet) fail(path, expected string) {
	if p.err == nil {
		name := dotted(path)
		p.err = &auth.Error{Code: auth.CodeInvalidArgument, Message: name + ": expected " + expected}
	}
}

// dotted gives a path as it stands in error texts.
func dotted(path string) string {
	name := []byte(path)
	for i, c := range name {
		if c == separator[0] {
			name[i] = '.'
		}
	}
	return string(name)
}

func (p *packet) text(path string) string {
	return string(p.value(path, tagText, "a string"))
}

// secret reads a string or bytes without making a string of them.
func (p *packet) secret(path string) []byte {
	if value := p.entry(path); value != nil && value[0] == tagBytes {
		return value[1:]
	}
	return p.value(path, tagText, "a string or bytes")
}

func (p *packet) number(path string) int {
	n, ok := whole(p.value(path, tagNumber, "a number"), math.MaxInt32)
	if !ok {
		p.fail(path, "a whole number from 0 to 2147483647")
	}
	return int(n)
}

// signed reads a number of either sign, up to most.
func (p *packet) signed(path string, most int64) int64 {
	digits := p.value(path, tagNumber, "a number")
	negative := len(digits) > 1 && digits[0] == '-'
	if negative {
		digits = digits[1:]
	}
	n, ok := whole(digits, most)
	if !ok {
		p.fail(path, "a whole number within bounds")
	}
	if negative {
		return -n
	}
	return n
}

// whole gives the number that digits show, 0 where there are none; ok is false
// for anything else and beyond most. Package strconv would bring the quoting of
// its errors with it.
func whole(digits []byte, most int64) (n int64, ok bool) {
	for _, c := range digits {
		n = 10*n + int64(c-'0')
		if c < '0' || c > '9' || n > most {
			return 0, false
		}
	}
	return n, true
}

func (p *packet) flag(path string) bool {
	return string(p.value(path, tagBool, "true or false")) == "true"
}

// texts reads an object of strings, or an array of them by index; nil where
// there is none.
func (p *packet) texts(path string) map[string]string {
	if !p.has(path) {
		return nil
	}
	if tag := p.entry(path)[0]; tag != tagObject && tag != tagArray {
		p.fail(path, "an object of strings")
	}
	texts := map[string]string{}
	for member := range p.entries {
		if name, ok := strings.CutPrefix(member, p.within+path+separator); ok && p.has(path+separator+name) {
			texts[name] = p.text(path + separator + name)
		}
	}
	return texts
}

// list reads an array of strings.
func (p *packet) list(path string) []string {
	byIndex := p.texts(path)
	var list []string
	for i := range len(byIndex) {
		list = append(list, byIndex[strconv.Itoa(i)])
	}
	return list
}
