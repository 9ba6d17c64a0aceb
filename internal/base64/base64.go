// Package base64 is the base64 that Cognito's protocol has, RFC 4648, sections 4 and 5. Package encoding/base64 would
// bring a page more, for line breaks, streams and alphabets that nobody needs there.
package base64

const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

// Encode gives the text of data in the standard alphabet, padded.
func Encode(data []byte) []byte {
	text := make([]byte, 0, (len(data)+2)/3*4)
	bits, size := uint(0), 0
	for _, b := range data {
		bits, size = bits<<8|uint(b), size+8
		for ; size >= 6; size -= 6 {
			text = append(text, digits[bits>>(size-6)&0x3f])
		}
	}
	if size > 0 {
		text = append(text, digits[bits<<(6-size)&0x3f])
	}
	for len(text)%4 != 0 {
		text = append(text, '=')
	}
	return text
}

// Decode gives the data of a text in the standard or the URL-safe alphabet, padded or not. It refuses everything else:
// line breaks, misplaced padding, and stray bits after the last byte.
func Decode(text string) (data []byte, ok bool) {
	if n := len(text); n > 0 && n%4 == 0 && text[n-1] == '=' {
		if text = text[:n-1]; text[n-2] == '=' {
			text = text[:n-2]
		}
	}
	data = make([]byte, 0, len(text)*3/4)
	bits, size := uint(0), 0
	for i := range len(text) {
		value, ok := digit(text[i])
		if !ok {
			return nil, false
		}
		if bits, size = bits<<6|value, size+6; size >= 8 {
			size -= 8
			data = append(data, byte(bits>>size))
		}
	}
	if stray := bits & (1<<size - 1); len(text)%4 == 1 || stray != 0 {
		return nil, false
	}
	return data, true
}

// digit gives what a digit of either alphabet is worth.
func digit(c byte) (uint, bool) {
	switch {
	case 'A' <= c && c <= 'Z':
		return uint(c - 'A'), true
	case 'a' <= c && c <= 'z':
		return uint(c-'a') + 26, true
	case '0' <= c && c <= '9':
		return uint(c-'0') + 52, true
	case c == '+' || c == '-':
		return 62, true
	case c == '/' || c == '_':
		return 63, true
	}
	return 0, false
}
