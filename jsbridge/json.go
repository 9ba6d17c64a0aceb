package jsbridge

import (
	"errors"
	"strconv"
	"strings"
	"unicode/utf8"
)

var errNoJSON = errors.New("jsbridge: neither a JSON object nor an array")

// deepestJSON is how deep a text may nest, as in answers (host/answer.ts).
const deepestJSON = 16

// What may come next in a JSON text.
const (
	aValue = iota
	aName
	aColon
	aComma // or the end of what is open
)

// parseJSON gives the strings in a JSON object, by name, or in a JSON array, by
// decimal index for package auth: the claims of a token and a few parameters
// of Cognito's. It takes what RFC 8259 takes, and numbers of any spelling.
//
// To ask JavaScript would be two messages more for each text, and encoding/json
// half of the module. One loop without recursion is a third of the bytes of a
// parser with a function for each kind of value.
func parseJSON(text string) (map[string]string, error) {
	texts := map[string]string{}
	var arrays uint32 // a bit for each open object (0) or array (1)
	depth, index, next, fresh, name := 0, 0, aValue, false, ""
	for at := 0; at < len(text); {
		c := text[at]
		found, isText := "", false
		switch {
		case c == ' ' || c == '\t' || c == '\n' || c == '\r':
			at++
			continue
		case (c == '}' || c == ']') && depth > 0 && (arrays&1 == 1) == (c == ']') && (fresh || next == aComma):
			at++
			depth--
			arrays >>= 1
			fresh, next = false, aComma
			continue
		case c == ',' && depth > 0 && next == aComma:
			at++
			next = aName - int(arrays&1)
			if depth == 1 {
				index++
			}
			continue
		case c == ':' && next == aColon:
			at++
			next = aValue
			continue
		case c == '"' && depth > 0 && next < aColon:
			found, at = unquote(text, at+1)
			if at < 0 {
				return nil, errNoJSON
			}
			fresh = false
			if next == aName {
				if depth == 1 {
					name = found
				}
				next = aColon
				continue
			}
			isText = true
		case (c == '{' || c == '[') && next == aValue && depth < deepestJSON:
			at++
		case depth > 0 && next == aValue:
			end := at
			for c <= '9' && end < len(text) && strings.IndexByte("+-.0123456789Ee", text[end]) >= 0 {
				end++
			}
			for _, word := range [...]string{"true", "false", "null"} {
				if strings.HasPrefix(text[at:], word) {
					end += len(word)
				}
			}
			if end == at {
				return nil, errNoJSON
			}
			at = end
		default:
			return nil, errNoJSON
		}
		// A value begins, and ends unless it is an object or an array.
		if depth == 1 {
			if arrays&1 == 1 {
				name = strconv.Itoa(index)
			}
			delete(texts, name) // the last of two counts
			if isText {
				texts[name] = found
			}
		}
		fresh, next = false, aComma
		if c == '{' || c == '[' {
			depth++
			arrays <<= 1
			fresh, next = true, aName
			if c == '[' {
				arrays++
				next = aValue
			}
		}
	}
	if depth > 0 || next != aComma {
		return nil, errNoJSON
	}
	return texts, nil
}

// unquote gives the JSON string that begins after its quotation mark, and where
// the text goes on; -1 where there is none. Half of a pair of surrogates becomes
// U+FFFD, as in encoding/json.
func unquote(text string, at int) (string, int) {
	var unquoted []byte
	high := rune(0) // the first half, if the last character was one
	for at < len(text) && text[at] >= ' ' {
		c := text[at]
		at++
		if c == '"' {
			return string(unquoted), at
		}
		if c != '\\' {
			unquoted, high = append(unquoted, c), 0
			continue
		}
		if at == len(text) {
			break
		}
		c = text[at]
		at++
		if c != 'u' {
			i := strings.IndexByte(`"\/bfnrt`, c)
			if i < 0 {
				break
			}
			unquoted, high = append(unquoted, "\"\\/\b\f\n\r\t"[i]), 0
			continue
		}
		r := rune(0)
		for end := at + 4; at < end; at++ {
			if at >= len(text) {
				return "", -1
			}
			i := strings.IndexByte("0123456789abcdefABCDEF", text[at])
			if i < 0 {
				return "", -1
			}
			if i > 15 {
				i -= 6
			}
			r = r<<4 | rune(i)
		}
		if high > 0 && r>>10 == 0xDC00>>10 {
			unquoted = unquoted[:len(unquoted)-3]
			r = (high-0xD800)<<10 + (r - 0xDC00) + 0x10000
		}
		unquoted, high = utf8.AppendRune(unquoted, r), 0
		if r>>10 == 0xD800>>10 {
			high = r
		}
	}
	return "", -1
}
