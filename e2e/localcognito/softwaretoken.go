package localcognito

import (
	"crypto/rand"
	"encoding/base32"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/totp"
)

// softwareToken is a user's TOTP authenticator (RFC 6238: SHA-1, 6 digits,
// 30 seconds).
type softwareToken struct {
	pending      string // secret of AssociateSoftwareToken, base32, until it is verified
	secret       string // verified secret, base32
	verified     bool
	friendlyName string
	lastStep     int64 // time step of the last accepted code
}

const totpPeriod = 30

// newTOTPSecret returns 32 random bytes in base32, 52 characters.
func newTOTPSecret() string {
	var b [32]byte
	rand.Read(b[:])
	return base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(b[:])
}

// totpStep returns the time step that code belongs to, one step of drift
// either way allowed (RFC 6238, section 5.2).
func totpStep(secret, code string, now time.Time) (int64, bool) {
	opts := totp.ValidateOpts{Period: totpPeriod, Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1}
	for _, drift := range []int64{0, -1, 1} {
		at := now.Unix() + drift*totpPeriod
		if ok, err := totp.ValidateCustom(code, secret, time.Unix(at, 0), opts); err == nil && ok {
			return at / totpPeriod, true
		}
	}
	return 0, false
}

// check accepts a code of the verified secret once (RFC 6238, section 5.2).
func (t *softwareToken) check(code string, now time.Time) error {
	step, ok := totpStep(t.secret, code, now)
	if !ok {
		return fail(codeMismatch, "Invalid code received for user")
	}
	if step <= t.lastStep {
		return fail(expiredCode, "Your software token has already been used once.")
	}
	t.lastStep = step
	return nil
}

// verify turns the pending secret into the verified one. The code that proves
// it is used up.
func (t *softwareToken) verify(code, friendlyName string, now time.Time) error {
	if t.pending == "" {
		return fail(softwareTokenMFANotFound, "Software Token MFA has not been associated for the user")
	}
	step, ok := totpStep(t.pending, code, now)
	if !ok {
		return fail(enableSoftwareTokenMFA, "Code mismatch and fail enable Software Token MFA")
	}
	*t = softwareToken{secret: t.pending, verified: true, friendlyName: friendlyName, lastStep: step}
	return nil
}
