package src_test

import (
	"encoding/json"
	"os"
	"reflect"
	"testing"

	"github.com/cognito-wasm/cognito-wasm/web/internal/tstest"
)

// coded is what came of encoding or decoding.
type coded struct{ Value, Refused string }

// TestPacketVectors has the packets with which Go's half is tested as well.
func TestPacketVectors(t *testing.T) {
	source, err := os.ReadFile("../../jsbridge/testdata/packets.json")
	if err != nil {
		t.Fatal(err)
	}
	var vectors struct {
		Packets []struct {
			Name   string
			Value  json.RawMessage
			Packet string
		}
		Refused []struct{ Name, Packet string }
	}
	if err := json.Unmarshal(source, &vectors); err != nil || len(vectors.Packets) < 10 || len(vectors.Refused) < 5 {
		t.Fatalf("%d packets, %d refused, %v", len(vectors.Packets), len(vectors.Refused), err)
	}
	p := tstest.Start(t, "testdata/packet.mjs")
	for _, vector := range vectors.Packets {
		if got := tstest.Call[string](t, p, "encode", object{"value": string(vector.Value)}); got != vector.Packet {
			t.Errorf("%s: %s, want %s", vector.Name, got, vector.Packet)
		}
		decoded := tstest.Call[coded](t, p, "decode", object{"packet": vector.Packet})
		var got, want any
		if err := json.Unmarshal([]byte(decoded.Value), &got); err != nil {
			t.Errorf("%s: %+v", vector.Name, decoded)
		}
		json.Unmarshal(vector.Value, &want)
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s was decoded as %s, want %s", vector.Name, decoded.Value, vector.Value)
		}
	}
	for _, vector := range vectors.Refused {
		if got := tstest.Call[coded](t, p, "decode", object{"packet": vector.Packet}); got.Refused == "" {
			t.Errorf("%s: accepted as %s", vector.Name, got.Value)
		}
	}
}

// TestPacketRefused has what may not cross the border.
func TestPacketRefused(t *testing.T) {
	p := tstest.Start(t, "testdata/packet.mjs")
	for value, want := range map[string]string{
		`{ a: '\ud800' }`:        "ill-formed Unicode",
		`{ a: ['x\udc00'] }`:     "ill-formed Unicode",
		`{ 'a\0b': 1 }`:          "NUL or ill-formed Unicode in a name",
		`{ a: { '\ud800': 1 } }`: "NUL or ill-formed Unicode in a name",
		`{ a: NaN }`:             "number",
		`{ a: -Infinity }`:       "number",
		`{ a: () => {} }`:        "function",
		`{ a: Symbol('s') }`:     "symbol",
		`{ a: 1n }`:              "bigint",
		`(() => { const a = {}; return (a.a = a) })()`:                         "too deep",
		`Array.from({ length: 17 }).reduce((inner) => ({ a: inner }), 'deep')`: "",
		`Array.from({ length: 18 }).reduce((inner) => ({ a: inner }), 'deep')`: "too deep",
	} {
		if got := tstest.Call[coded](t, p, "encodeThis", object{"value": value}); got.Refused != want {
			t.Errorf("%s: %+v, want %q", value, got, want)
		}
	}
	// An entry has two lengths of four bytes and a tag.
	if got := tstest.Call[coded](t, p, "encodeThis", object{"value": "{ a: 'bc' }", "most": 12}); got.Refused != "" {
		t.Errorf("12 bytes of 12: %+v", got)
	}
	if got := tstest.Call[coded](t, p, "encodeThis", object{"value": "{ a: 'bc' }", "most": 11}); got.Refused != "too large" {
		t.Errorf("12 bytes of 11: %+v", got)
	}
}
