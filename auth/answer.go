package auth

import "unicode/utf8"

// Answer is what a person answers to a challenge: [Code] or [NewPassword].
type Answer interface {
	answer()
}

// Code answers SMS_MFA, SOFTWARE_TOKEN_MFA and EMAIL_OTP.
type Code string

// NewPassword answers NEW_PASSWORD_REQUIRED.
type NewPassword struct {
	// Password is UTF-8, 1 to 256 characters. It stays the caller's.
	Password []byte
	// Attributes are values for [Step.RequiredAttributes] and others that the app
	// client may write, by name without the prefix "userAttributes.". Values that
	// the user has already are not sent again, because Cognito refuses that.
	Attributes map[string]string
}

func (Code) answer()        {}
func (NewPassword) answer() {}

// codeResponse is the whole of a challenge that wants one code under one key.
func codeResponse(key string) challenge {
	return challenge{
		expects: "{code}",
		responses: func(step *Step, answer Answer) (map[string]string, *Error) {
			code, ok := answer.(Code)
			if !ok {
				return nil, errMisfit
			}
			if code == "" || utf8.RuneCountInString(string(code)) > maxCode {
				return nil, invalid("code", "expected 1 to 2048 characters")
			}
			return map[string]string{key: string(code)}, nil
		},
	}
}
