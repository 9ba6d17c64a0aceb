package srp

import (
	"github.com/cognito-wasm/cognito-wasm/internal/base64"
	"github.com/cognito-wasm/cognito-wasm/srp/internal/modp"
)

// pad returns pad(n), the shortest big-endian encoding of n with a byte 00 before it if the top bit would otherwise be
// set, and 00 for n = 0. The argument is n in big-endian bytes after at least one byte 00, and the result a part of it.
//
// VarTime: it tells how many leading zero bytes n has, as every implementation of the protocol must.
func pad(n []byte) []byte {
	for len(n) > 1 && n[0] == 0 && n[1] < 0x80 {
		n = n[1:]
	}
	return n
}

// parseHex reads an integer from 0 to 2^3072−1 in hex, of either case and any number of leading zeros. The result is
// big-endian and begins with a byte 00, as [pad] wants it; it is 1 to 1+[modp.Size] bytes long.
func parseHex(parameter, s string) ([]byte, error) {
	digits := s
	for digits != "" && digits[0] == '0' {
		digits = digits[1:]
	}
	if s == "" || len(digits) > 2*modp.Size {
		return nil, notHex(parameter)
	}
	if len(digits)%2 == 1 {
		digits = "0" + digits
	}
	n := make([]byte, 1+len(digits)/2)
	for i := range len(digits) {
		digit, ok := hexDigit(digits[i])
		if !ok {
			return nil, notHex(parameter)
		}
		n[1+i/2] = n[1+i/2]<<4 | digit
	}
	return n, nil
}

// hexDigit reads one digit. Package encoding/hex would link fmt into a page's module, for an error that is not shown.
func hexDigit(c byte) (byte, bool) {
	switch {
	case '0' <= c && c <= '9':
		return c - '0', true
	case 'a' <= c && c <= 'f':
		return c - 'a' + 10, true
	case 'A' <= c && c <= 'F':
		return c - 'A' + 10, true
	}
	return 0, false
}

func notHex(parameter string) error {
	return &ParameterError{parameter, "a non-negative integer of at most 3072 bits in hex"}
}

// formatHex returns n in lower-case hex without leading zeros.
func formatHex(n []byte) string {
	const alphabet = "0123456789abcdef"
	digits := make([]byte, 0, 2*len(n))
	for _, b := range n {
		digits = append(digits, alphabet[b>>4], alphabet[b&0xf])
	}
	for len(digits) > 1 && digits[0] == '0' {
		digits = digits[1:]
	}
	return string(digits)
}

// parseBase64 reads base64 in the standard or the URL-safe alphabet, padded or not. Line breaks, stray bits after the
// last byte, misplaced padding and the empty string are refused.
func parseBase64(parameter, s string) ([]byte, error) {
	b, ok := base64.Decode(s)
	if !ok || len(b) == 0 {
		return nil, &ParameterError{parameter, "base64, not empty"}
	}
	return b, nil
}
