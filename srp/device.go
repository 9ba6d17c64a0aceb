package srp

import (
	"io"

	"github.com/cognito-wasm/cognito-wasm/internal/base64"
	"github.com/cognito-wasm/cognito-wasm/srp/internal/entropy"
	"github.com/cognito-wasm/cognito-wasm/srp/internal/modp"
)

const (
	// devicePasswordSize is the number of random bytes in a device password, as many as AWS's clients take.
	devicePasswordSize = 40
	// deviceSaltSize is the number of random bytes in a device's salt.
	deviceSaltSize = 16
)

// DeviceVerifier is a new device's password, and what Cognito needs to verify it.
type DeviceVerifier struct {
	// Salt and PasswordVerifier are the members of ConfirmDevice's DeviceSecretVerifierConfig: standard base64 of the
	// padded integers, at most 17 and 385 bytes before encoding.
	Salt, PasswordVerifier string
	// Password is standard base64 of 40 random bytes, and a secret. The caller keeps it with the DeviceKey and the
	// DeviceGroupKey; its text, not decoded, is the password of later claims with [DeviceIdentity].
	Password string
}

// NewDeviceVerifier draws a password and a salt from crypto/rand for the device that NewDeviceMetadata names, and
// computes the verifier v = g^x mod N. An empty key gives a [*ParameterError] for DeviceGroupKey or DeviceKey; any other
// error is the random source's.
func NewDeviceVerifier(deviceGroupKey, deviceKey string) (*DeviceVerifier, error) {
	return drawDeviceVerifier(entropy.Reader, deviceGroupKey, deviceKey)
}

// drawDeviceVerifier is NewDeviceVerifier with the password and then the salt from random.
func drawDeviceVerifier(random io.Reader, deviceGroupKey, deviceKey string) (*DeviceVerifier, error) {
	switch {
	case deviceGroupKey == "":
		return nil, &ParameterError{"DeviceGroupKey", "not empty"}
	case deviceKey == "":
		return nil, &ParameterError{"DeviceKey", "not empty"}
	}

	raw := make([]byte, devicePasswordSize)
	defer clear(raw)
	salt := make([]byte, 1+deviceSaltSize)
	for _, b := range [][]byte{raw, salt[1:]} {
		if _, err := io.ReadFull(random, b); err != nil {
			return nil, err
		}
	}
	password := base64.Encode(raw)
	defer clear(password)

	x := privateKey(DeviceIdentity(deviceGroupKey, deviceKey), password, salt)
	defer clear(x)
	var v modp.Element
	defer v.Zero()
	v.ExpG((*[32]byte)(x))
	verifier := encode(&v)
	defer clear(verifier)
	return &DeviceVerifier{
		Salt:             string(base64.Encode(pad(salt))),
		PasswordVerifier: string(base64.Encode(pad(verifier))),
		Password:         string(password),
	}, nil
}
