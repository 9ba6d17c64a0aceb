package auth

import (
	"errors"
)

// refusals are what Cognito says of a device. The texts may change, and it says
// all of it of other things as well, so each is a "may be" until the call without
// the device has shown it.
var refusals = map[string]func(a *attempt) bool{
	// "Device does not exist."
	exceptionResourceNotFound: (*attempt).namedDevice,
	// A key that is none. "Invalid device key given." was seen of ConfirmDevice.
	exceptionInvalidParameter: (*attempt).namedDevice,
	// Of any call it is the answer to a wrong password, which must not be tried
	// twice. Once the device is asked, the user has proved the password.
	exceptionNotAuthorized: (*attempt).askedDevice,
}

func (a *attempt) namedDevice() bool { return a.device != nil }
func (a *attempt) askedDevice() bool { return a.device != nil && a.deviceAsked }

// deviceRefused tells that Cognito may not take the device: it does not know it any
// more, or did not believe its proof. The sign-in is to be made again without it,
// because a device only spares its user the MFA.
func (a *attempt) deviceRefused(err error) bool {
	failure, ok := errors.AsType[*Error](err)
	return ok && refusals[failure.Code] != nil && refusals[failure.Code](a)
}

// goOn makes the sign-in again from the start, without the device that was refused.
func (c *Client) goOn(ctx Context, a *attempt, request *InitiateRequest, refusal error) (*Step, error) {
	if a.deviceAsked && request.Session != "" {
		return nil, c.beginAgain(ctx, a, refusal) // the session counts once
	}
	again := c.newAttempt(a.typed, request.Username, a.options)
	again.withoutDevice, again.known = true, a.known
	step, err := c.initiate(ctx, again, request)
	if a.ownDevice() || a.deviceOf == again.username {
		c.settleDevice(ctx, a.deviceOf, a.device, refusal, err)
	}
	return step, err
}

// beginAgain drops a device whose proof was refused where the sign-in cannot go on
// without it, because what it began with is spent, such as a code. It gives the
// error, which would say else that the password is wrong.
func (c *Client) beginAgain(ctx Context, a *attempt, refusal error) error {
	c.settleDevice(ctx, a.deviceOf, a.device, refusal, nil)
	failure := *wrap(ctx, operationRespondToAuthChallenge, refusal)
	failure.Message = "Cognito did not accept the remembered device, which is not used any more; start the sign-in again"
	failure.Err = refusal
	return &failure
}

// ownDevice tells whether the device is certainly the user's. One that was found by
// an alias may be another's, to whom the alias led before, and is not to be dropped
// for this user's sake.
func (a *attempt) ownDevice() bool { return a.deviceAsked || a.deviceOf == a.username }

// settleDevice drops a device that was refused, if its absence made a difference:
// err is what came of the call without it. The text tells it where an earlier
// step has named the device, which leaving it out later does not undo.
func (c *Client) settleDevice(ctx Context, username string, device *Device, refusal, err error) {
	if failure, ok := errors.AsType[*Error](err); ok {
		refused, _ := errors.AsType[*Error](refusal)
		same := failure.Code == refused.Code && failure.Message != "Device does not exist."
		if same || failure.Retryable || failure.Code == CodeAbortError {
			return
		}
	}
	stored, err := c.config.Devices.Device(ctx, username)
	if err == nil && stored != nil && stored.Key == device.Key {
		_ = c.config.Devices.RemoveDevice(ctx, username) // if it fails, the next sign-in tries again
	}
}
