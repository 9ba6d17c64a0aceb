package build

import (
	"crypto/sha256"
	"encoding/base64"
	"os"
)

// Integrity gives the hash of a file as the attribute integrity has it,
// "sha256-…": https://www.w3.org/TR/SRI/.
func Integrity(file string) (string, error) {
	content, err := os.ReadFile(file)
	if err != nil {
		return "", err
	}
	return IntegrityOf(content), nil
}

// IntegrityOf gives the same of a file's content.
func IntegrityOf(content []byte) string {
	sum := sha256.Sum256(content)
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}
