package jsbridge

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"
)

// encodeJSON turns parsed JSON into the entries of a packet, as packet.ts does.
func encodeJSON(w *writer, path string, value any) {
	member := func(name string) string {
		if path == "" {
			return name
		}
		return path + separator + name
	}
	switch value := value.(type) {
	case nil:
		w.put(path, tagNull, "")
	case string:
		w.put(path, tagText, value)
	case bool:
		w.flag(path, value)
	case json.Number:
		w.put(path, tagNumber, value.String())
	case []any:
		w.put(path, tagArray, "")
		for i, element := range value {
			encodeJSON(w, member(strconv.Itoa(i)), element)
		}
	case map[string]any:
		if path != "" {
			w.put(path, tagObject, "")
		}
		for name, value := range value {
			encodeJSON(w, member(name), value)
		}
	default:
		panic(fmt.Sprintf("%T is not JSON", value))
	}
}

// unmarshal parses JSON for encodeJSON.
func unmarshal(text string) (value any, err error) {
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	err = decoder.Decode(&value)
	return value, err
}

// FuzzParseJSON compares with encoding/json: the same texts are JSON, and have the
// same strings, but for the spelling of numbers, which nobody reads. What is deeper
// than deepestJSON is refused here and not there.
func FuzzParseJSON(f *testing.F) {
	for _, text := range []string{
		`{}`, `[]`, ` { } `, `[ ]`, `{"a":"b"}`, `["a",1,"b"]`, `{"email":"a@example.com","n":1,"x":null,"o":{"a":"b"},"l":["c"],"u":"\u00e4ä"}`,
		`{"a":"x","a":"y"}`, `{"a":"x","a":1}`, `{"":""}`, `{"\u0061":"\"\\\/\b\f\n\r\t"}`, `["\ud83d\ude00","\ud83d","\ud83dx","\ude00","\ud83d\ud83d\ude00","\uD83D\u0041"]`,
		`[true,false,null,0,-0,1.5,-1e+10,1E-3,9e999]`, "[\"\u2028\ufeff\"]", `{"a":[{"b":[{}]}]}`,
		``, ` `, `"text"`, `7`, `null`, `{`, `}`, `[`, `{"a"}`, `{"a":}`, `{"a":"b",}`, `{,}`, `[,]`, `[1,]`, `[1 2]`, `{"a":"b"} x`, `{"a":"b"}]`, `[1}`, `{"a":1]`, `{a:1}`, `{'a':1}`,
		`["`, `["\`, `["\u`, `["\u12`, `["\u123x"]`, `["\x"]`, "[\"\n\"]", "[\"\x00\"]", "[\x00]", "[]\x00", `[01]`, `[+1]`, `[.5]`, `[1.]`, `[1e]`, `[1e+]`, `[-]`, `[tru]`, `[truex]`, `[nul]`, `[NaN]`, "\ufeff[]", "[\u00a0]",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if !utf8.ValidString(text) {
			t.Skip("Cognito's texts are UTF-8, and packets see to it")
		}
		got, err := parseJSON(text)
		plain := spelling.ReplaceAllStringFunc(text, func(token string) string {
			if token[0] == '"' {
				return token
			}
			return "0"
		})
		var want map[string]string
		if value, err := unmarshal(plain); err == nil && json.Valid([]byte(plain)) && depth(value) <= deepestJSON { // unmarshal looks at nothing behind the value
			want = stringsIn(value)
		}
		if (err == nil) != (want != nil) || !maps.Equal(got, want) {
			t.Errorf("%q: %q, %v, want %q", text, got, err, want)
		}
	})
}

// spelling finds strings and numbers. A string that does not end is no JSON anyway.
var spelling = regexp.MustCompile(`"(?:[^"\\]|\\.)*"|[-+.0-9][-+.0-9Ee]*`)

// stringsIn gives the strings in an object or an array, nil for other values.
func stringsIn(value any) map[string]string {
	texts := map[string]string{}
	add := func(name string, member any) {
		if text, ok := member.(string); ok {
			texts[name] = text
		}
	}
	switch value := value.(type) {
	case map[string]any:
		for name, member := range value {
			add(name, member)
		}
	case []any:
		for i, member := range value {
			add(strconv.Itoa(i), member)
		}
	default:
		return nil
	}
	return texts
}

func depth(value any) (deepest int) {
	switch value := value.(type) {
	case map[string]any:
		for _, member := range value {
			deepest = max(deepest, depth(member))
		}
	case []any:
		for _, member := range value {
			deepest = max(deepest, depth(member))
		}
	default:
		return 0
	}
	return deepest + 1
}

// TestParseJSONDepth reads what nests as deep as an answer may, and not a level
// more.
func TestParseJSONDepth(t *testing.T) {
	for depth, want := range map[int]bool{deepestJSON: true, deepestJSON + 1: false, 100_000: false} {
		text := strings.Repeat(`[`, depth) + `1` + strings.Repeat(`]`, depth)
		if _, err := parseJSON(text); (err == nil) != want {
			t.Errorf("%d levels: %v", depth, err)
		}
		text = strings.Repeat(`{"a":`, depth) + `1` + strings.Repeat(`}`, depth)
		if _, err := parseJSON(text); (err == nil) != want {
			t.Errorf("%d levels of objects: %v", depth, err)
		}
	}
}

// value is what paths of a reply's "value" begin with.
const value = "value" + separator
