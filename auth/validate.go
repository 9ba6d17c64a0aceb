package auth

import (
	"strings"
	"unicode/utf8"
)

// Limits of Cognito's model, in characters:
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_Types.html
const (
	maxUserPoolID = 55
	maxClientID   = 128
	maxUsername   = 128
	maxPassword   = 256
	maxCode       = 2048
)

func isWord(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || c == '_'
}

// matchesUserPoolID is [\w-]+_[0-9a-zA-Z]+, 1 to 55 characters.
func matchesUserPoolID(id string) bool {
	underscore := strings.LastIndexByte(id, '_')
	for i := 0; i < len(id); i++ {
		if !isWord(id[i]) && (id[i] != '-' || i > underscore) {
			return false
		}
	}
	return len(id) <= maxUserPoolID && 0 < underscore && underscore < len(id)-1
}

// matchesClientID is [\w+]+, 1 to 128 characters.
func matchesClientID(id string) bool {
	for i := 0; i < len(id); i++ {
		if !isWord(id[i]) && id[i] != '+' {
			return false
		}
	}
	return 0 < len(id) && len(id) <= maxClientID
}

// checkUsername leaves the alphabet to Cognito and checks what it would only
// answer with a validation error.
func checkUsername(username string) *Error {
	if username == "" || utf8.RuneCountInString(username) > maxUsername {
		return invalid(argUsername, "expected 1 to 128 characters")
	}
	if !utf8.ValidString(username) {
		return invalid(argUsername, "expected valid UTF-8")
	}
	return nil
}

func checkCode(code string) *Error {
	if code == "" || utf8.RuneCountInString(code) > maxCode {
		return invalid(argCode, "expected 1 to 2048 characters beside spaces and hyphens")
	}
	return nil
}

// checkPassword checks length and encoding; the pool's own policy is Cognito's.
func checkPassword(name string, password []byte) *Error {
	if len(password) == 0 || utf8.RuneCount(password) > maxPassword {
		return invalid(name, "expected 1 to 256 characters")
	}
	if !utf8.Valid(password) {
		return invalid(name, "expected valid UTF-8")
	}
	return nil
}
