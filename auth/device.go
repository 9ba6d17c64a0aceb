package auth

import (
	"errors"

	"github.com/cognito-wasm/cognito-wasm/srp"
)

// Device is what a remembered device proves itself with, in the place of MFA.
// The password is a secret of the device.
// https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-device-tracking.html
type Device struct {
	Key      string // DeviceKey
	GroupKey string // DeviceGroupKey
	Password string // that of srp.DeviceVerifier
}

// DeviceStore keeps the devices of users, by user pool and app client as its
// owner sees fit. The username is always the real one; a store that is an
// [AliasStore] as well finds devices of users who sign in by an alias.
type DeviceStore interface {
	// Device gives nil where the user has none.
	Device(ctx Context, username string) (*Device, error)
	// SetDevice remembers a device in the place of any other.
	SetDevice(ctx Context, username string, device *Device) error
	// RemoveDevice forgets the user's device, if there is one.
	RemoveDevice(ctx Context, username string) error
}

// NewDevice tells of a device that Cognito began to track in this sign-in.
type NewDevice struct {
	Key string
	// UserConfirmationNecessary: the pool remembers devices only where the user
	// agreed; ask, and call UpdateDeviceStatus.
	UserConfirmationNecessary bool
	// Err is why the device could not be confirmed or stored; nil if it was. The
	// sign-in is done all the same.
	Err error
}

// findDevice looks for the device of the user as soon as a name is known. A
// store that fails costs the user an MFA, not the sign-in.
func (c *Client) findDevice(ctx Context, a *attempt) {
	if c.config.Devices == nil || a.username == "" || a.withoutDevice {
		return
	}
	name := a.username
	device, err := c.storedDevice(ctx, name)
	if err == nil && device == nil && name == a.typed {
		if a.known = c.knownName(ctx, name); a.known != "" {
			name = a.known
			device, err = c.storedDevice(ctx, name)
		}
	}
	if err == nil {
		a.device, a.deviceOf = device, name
	}
}

// storedDevice gives the device of a user, nil where there is none. One that lacks
// what it proves itself with is dropped: Cognito would ask it, and for nothing.
func (c *Client) storedDevice(ctx Context, username string) (*Device, error) {
	device, err := c.config.Devices.Device(ctx, username)
	if err == nil && device != nil && (device.Key == "" || device.GroupKey == "" || device.Password == "") {
		_ = c.config.Devices.RemoveDevice(ctx, username) // if it fails, the next sign-in tries again
		device = nil
	}
	return device, err
}

// addDeviceKey completes the parameters of a call.
func (a *attempt) addDeviceKey(parameters map[string]string) {
	if a.device != nil {
		parameters[paramDeviceKey] = a.device.Key
	}
}

// deviceSRPAuth and devicePasswordVerifier are SRP once more, with the device in
// the place of the user.
var deviceSRPAuth = challenge{
	inside: func(_ *Client, a *attempt, output *AuthOutput) (map[string]string, *Error) {
		if a.device == nil {
			return nil, unsupported("", output)
		}
		a.deviceAsked = true
		responses := map[string]string{paramDeviceKey: a.device.Key}
		if err := a.beginSRP(ChallengeDevicePasswordVerifier, []byte(a.device.Password), responses); err != nil {
			return nil, err
		}
		return responses, nil
	},
}

var devicePasswordVerifier = challenge{
	inside: func(c *Client, a *attempt, output *AuthOutput) (map[string]string, *Error) {
		if a.device == nil {
			return nil, unsupported("", output)
		}
		responses, err := c.claim(a, srp.DeviceIdentity(a.device.GroupKey, a.device.Key), output)
		if err != nil {
			return nil, err
		}
		responses[paramDeviceKey] = a.device.Key
		return responses, nil
	},
}

// confirmDevice gives Cognito a verifier for a new device and remembers the
// device by the real user name.
func (c *Client) confirmDevice(ctx Context, username, accessToken string, metadata *NewDeviceMetadata) *NewDevice {
	device := &NewDevice{Key: metadata.DeviceKey}
	verifier, err := srp.NewDeviceVerifier(metadata.DeviceGroupKey, metadata.DeviceKey)
	if parameter, ok := errors.AsType[*srp.ParameterError](err); ok {
		device.Err = malformed("", "AuthenticationResult.NewDeviceMetadata."+parameter.Parameter, "expected "+parameter.Expected)
		return device
	}
	if err != nil {
		device.Err = &Error{Code: CodeInternalError, Message: "the password of the device could not be made", Err: err}
		return device
	}
	output, err := c.call(ctx, operationConfirmDevice, &ConfirmDeviceInput{
		AccessToken: accessToken, DeviceKey: metadata.DeviceKey,
		Salt: verifier.Salt, PasswordVerifier: verifier.PasswordVerifier,
	})
	if err != nil {
		device.Err = err
		return device
	}
	confirmed, _ := output.(*ConfirmDeviceOutput)
	device.UserConfirmationNecessary = confirmed != nil && confirmed.UserConfirmationNecessary
	if err := c.config.Devices.SetDevice(ctx, username, &Device{metadata.DeviceKey, metadata.DeviceGroupKey, verifier.Password}); err != nil {
		device.Err = &Error{Code: CodeStorageError, Message: "the device could not be stored", Err: err}
	}
	return device
}
