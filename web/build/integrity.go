package build

import (
	"crypto/sha512"
	"encoding/base64"
	"os"
)

// Integrity gives the hash of a file as the attribute integrity has it,
// "sha384-…": https://www.w3.org/TR/SRI/.
func Integrity(file string) (string, error) {
	content, err := os.ReadFile(file)
	if err != nil {
		return "", err
	}
	sum := sha512.Sum384(content)
	return "sha384-" + base64.StdEncoding.EncodeToString(sum[:]), nil
}
