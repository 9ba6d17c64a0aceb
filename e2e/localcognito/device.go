package localcognito

import (
	"net"
	"slices"
	"time"
)

// deviceConfiguration is the structure DeviceConfigurationType. A pool that
// has one tracks devices.
type deviceConfiguration struct {
	// ChallengeRequiredOnNewDevice lets a remembered device stand for MFA.
	ChallengeRequiredOnNewDevice bool `json:"ChallengeRequiredOnNewDevice"`
	// DeviceOnlyRememberedOnUserPrompt leaves it to UpdateDeviceStatus
	// whether a confirmed device is remembered.
	DeviceOnlyRememberedOnUserPrompt bool `json:"DeviceOnlyRememberedOnUserPrompt"`
}

// device is a device of a user. A sign-in hands out its key; ConfirmDevice
// brings the verifier of the password that the device keeps.
type device struct {
	key        string // "<region>_<uuid>"
	group      string // DeviceGroupKey
	name       string
	credential *credential // nil until ConfirmDevice
	remembered bool
	byAlias    bool // cannot be confirmed, see signInFrom
	lastIP     string
	created    time.Time
	modified   time.Time
	signedIn   time.Time
}

// newDeviceMetadata is the structure NewDeviceMetadataType.
type newDeviceMetadata struct {
	DeviceKey      string `json:"DeviceKey"`
	DeviceGroupKey string `json:"DeviceGroupKey"`
}

func (p *pool) tracksDevices() bool { return p.DeviceConfiguration != nil }

// device returns the device of a key, or nil.
func (u *user) device(key string) *device {
	i := slices.IndexFunc(u.devices, func(d *device) bool { return d.key == key })
	if i < 0 {
		return nil
	}
	return u.devices[i]
}

// confirmedDevice returns a device that ConfirmDevice was called for.
func (u *user) confirmedDevice(key string) (*device, error) {
	if d := u.device(key); d != nil && d.credential != nil {
		return d, nil
	}
	return nil, fail(resourceNotFound, "Device does not exist.")
}

// device returns the device that a sign-in names by DEVICE_KEY: nil without
// one, or where devices are not tracked.
func (l *login) device() (*device, error) {
	if l.deviceKey == "" || l.user == nil || !l.pool.tracksDevices() {
		return nil, nil
	}
	return l.user.confirmedDevice(l.deviceKey)
}

// useDevice takes DEVICE_KEY from an answer. Without one the key of an earlier
// call counts, unless its device is not known: clients that were refused for a
// device send the same answer without it, and do not begin again.
func (l *login) useDevice(key string) error {
	if key == "" {
		if _, err := l.device(); err != nil {
			l.deviceKey = ""
		}
		return nil
	}
	before := l.deviceKey
	l.deviceKey = key
	if _, err := l.device(); err != nil {
		l.deviceKey = before
		return err
	}
	return nil
}

// deviceStage asks a remembered device to prove itself. It replaces MFA and
// never the first factor; in CUSTOM_AUTH it comes at the end.
func deviceStage(_ *call, l *login) (string, error) {
	due := l.password
	if l.custom != nil {
		due = l.custom.finished
	}
	if !due || l.deviceProven {
		return "", nil
	}
	d, err := l.device()
	if err != nil || d == nil || !d.remembered {
		return "", err
	}
	return deviceSRPAuthName, nil
}

// signInFrom returns the device that tokens are issued to. Without a known one
// it makes one, to be confirmed; the metadata is for the answer. Where a
// CUSTOM_CHALLENGE was answered by the alias that was typed, and not by the name
// in its parameters, the tokens come and the device is of no use: users of the
// real service saw ConfirmDevice refuse its key.
func (c *call) signInFrom(l *login) (*device, *newDeviceMetadata, error) {
	if !l.pool.tracksDevices() {
		return nil, nil, nil
	}
	d, err := l.device()
	if err != nil {
		return nil, nil, err
	}
	var fresh *newDeviceMetadata
	if d == nil {
		d = &device{key: l.pool.region + "_" + newUUID(), group: l.pool.deviceGroup, created: c.now, modified: c.now}
		d.byAlias = l.custom != nil && l.custom.byAlias
		l.user.devices = append(l.user.devices, d)
		fresh = &newDeviceMetadata{d.key, d.group}
	}
	d.signedIn, d.lastIP = c.now, c.remoteIP
	return d, fresh, nil
}

// deviceOutput is the structure DeviceType.
type deviceOutput struct {
	DeviceKey                   string      `json:"DeviceKey"`
	DeviceAttributes            []attribute `json:"DeviceAttributes"`
	DeviceCreateDate            epoch       `json:"DeviceCreateDate"`
	DeviceLastModifiedDate      epoch       `json:"DeviceLastModifiedDate"`
	DeviceLastAuthenticatedDate epoch       `json:"DeviceLastAuthenticatedDate"`
}

func (d *device) output() deviceOutput {
	return deviceOutput{
		DeviceKey: d.key,
		DeviceAttributes: []attribute{
			{"device_status", "valid"},
			{"device_name", d.name},
			{"last_ip_used", d.lastIP},
			{"dev:device_remembered_status", rememberedStatus[d.remembered]},
		},
		DeviceCreateDate: epoch(d.created), DeviceLastModifiedDate: epoch(d.modified), DeviceLastAuthenticatedDate: epoch(d.signedIn),
	}
}

// rememberedStatus are the values of DeviceRememberedStatus.
var rememberedStatus = map[bool]string{true: "remembered", false: "not_remembered"}

// hostOf returns the address without the port.
func hostOf(remoteAddr string) string {
	host, _, err := net.SplitHostPort(remoteAddr)
	if err != nil {
		return remoteAddr
	}
	return host
}
