package jsbridge

import (
	"bytes"
	"testing"

	"github.com/cognito-wasm/cognito-wasm/auth"
)

// shelf is the storage of a page. A packet under "broken" cannot be reached.
type shelf map[string][]byte

func (s shelf) get(_ *call, username string) ([]byte, bool) {
	return s[username], username != "broken"
}

// set copies, as program.set does, because the packet is cleared afterwards.
func (s shelf) set(_ *call, username string, packet []byte) bool {
	s[username] = bytes.Clone(packet)
	return username != "broken"
}

func (s shelf) remove(_ *call, username string) bool {
	delete(s, username)
	return username != "broken"
}

func TestDeviceStore(t *testing.T) {
	pages := shelf{}
	store, c := devices{pages}, newCall(1)
	want := auth.Device{Key: "eu-west-1_a", GroupKey: "-group", Password: "p4ss"}
	if device, err := store.Device(c, "jürgen"); device != nil || err != nil {
		t.Errorf("an empty store gave %v", err)
	}
	if err := store.SetDevice(c, "jürgen", &want); err != nil {
		t.Fatal(err)
	}
	device, err := store.Device(c, "jürgen")
	if err != nil || device == nil || *device != want {
		t.Errorf("another device came back, %v", err)
	}
	if err := store.RemoveDevice(c, "jürgen"); err != nil || len(pages) != 0 {
		t.Errorf("%d left, %v", len(pages), err)
	}
}

// keeper is a storage that keeps the very packets that it was given.
type keeper struct {
	shelf
	given [][]byte
}

func (k *keeper) set(c *call, username string, packet []byte) bool {
	k.given = append(k.given, packet)
	return k.shelf.set(c, username, packet)
}

func TestDevicePacketCleared(t *testing.T) {
	k := &keeper{shelf: shelf{}}
	for _, username := range []string{"alice", "broken"} {
		_ = devices{k}.SetDevice(newCall(1), username, &auth.Device{Key: "k", GroupKey: "g", Password: "p"})
	}
	for _, packet := range k.given {
		if len(packet) == 0 || !bytes.Equal(packet, make([]byte, len(packet))) {
			t.Error("the password of the device stays in memory")
		}
	}
}

func TestDeviceStoreFails(t *testing.T) {
	store, c := devices{shelf{}}, newCall(1)
	_, err := store.Device(c, "broken")
	for _, err := range []error{err, store.SetDevice(c, "broken", &auth.Device{}), store.RemoveDevice(c, "broken")} {
		if failure, ok := err.(*auth.Error); !ok || failure.Code != auth.CodeStorageError {
			t.Errorf("%v", err)
		}
	}
}

// TestDeviceUnreadable takes whatever a page may find in its storage for none.
func TestDeviceUnreadable(t *testing.T) {
	for name, write := range map[string]func(w *writer){
		"cut off":     func(w *writer) { w.buf = []byte{1, 0, 0} },
		"no key":      func(w *writer) { w.text("groupKey", "g"); w.text("password", "p") },
		"no group":    func(w *writer) { w.text("key", "k"); w.text("password", "p") },
		"no password": func(w *writer) { w.text("key", "k"); w.text("groupKey", "g") },
		"a number":    func(w *writer) { w.text("key", "k"); w.text("groupKey", "g"); w.number("password", 7) },
	} {
		var w writer
		write(&w)
		if device, err := (devices{shelf{"alice": w.buf}}).Device(newCall(1), "alice"); device != nil || err != nil {
			t.Errorf("%s: a device, %v", name, err)
		}
	}
}
