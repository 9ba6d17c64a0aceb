package digest

// SHA256 returns the hash of the concatenated parts, 32 bytes (FIPS 180-4).
func SHA256(parts ...[]byte) []byte { return sha(parts...) }

// HMAC returns HMAC-SHA-256 of the concatenated parts, 32 bytes (RFC 2104).
func HMAC(key []byte, parts ...[]byte) []byte { return mac(key, parts...) }
