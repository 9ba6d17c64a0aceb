package jsbridge

import (
	"context"

	"github.com/cognito-wasm/cognito-wasm/auth"
)

// storage is what the page keeps for us, one packet per user name. get gives nil
// where there is none; ok is false where the page's storage failed.
type storage interface {
	get(c *call, username string) (packet []byte, ok bool)
	set(c *call, username string, packet []byte) (ok bool)
	remove(c *call, username string) (ok bool)
}

// devices is the auth.DeviceStore of the browser build.
type devices struct{ storage storage }

var errStorage = &auth.Error{Code: auth.CodeStorageError, Message: "the storage of the page failed"}

// Device gives the device of a user. What cannot be read is as good as none.
func (d devices) Device(ctx context.Context, username string) (*auth.Device, error) {
	stored, ok := d.storage.get(ctx.(*call), username)
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
	if !d.storage.set(ctx.(*call), username, w.buf) {
		return errStorage
	}
	return nil
}

// RemoveDevice forgets a device.
func (d devices) RemoveDevice(ctx context.Context, username string) error {
	if !d.storage.remove(ctx.(*call), username) {
		return errStorage
	}
	return nil
}
