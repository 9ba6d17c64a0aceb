package srp

import "strings"

// Identity is what is hashed with the password and signed with the claim. It has two forms, [UserIdentity] and
// [DeviceIdentity]. Neither part may be empty.
type Identity struct {
	// Group is the pool name (see [PoolName]), or the DeviceGroupKey.
	Group string
	// Name is USER_ID_FOR_SRP, the user's real name and not the alias that was typed, or the DeviceKey.
	Name string
}

// UserIdentity returns the identity for PASSWORD_VERIFIER. poolName comes from [PoolName], userIDForSRP is the challenge
// parameter USER_ID_FOR_SRP.
func UserIdentity(poolName, userIDForSRP string) Identity {
	return Identity{Group: poolName, Name: userIDForSRP}
}

// DeviceIdentity returns the identity for DEVICE_PASSWORD_VERIFIER, from the two members of NewDeviceMetadata.
func DeviceIdentity(deviceGroupKey, deviceKey string) Identity {
	return Identity{Group: deviceGroupKey, Name: deviceKey}
}

func (id Identity) check() error {
	switch {
	case id.Group == "":
		return &ParameterError{"Group", "the pool name or the DeviceGroupKey, not empty"}
	case id.Name == "":
		return &ParameterError{"Name", "USER_ID_FOR_SRP or the DeviceKey, not empty"}
	}
	return nil
}

// PoolName returns the pool name of a user pool id: what follows the first "_", "AbC123" for "eu-west-1_AbC123". If
// there is no "_", or nothing on one side of it, the error is a [*ParameterError] for UserPoolId. The id is not checked
// further; Cognito does that.
func PoolName(userPoolID string) (string, error) {
	at := strings.IndexByte(userPoolID, '_')
	if at < 1 || at == len(userPoolID)-1 {
		return "", &ParameterError{"UserPoolId", `a region, "_" and the pool name`}
	}
	return userPoolID[at+1:], nil
}
