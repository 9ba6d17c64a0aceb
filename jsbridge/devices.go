package jsbridge

import (
	"github.com/cognito-wasm/cognito-wasm/auth"
)

// storage is what the page keeps for us, an object by each name.
type storage interface {
	// store puts one question (storage.ts), a packet, and gives the reply: names to
	// "get", for which "value" has the objects in their order; or the name of one to
	// "set" to "value", or to "remove".
	store(c *call, question []byte) *packet
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

// ask puts a question. Whatever it failed for becomes one error.
func (d devices) ask(c *call, question *writer) (*packet, error) {
	defer clear(question.buf) // there may be a device's password in it
	reply, err := d.storage.store(c, question.buf).outcome()
	if err != nil {
		return nil, errStorage
	}
	return reply, nil
}

func (d devices) get(c *call, names ...string) (*packet, error) {
	var question writer
	question.list("get", names)
	return d.ask(c, &question)
}

// Device gives the device of a user. What cannot be read is as good as none. The
// same question brings whom the name leads to as an alias, because it is asked for
// next wherever there is no device.
func (d devices) Device(ctx auth.Context, username string) (*auth.Device, error) {
	c := ctx.(*call)
	found, err := d.get(c, deviceOf+username, d.aliasName(username))
	if err != nil {
		return nil, err
	}
	c.realNames = map[string]string{username: found.at("1").text("username")}
	p := found.at("0")
	device := &auth.Device{Key: p.text("key"), GroupKey: p.text("groupKey"), Password: p.text("password")}
	if device.Key == "" || device.GroupKey == "" || device.Password == "" {
		return nil, nil
	}
	return device, nil
}

// SetDevice remembers a device.
func (d devices) SetDevice(ctx auth.Context, username string, device *auth.Device) error {
	var question writer
	question.text("set", deviceOf+username)
	question.enter("value")
	question.text("key", device.Key)
	question.text("groupKey", device.GroupKey)
	question.text("password", device.Password)
	_, err := d.ask(ctx.(*call), &question)
	return err
}

// RemoveDevice forgets a device.
func (d devices) RemoveDevice(ctx auth.Context, username string) error {
	var question writer
	question.text("remove", deviceOf+username)
	_, err := d.ask(ctx.(*call), &question)
	return err
}

// aliasName is where an alias is kept. Only its hash is, because the storage
// outlives the sign-in and an email tells who was here: that of a shared computer
// is not to list them.
func (d devices) aliasName(alias string) string {
	return aliasOf + auth.AliasKey(alias, d.clientID)
}

// RealName gives the user that an alias led to.
func (d devices) RealName(ctx auth.Context, alias string) (string, error) {
	c := ctx.(*call)
	if name, ok := c.realNames[alias]; ok {
		return name, nil
	}
	found, err := d.get(c, d.aliasName(alias))
	if err != nil {
		return "", err
	}
	return found.at("0").text("username"), nil
}

// SetRealName remembers the user that an alias led to.
func (d devices) SetRealName(ctx auth.Context, alias, username string) error {
	c := ctx.(*call)
	c.realNames = nil
	var question writer
	question.text("set", d.aliasName(alias))
	question.enter("value")
	question.text("username", username)
	_, err := d.ask(c, &question)
	return err
}
