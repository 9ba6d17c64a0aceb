package localcognito

import (
	"encoding/base64"
	"math/big"
)

type confirmDeviceInput struct {
	deviceInput
	DeviceName                 string                `json:"DeviceName" shape:"DeviceNameType"`
	DeviceSecretVerifierConfig *deviceSecretVerifier `json:"DeviceSecretVerifierConfig"`
}

// deviceInput is what operations on one device have in common.
type deviceInput struct {
	accessTokenInput
	DeviceKey string `json:"DeviceKey" shape:"DeviceKeyType,required"`
}

// deviceSecretVerifier is the structure DeviceSecretVerifierConfigType: both
// are integers in base64 (big-endian, with a sign byte where needed).
type deviceSecretVerifier struct {
	PasswordVerifier string `json:"PasswordVerifier" shape:"StringType"`
	Salt             string `json:"Salt" shape:"StringType"`
}

type confirmDeviceOutput struct {
	UserConfirmationNecessary bool `json:"UserConfirmationNecessary"`
}

// confirmDevice is ConfirmDevice: it stores the verifier of a device that
// NewDeviceMetadata named.
func confirmDevice(c *call, in *confirmDeviceInput) (*confirmDeviceOutput, error) {
	g, err := c.authorize(in.AccessToken)
	if err != nil {
		return nil, err
	}
	d := g.user.device(in.DeviceKey)
	switch {
	case d == nil:
		return nil, fail(resourceNotFound, "Device does not exist.")
	case d.byAlias:
		return nil, fail(invalidParameter, "Invalid device key given.")
	case d.credential != nil:
		return nil, fail(deviceKeyExists, "Device already exists.")
	case in.DeviceSecretVerifierConfig == nil:
		return nil, fail(invalidParameter, "Missing required parameter DeviceSecretVerifierConfig")
	}
	if d.credential, err = in.DeviceSecretVerifierConfig.credential(); err != nil {
		return nil, err
	}
	byUser := g.client.pool.tracksDevices() && g.client.pool.DeviceConfiguration.DeviceOnlyRememberedOnUserPrompt
	d.name, d.remembered, d.modified = in.DeviceName, !byUser, c.now
	return &confirmDeviceOutput{byUser}, nil
}

func (v *deviceSecretVerifier) credential() (*credential, error) {
	salt, err := decodeInteger("Salt", v.Salt, maxSaltBytes)
	if err != nil {
		return nil, err
	}
	verifier, err := decodeInteger("PasswordVerifier", v.PasswordVerifier, srpBytes+1)
	if err != nil {
		return nil, err
	}
	if verifier.Sign() == 0 || verifier.Cmp(srpN) >= 0 {
		return nil, fail(invalidParameter, "PasswordVerifier must be between 0 and N.")
	}
	return &credential{salt, verifier}, nil
}

// maxSaltBytes bounds a device's salt; clients send 16 bytes and a sign byte.
const maxSaltBytes = 64

func decodeInteger(member, text string, limit int) (*big.Int, error) {
	raw, err := base64.StdEncoding.DecodeString(text)
	if err != nil || len(raw) == 0 || len(raw) > limit || raw[0]&0x80 != 0 {
		return nil, fail(invalidParameter, "%s must be a positive integer of at most %d bytes in base64.", member, limit)
	}
	return new(big.Int).SetBytes(raw), nil
}
