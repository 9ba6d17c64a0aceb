package jsbridge

import (
	_ "embed"
	"encoding/hex"
	"encoding/json"
	"strings"
	"testing"
)

// Packets that packet_test.go in web/src reads too. Their bytes were made by a third
// program, from what packet.go says of the format.
//
//go:embed testdata/packets.json
var packetsJSON []byte

type vectors struct {
	Packets []struct {
		Name    string
		Entries [][3]json.RawMessage // the names of the path, the tag, and a text or {"hex": …}
		Packet  string
	}
	Refused []struct{ Name, Packet string }
}

func TestPacketVectors(t *testing.T) {
	var all vectors
	if err := json.Unmarshal(packetsJSON, &all); err != nil || len(all.Packets) < 10 || len(all.Refused) < 5 {
		t.Fatalf("%d packets, %d refused, %v", len(all.Packets), len(all.Refused), err)
	}
	for _, vector := range all.Packets {
		var w writer
		want := map[string]string{}
		for _, entry := range vector.Entries {
			var names []string
			var tag, value string
			var bytes struct{ Hex string }
			if json.Unmarshal(entry[0], &names) != nil || json.Unmarshal(entry[1], &tag) != nil {
				t.Fatalf("%s: %s", vector.Name, entry)
			}
			if json.Unmarshal(entry[2], &value) != nil {
				if err := json.Unmarshal(entry[2], &bytes); err != nil {
					t.Fatal(err)
				}
				raw, err := hex.DecodeString(bytes.Hex)
				if err != nil {
					t.Fatal(err)
				}
				value = string(raw)
			}
			path := strings.Join(names, separator)
			w.put(path, tag[0], value)
			want[path] = tag + value
		}
		if got := hex.EncodeToString(w.buf); got != vector.Packet {
			t.Errorf("%s: %s, want %s", vector.Name, got, vector.Packet)
		}
		buf, err := hex.DecodeString(vector.Packet)
		if err != nil {
			t.Fatal(err)
		}
		p := mustDecode(t, buf)
		if len(p.entries) != len(want) {
			t.Errorf("%s: %d entries, want %d", vector.Name, len(p.entries), len(want))
		}
		for path, entry := range p.entries {
			if string(entry) != want[path] {
				t.Errorf("%s: %q is %q, want %q", vector.Name, path, entry, want[path])
			}
		}
	}
	for _, vector := range all.Refused {
		buf, err := hex.DecodeString(vector.Packet)
		if err != nil {
			t.Fatal(err)
		}
		if _, ok := decode(buf); ok {
			t.Errorf("%s: accepted", vector.Name)
		}
	}
}
