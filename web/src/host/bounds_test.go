package host_test

import (
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cognito-wasm/cognito-wasm/web/internal/tstest"
)

// TestBounds has answers that are no more than a nuisance to send and would be much
// to read.
func TestBounds(t *testing.T) {
	p := start(t)
	warmUp(t, p)
	long := strings.Repeat("n", 60_000)
	for name, body := range map[string]string{
		"a long name and many values": `{"` + long + `":[0` + strings.Repeat(",0", 5_999) + `]}`,
		"a long name, deep down":      strings.Repeat(`{"`+long+`":`, 12) + `[0,0,0]` + strings.Repeat("}", 12),
		"nested lists":                `{"a":` + strings.Repeat("[", 20_000) + strings.Repeat("]", 20_000) + "}",
		"nested objects":              strings.Repeat(`{"a":`, 20_000) + "0" + strings.Repeat("}", 20_000),
		"nested and cut off":          strings.Repeat("[", 500_000),
		"seventeen levels":            strings.Repeat(`{"a":`, 17) + "0" + strings.Repeat("}", 17),
		"many members":                "{" + numbered(100_000, `"m%d":0`) + "}",
		"many elements":               `{"a":[` + numbered(100_000, "%d") + "]}",
		"many lists":                  `{"a":[` + numbered(100_000, "[]") + "]}",
		"many strings":                `{"a":[` + numbered(100_000, `""`) + "]}",
		"a long text":                 `{"a":"` + strings.Repeat("x", 2<<20) + `"}`,
		"a long number":               `{"a":` + strings.Repeat("9", 1<<19) + "}",
		"huge numbers":                `{"ExpiresIn":1e999}`,
		"hugely negative numbers":     `{"a":[{"b":-1e309}]}`,
		"a lone surrogate":            `{"Session":"\ud800"}`,
		"surrogates the wrong way":    `{"Session":"\udc00\ud800"}`,
		"a name with a surrogate":     `{"\udfff":1}`,
		"a name with NUL":             `{"a\u0000b":1}`,
		"Latin-1":                     "{\"Session\":\"J\xfcrgen\"}",
		"UTF-8 cut off":               "{\"Session\":\"\xc3",
		"UTF-8 of a surrogate":        "{\"Session\":\"\xed\xa0\x80\"}",
		"UTF-8 that is too long":      "{\"Session\":\"\xc0\xaf\"}",
		"UTF-16":                      "\xff\xfe{\x00}\x00",
		"UTF-32":                      "\xff\xfe\x00\x00{\x00\x00\x00}\x00\x00\x00",
		"[null]":                      "[null]",
		"null":                        "null",
		"a number":                    "1",
		"a text":                      `"{}"`,
		"a page":                      "<!doctype html>",
		"blanks":                      " ",
		"two objects":                 "{}{}",
		"closed too often":            strings.Repeat("}", 1000) + strings.Repeat("{", 1000),
	} {
		for _, status := range []int{200, 400} {
			s := server(t, refuse(status, "", body))
			got := send(t, p, call{Endpoint: s.URL, Operation: "InitiateAuth", MaxAttempts: 1, Measured: true, Logs: true})
			got.isMalformed(t, fmt.Sprintf("%s, %d", name, status))
		}
	}
}

// warmUp has compiled and allocated what is made once and not for an answer.
func warmUp(t *testing.T, p *tstest.Process) {
	t.Helper()
	for _, size := range []int{1, 1 << 19} {
		s := server(t, refuse(200, "", `{"a":"`+strings.Repeat("x", size)+`"}`))
		send(t, p, call{Endpoint: s.URL, Operation: "InitiateAuth", Measured: true, Logs: true})
	}
}

func numbered(n int, format string) string {
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		if strings.Contains(format, "%") {
			fmt.Fprintf(&b, format, i)
		} else {
			b.WriteString(format)
		}
	}
	return b.String()
}

// isMalformed wants MalformedResponse, at no great cost. The time is that of the
// processor, the collector's included, which other programs do not lengthen much.
func (r reply) isMalformed(t *testing.T, what string) {
	t.Helper()
	if e := r.Error; e == nil || e.Code != "MalformedResponse" || e.Retryable {
		t.Errorf("%s: %.300s", what, r.raw)
	}
	if r.CPUMS > 250 || r.Bytes > 50<<20 {
		t.Errorf("%s: took %.0f ms and %d KB", what, r.CPUMS, r.Bytes>>10)
	}
}

// TestOnTheBorder passes what is still within bounds, and no Cognito sends.
func TestOnTheBorder(t *testing.T) {
	p := start(t)
	for name, body := range map[string]string{
		"fifteen levels":  strings.Repeat(`{"a":`, 15) + "0" + strings.Repeat("}", 15),
		"many members":    "{" + numbered(9_000, `"m%d":0`) + "}",
		"a long text":     `{"a":"` + strings.Repeat("x", 1<<19) + `"}`,
		"brackets quoted": `{"a":"` + strings.Repeat(`[{\"`, 5_000) + strings.Repeat(",", 20_000) + `\\"}`,
		"names":           `{"__proto__":{"toString":1},"constructor":{},"toJSON":null,"":{"":[]},"length":-1}`,
		"long number":     `{"a":12345678901234567890,"b":1e308}`,
	} {
		s := server(t, refuse(200, "", body))
		got := send(t, p, call{Endpoint: s.URL, Operation: "InitiateAuth", Logs: true})
		if got.Error != nil || !sameJSON(t, got.Value, []byte(body)) {
			t.Errorf("%s: %.300s", name, got.raw)
		}
	}
}

