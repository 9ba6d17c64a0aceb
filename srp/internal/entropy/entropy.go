//go:build !js

// Package entropy draws random bytes: from crypto/rand, and in the browser build
// from the same source as crypto/rand without the rest of that package, whose
// FIPS 140 module would be a seventh of what a page loads
// (docs/decisions/2026-11-22-sha256.md).
package entropy

import (
	"crypto/rand"
	"io"
)

// Reader gives random bytes for keys. It never fails: without a random source
// the program ends.
var Reader io.Reader = rand.Reader
