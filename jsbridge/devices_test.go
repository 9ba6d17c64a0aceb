package jsbridge

import (
	"bytes"
	"strconv"
	"strings"
	"testing"

	"github.com/cognito-wasm/cognito-wasm/auth"
)

// shelf is the storage of a page, which does what storage.ts does with packets:
// the members of each object. Nothing with the name broken can be reached.
type shelf map[string][]byte

const broken = "device.broken"

func (s shelf) store(_ *call, question []byte) *packet {
	p, _ := decode(bytes.Clone(question))
	reply, failed := writer{}, false
	switch {
	case p.has("get"):
		reply.put("value", tagArray, "")
		for i, name := range p.list("get") {
			failed = failed || name == broken
			if kept, ok := s[name]; ok {
				at := value + strconv.Itoa(i)
				reply.put(at, tagObject, "")
				for path, entry := range inOrder(kept) {
					reply.put(at+separator+path, entry[0], string(entry[1:]))
				}
			}
		}
	case p.has("set"):
		var kept writer
		for path, entry := range inOrder(question) {
			if member, ok := strings.CutPrefix(path, value); ok {
				kept.put(member, entry[0], string(entry[1:]))
			}
		}
		failed = p.text("set") == broken
		if !failed {
			s[p.text("set")] = kept.buf
		}
		reply.put("value", tagObject, "")
	case p.has("remove"):
		failed = p.text("remove") == broken
		delete(s, p.text("remove"))
		reply.put("value", tagObject, "")
	}
	if failed {
		reply = writer{}
		putError(&reply, "error", &auth.Error{Code: auth.CodeStorageError, Message: "the storage failed"})
	}
	answer, _ := decode(reply.buf)
	return answer
}

func TestDeviceStore(t *testing.T) {
	pages := shelf{}
	store, c := devices{pages, "client"}, newCall(1)
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

func (k *keeper) store(c *call, question []byte) *packet {
	k.given = append(k.given, question)
	return k.shelf.store(c, question)
}

func TestDevicePacketCleared(t *testing.T) {
	k := &keeper{shelf: shelf{}}
	for _, username := range []string{"alice", "broken"} {
		_ = devices{k, "client"}.SetDevice(newCall(1), username, &auth.Device{Key: "k", GroupKey: "g", Password: "p"})
	}
	for _, packet := range k.given {
		if len(packet) == 0 || !bytes.Equal(packet, make([]byte, len(packet))) {
			t.Error("the password of the device stays in memory")
		}
	}
}

func TestDeviceStoreFails(t *testing.T) {
	store, c := devices{shelf{}, "client"}, newCall(1)
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
		"nothing":     func(*writer) {},
		"no key":      func(w *writer) { w.text("groupKey", "g"); w.text("password", "p") },
		"no group":    func(w *writer) { w.text("key", "k"); w.text("password", "p") },
		"no password": func(w *writer) { w.text("key", "k"); w.text("groupKey", "g") },
		"a number":    func(w *writer) { w.text("key", "k"); w.text("groupKey", "g"); w.number("password", 7) },
	} {
		var w writer
		write(&w)
		if device, err := (devices{shelf{"device.alice": w.buf}, "client"}).Device(newCall(1), "alice"); device != nil || err != nil {
			t.Errorf("%s: a device, %v", name, err)
		}
	}
}

// deaf is a storage that fails.
type deaf struct{}

func (deaf) store(*call, []byte) *packet { return &packet{} }

// TestDeviceAndAliasAtOnce asks once for what a sign-in needs, and again after a
// change.
func TestDeviceAndAliasAtOnce(t *testing.T) {
	pages := &keeper{shelf: shelf{}}
	store := devices{pages, "client"}
	if err := store.SetRealName(newCall(1), "j@example.com", "jürgen"); err != nil {
		t.Fatal(err)
	}
	if err := store.SetDevice(newCall(1), "jürgen", &auth.Device{Key: "k", GroupKey: "g", Password: "p"}); err != nil {
		t.Fatal(err)
	}
	pages.given = nil
	c := newCall(2)
	for _, name := range []string{"j@example.com", "jürgen", "nobody"} {
		device, err := store.Device(c, name)
		if err != nil || (device != nil) != (name == "jürgen") {
			t.Errorf("%s: a device %v, %v", name, device != nil, err)
		}
		want := ""
		if name == "j@example.com" {
			want = "jürgen"
		}
		if real, err := store.RealName(c, name); real != want || err != nil {
			t.Errorf("%s led to %q, %v", name, real, err)
		}
	}
	if len(pages.given) != 3 {
		t.Errorf("asked %d times, want once for each name", len(pages.given))
	}
	if err := store.SetRealName(c, "nobody", "somebody"); err != nil {
		t.Fatal(err)
	}
	if real, err := store.RealName(c, "nobody"); real != "somebody" || err != nil {
		t.Errorf("after the change: %q, %v", real, err)
	}
}

// TestAliasStore keeps who an alias led to, under a name that does not show it.
func TestAliasStore(t *testing.T) {
	pages := shelf{}
	store, c := devices{pages, "client"}, newCall(1)
	const alias = "jürgen@example.com"
	if name, err := store.RealName(c, alias); name != "" || err != nil {
		t.Errorf("an empty store gave %q, %v", name, err)
	}
	for _, username := range []string{"8f0b6f4e-0000-4000-8000-000000000000", "jürgen"} {
		if err := store.SetRealName(c, alias, username); err != nil {
			t.Fatal(err)
		}
		if name, err := store.RealName(c, alias); name != username || err != nil {
			t.Errorf("got %q, %v, want %q", name, err, username)
		}
	}
	// HMAC-SHA-256 with the key "alias", computed with Python's hmac.
	if pages["alias.OMbkiYUxcHavMp9Wuz/9IzZtozOb3OuZS2zSSRXKK/A="] == nil {
		t.Error("it is kept under another name, and would not be found by the next version")
	}
	for name, packet := range pages {
		if strings.Contains(name, "example") || bytes.Contains(packet, []byte("example")) {
			t.Errorf("%q shows the alias", name)
		}
	}
	for _, other := range []string{"jurgen@example.com", "Jürgen@example.com", "", "jürgen"} {
		if name, err := store.RealName(c, other); name != "" || err != nil {
			t.Errorf("%q led to %q, %v", other, name, err)
		}
	}
	if name, _ := (devices{pages, "another"}).RealName(c, alias); name != "" || len(pages) != 1 {
		t.Errorf("another app client found %q; %d entries", name, len(pages))
	}
	for key := range pages {
		var number writer
		number.number("username", 7)
		for _, spoilt := range [][]byte{{}, number.buf} {
			pages[key] = spoilt
			if name, err := store.RealName(c, alias); name != "" || err != nil {
				t.Errorf("%v gave %q, %v", spoilt, name, err)
			}
		}
	}
	silent := devices{deaf{}, "client"}
	_, err := silent.RealName(c, alias)
	for _, err := range []error{err, silent.SetRealName(c, alias, "jürgen")} {
		if failure, ok := err.(*auth.Error); !ok || failure.Code != auth.CodeStorageError {
			t.Errorf("%v", err)
		}
	}
}
