//go:build !js

// Package digest is SHA-256 and HMAC-SHA-256 for package srp: the standard
// library's, and in the browser build an implementation of its own, because the
// standard library's brings its FIPS 140 module along, with AES, SHA-3, SHA-512,
// their self-tests and package os, a seventh of what a page loads
// (docs/decisions/2026-11-22-sha256.md).
package digest

import (
	"crypto/hmac"
	"crypto/sha256"
)

// SHA256 returns the hash of the concatenated parts, 32 bytes (FIPS 180-4).
func SHA256(parts ...[]byte) []byte {
	h := sha256.New()
	for _, part := range parts {
		h.Write(part)
	}
	return h.Sum(nil)
}

// HMAC returns HMAC-SHA-256 of the concatenated parts, 32 bytes (RFC 2104).
func HMAC(key []byte, parts ...[]byte) []byte {
	h := hmac.New(sha256.New, key)
	for _, part := range parts {
		h.Write(part)
	}
	return h.Sum(nil)
}
