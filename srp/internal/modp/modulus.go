package modp

import "github.com/cognito-wasm/cognito-wasm/srp/internal/modp/group"

const (
	// Size is the length of N, and of every encoded element, in bytes.
	Size = group.Size
	// N is the prime modulus, [Size] big-endian bytes.
	N = group.N
	// Generator is g.
	Generator = group.Generator
)
