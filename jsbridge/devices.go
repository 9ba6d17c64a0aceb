package jsbridge

import (
	"context"

	"github.com/cognito-wasm/cognito-wasm/auth"
)

// storage is what the page keeps for us, one packet per name. get gives nil where
// there is none; ok is false where the page's storage failed.
type storage interface {
	get(c *call, name string) (packet []byte, ok bool)
	set(c *call, name string, packet []byte) (ok bool)
	remove(c *call, name string) (ok bool)
}

// devices is the auth.DeviceStore and auth.AliasStore of the browser build.
type devices struct {
	storage  storage
	clientID string
}

// What the page keeps has names that begin with these.
const (
	deviceOf = "device." // and the user name
	aliasOf  = "alias."  // and the hash of an alias
)

var errStorage = &auth.Error{Code: auth.CodeStorageError, Message: "the storage of the page failed"}

// Device gives the device of a user. What cannot be read is as good as none.
func (d devices) Device(ctx context.Context, username string) (*auth.Device, error) {
	stored, ok := d.storage.get(ctx.(*call), deviceOf+username)
	if !ok {
		return nil, errStorage
	}
	p, ok := decode(stored)
	if !ok {
		return nil, nil
	}
	device := &auth.Device{Key: p.text("key"), GroupKey: p.text("groupKey"), Password: p.text("password")}
	if device.Key == "" || device.GroupKey == "" || device.Password == "" {
		return nil, nil
	}
	return device, nil
}

// SetDevice remembers a device.
func (d devices) SetDevice(ctx context.Context, username string, device *auth.Device) error {
	var w writer
	w.text("key", device.Key)
	w.text("groupKey", device.GroupKey)
	w.text("password", device.Password)
	defer clear(w.buf)
	if !d.storage.set(ctx.(*call), deviceOf+username, w.buf) {
		return errStorage
	}
	return nil
}

// RemoveDevice forgets a device.
func (d devices) RemoveDevice(ctx context.Context, username string) error {
	if !d.storage.remove(ctx.(*call), deviceOf+username) {
		return errStorage
	}
	return nil
}

// aliasName is where an alias is kept. Only its hash is, because the storage
// outlives the sign-in and an email tells who was here: that of a shared computer
// is not to list them.
func (d devices) aliasName(alias string) string {
	return aliasOf + auth.AliasKey(alias, d.clientID)
}

// RealName gives the user that an alias led to.
func (d devices) RealName(ctx context.Context, alias string) (string, error) {
	stored, ok := d.storage.get(ctx.(*call), d.aliasName(alias))
	if !ok {
		return "", errStorage
	}
	p, ok := decode(stored)
	if !ok {
		return "", nil
	}
	return p.text("username"), nil
}

// SetRealName remembers the user that an alias led to.
func (d devices) SetRealName(ctx context.Context, alias, username string) error {
	var w writer
	w.text("username", username)
	if !d.storage.set(ctx.(*call), d.aliasName(alias), w.buf) {
		return errStorage
	}
	return nil
}