func sameJSON(t *testing.T, a, b []byte) bool {
	t.Helper()
	var x, y any
	if err := json.Unmarshal(a, &x); err != nil {
		t.Error(err)
	}
	if err := json.Unmarshal(b, &y); err != nil {
		t.Error(err)
	}
	return reflect.DeepEqual(x, y)
}

// TestEndlessBody stops reading, and the server sees it.
func TestEndlessBody(t *testing.T) {
	p := start(t)
	warmUp(t, p)
	for name, chunk := range map[string]string{"text": strings.Repeat("x", 1<<14), "lists": strings.Repeat("[", 1<<14), "not UTF-8": strings.Repeat("\xff", 1<<14)} {
		for _, status := range []int{200, 400} {
			ended := make(chan struct{})
			s := server(t, func(w http.ResponseWriter, _ *http.Request) {
				defer close(ended)
				w.WriteHeader(status)
				io.WriteString(w, `{"a":"`)
				for sent := 0; sent < 1<<30; sent += len(chunk) {
					if _, err := io.WriteString(w, chunk); err != nil {
						return
					}
				}
				t.Errorf("%s: the server got rid of a gigabyte", name)
			})
			got := send(t, p, call{Endpoint: s.URL, Operation: "InitiateAuth", MaxAttempts: 1, Measured: true, Logs: true})
			got.isMalformed(t, fmt.Sprintf("%s, %d", name, status))
			within(t, name+": the body's end", ended)
		}
	}
}

// TestRandomJSON gives each answer as it is or MalformedResponse.
func TestRandomJSON(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	p := start(t)
	var body string
	status := 200
	s := server(t, func(w http.ResponseWriter, r *http.Request) { refuse(status, "", body)(w, r) })
	for range 400 {
		body = randomJSON(random, 0)
		damaged := random.IntN(4) == 0
		if damaged && body != "" {
			at := random.IntN(len(body))
			body = body[:at] + string([]byte{byte(random.IntN(256))}) + body[at+random.IntN(len(body)-at):]
		}
		status = []int{200, 200, 200, 400, 500, 429}[random.IntN(6)]
		got := send(t, p, call{Endpoint: s.URL, Operation: "RespondToAuthChallenge", Input: object{"Session": "s"}, MaxAttempts: 1, Logs: true})
		switch {
		case got.Error == nil:
			if status != 200 || strings.Contains(body, "e999") || body != "" && !sameJSON(t, got.Value, []byte(body)) {
				t.Errorf("seed %d: %d %q became %s", seed, status, body, got.raw)
			}
		case got.Error.Code == "MalformedResponse":
			var value map[string]any
			if status == 200 && !damaged && json.Unmarshal([]byte(body), &value) == nil && value != nil && !strings.Contains(body, "\\u") && !strings.Contains(body, "e999") {
				t.Errorf("seed %d: %q is refused: %s", seed, body, got.raw)
			}
		case status == 200 || !damaged && !slices.Contains([]string{"AnyException", "a", "0", "length", "toJSON"}, got.Error.Code):
			t.Errorf("seed %d: %d %q became %s", seed, status, body, got.raw)
		}
	}
}

// randomJSON gives an object, as a rule.
func randomJSON(random *rand.Rand, depth int) string {
	texts := []string{`""`, `"a"`, `"ü😀"`, `"\ud83d\ude00"`, `"\ud800"`, `"a\u0000"`, `"\\\"\/\n"`, `"__proto__"`, `"length"`, `"0"`, `"toJSON"`,
		`"` + strings.Repeat("long ", 100) + `"`, `"AnyException"`}
	names := append([]string{`"__type"`, `"message"`, `"code"`, `"Session"`, `"ChallengeParameters"`}, texts...)
	kind := random.IntN(8)
	if depth == 0 && random.IntN(10) > 0 {
		kind = 7
	}
	switch kind {
	case 0, 1:
		return texts[random.IntN(len(texts))]
	case 2:
		return []string{"0", "-1", "1.5e10", "1e999", "123456789012345678901", "-0.25"}[random.IntN(6)]
	case 3:
		return []string{"true", "false", "null"}[random.IntN(3)]
	case 4, 5:
		if depth > 6 {
			return "[]"
		}
		elements := make([]string, random.IntN(5))
		for i := range elements {
			elements[i] = randomJSON(random, depth+1)
		}
		return "[" + strings.Join(elements, ",") + "]"
	}
	if depth > 6 {
		return "{}"
	}
	var members []string
	seen := map[string]bool{}
	for range random.IntN(6) {
		name := names[random.IntN(len(names))]
		if !seen[name] {
			seen[name] = true
			members = append(members, name+":"+randomJSON(random, depth+1))
		}
	}
	return "{" + strings.Join(members, ", ") + "}"
}
