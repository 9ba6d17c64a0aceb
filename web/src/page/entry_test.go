package page_test

import (
	"encoding/json"
	"reflect"
	"testing"

	"github.com/cognito-wasm/cognito-wasm/web/internal/tstest"
)

// TestEntryRead reads what may be in a storage: whole, half-written, of earlier and
// later releases, and anything else.
func TestEntryRead(t *testing.T) {
	p := tstest.Start(t, "testdata/entry.mjs")
	const (
		tokens  = `"tokens":{"accessToken":"a","tokenType":"Bearer","refreshToken":"r","idToken":"i","deviceKey":"d"}`
		whole   = `{"v":1,"sid":"s","gen":3,"username":"alice","sub":"u","at":1000,"life":2000,` + tokens + `}`
		earlier = `{"sid":"earlier","gen":0,"username":"alice","sub":"","at":0,"life":1,"tokens":{"tokenType":"Bearer","accessToken":"","refreshToken":"r"}}`
	)
	for text, want := range map[string]string{
		whole: `{"sid":"s","gen":3,"username":"alice","sub":"u","at":1000,"life":2000,` + tokens + `}`,
		// Without the other tokens, which a cookie has no room for, new ones are due at once.
		`{"v":1,"sid":"s","gen":3,"username":"alice","sub":"u","pending":true,"tokens":{"refreshToken":"r"}}`: `{"sid":"s","gen":3,"username":"alice","sub":"u","pending":true,"at":0,"life":1,"tokens":{"tokenType":"Bearer","accessToken":"","refreshToken":"r"}}`,
		// A time that is none says nothing of the end: 'life' of 0 is due.
		`{"v":1,"sid":"s","gen":3,"username":"alice","sub":"u","at":null,"life":null,` + tokens + `}`: `{"sid":"s","gen":3,"username":"alice","sub":"u","at":0,"life":0,` + tokens + `}`,
		`{"v":1,"ended":"s","gen":4}`:                                       `{"ended":"s","gen":4}`,
		`{"v":1,"ended":"s","gen":4,"code":"NotAuthorizedException"}`:       `{"ended":"s","gen":4,"code":"NotAuthorizedException"}`,
		`{"refreshToken":"r","username":"alice"}`:                           earlier,
		`{"refreshToken":"r","username":"alice","deviceKey":null,"more":1}`: earlier,

		`{"v":2,"sid":"s","gen":3,` + tokens + `}`:               `null`,
		`{"v":"1","sid":"s","gen":3,` + tokens + `}`:             `null`,
		`{"sid":"s","gen":3,` + tokens + `}`:                     `null`,
		`{"v":1,"sid":"","gen":3,` + tokens + `}`:                `null`,
		`{"v":1,"sid":"s","gen":1.5,` + tokens + `}`:             `null`,
		`{"v":1,"sid":"s","gen":3,"tokens":{"accessToken":"a"}}`: `null`,
		`{"v":1,"sid":"s","gen":3,"tokens":{"refreshToken":{}}}`: `null`,
		`{"v":1,"sid":"s","gen":3,"tokens":[]}`:                  `null`,
		`{"v":1,"sid":"s","gen":3,"username":7,` + tokens + `}`:  `null`,
		`{"v":1,"sid":"s"}`:                                      `null`,
		`{"v":1}`:                                                `null`,
		`{}`:                                                     `null`,
		`[]`:                                                     `null`,
		`null`:                                                   `null`,
		`7`:                                                      `null`,
		`{"refreshToken":["r"]}`:                                 `null`,
		`{"v":1,"ended":{},"gen":4}`:                             `null`,
	} {
		got := tstest.Call[any](t, p, "read", map[string]any{"text": text})
		var wanted any
		if err := json.Unmarshal([]byte(want), &wanted); err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(got, wanted) {
			t.Errorf("%s\ngot  %v\nwant %v", text, got, wanted)
		}
	}
}

// TestEntryStored stores an entry and a tombstone, and reads them again.
func TestEntryStored(t *testing.T) {
	p := tstest.Start(t, "testdata/entry.mjs")
	tokens := object{"accessToken": "a", "tokenType": "Bearer", "refreshToken": "r", "idToken": "i", "deviceKey": "d"}
	entry := object{"sid": "s", "gen": 3.0, "username": "alice", "sub": "u", "at": 1000.0, "life": 2000.0, "pending": true, "tokens": tokens}
	again := func(value object, short bool) object {
		return tstest.Call[object](t, p, "again", object{"value": value, "short": short})
	}
	for _, value := range []object{entry, {"ended": "s", "gen": 4.0}, {"ended": "s", "gen": 4.0, "code": "UserNotFoundException"}} {
		if got := again(value, false); !reflect.DeepEqual(got, value) {
			t.Errorf("stored %v, read %v", value, got)
		}
	}
	got := again(entry, true)
	if kept := got["tokens"].(object); kept["accessToken"] != "" || kept["idToken"] != nil || kept["refreshToken"] != "r" || kept["deviceKey"] != "d" {
		t.Errorf("of the tokens a short entry has %v", kept)
	}
	if ended := (object{"ended": "s", "gen": 4.0}); !reflect.DeepEqual(again(ended, true), ended) {
		t.Error("a tombstone is not short enough as it is")
	}
}
