package auth

// Answer is what a person answers to a challenge: [Code], [NewPassword],
// [Choice], [Password], [CustomAnswer], [Credential], [SetupSoftwareToken] or
// [SetupEmail].
type Answer interface {
	answer()
}

// Code answers SMS_MFA, SOFTWARE_TOKEN_MFA, EMAIL_OTP and SMS_OTP. It may be as a
// person typed it: white space, hyphens and invisible marks are taken out, and
// the digits of other scripts become 0 to 9.
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

// Choice answers SELECT_CHALLENGE and SELECT_MFA_TYPE with one of [Step.Choices].
type Choice struct {
	Name string
	// Password for the choices PASSWORD and PASSWORD_SRP. It stays the caller's.
	Password []byte
}

// Password answers PASSWORD and PASSWORD_SRP: UTF-8, 1 to 256 characters. It
// stays the caller's.
type Password []byte

// CustomAnswer answers CUSTOM_CHALLENGE; it may be empty.
type CustomAnswer string

// Credential answers WEB_AUTHN: an AuthenticationResponseJSON (Web
// Authentication Level 3, section 5.1), as JSON text.
type Credential string

// SetupSoftwareToken answers MFA_SETUP with the six digits of an authenticator
// that has the secret of [Client.TOTPSecret].
type SetupSoftwareToken struct {
	// Code may be as it was typed, as in [Code].
	Code string
	// DeviceName is what Cognito calls the authenticator later (FriendlyDeviceName).
	DeviceName string
}

// SetupEmail answers MFA_SETUP with an email address, to which a code goes.
type SetupEmail struct {
	Email string
}

func (Code) answer()               {}
func (NewPassword) answer()        {}
func (Choice) answer()             {}
func (Password) answer()           {}
func (CustomAnswer) answer()       {}
func (Credential) answer()         {}
func (SetupSoftwareToken) answer() {}
func (SetupEmail) answer()         {}

// codeResponse is the whole of a challenge that wants one code under one key.
func codeResponse(key string) challenge {
	return challenge{
		expects: takesCode,
		responses: func(_ Context, _ *Client, _ *attempt, _ *Step, answer Answer) (map[string]string, error) {
			code, ok := answer.(Code)
			if !ok {
				return nil, errMisfit
			}
			cleaned := cleanCode(string(code))
			if err := checkCode(cleaned); err != nil {
				return nil, err
			}
			return map[string]string{key: cleaned}, nil
		},
	}
}
