package src_test

import (
	"strings"
	"testing"

	"github.com/cognito-wasm/cognito-wasm/web/internal/tstest"
)

// reading is what was read, as JSON, or an error.
type reading struct{ Text, Code, Message string }

type object = map[string]any

// inputShape has what the tests' inputs have that is known.
var inputShape = object{"Known": "text", "Map": "texts", "Nested": object{"Known": "flag"}}

// TestReadWhole has what Cognito may add one day beside what is known.
func TestReadWhole(t *testing.T) {
	p := tstest.Start(t, "testdata/read.mjs")
	for value, want := range map[string]string{
		`{}`:                                  `{}`,
		`{ Known: 'a' }`:                      `{"Known":"a"}`,
		`{ New: 'ü', Known: 'a' }`:            `{"Known":"a","New":"ü"}`,
		`{ Nested: { New: 1, Known: true } }`: `{"Nested":{"Known":true,"New":1}}`,
		`{ A: 'text', B: 1.5, C: -0.25e-7, D: true, E: false, F: [], G: {}, H: '' }`: `{"A":"text","B":1.5,"C":-2.5e-8,"D":true,"E":false,"F":[],"G":{},"H":""}`,
		`{ A: [1, 'b', [true, { c: null, d: [null, undefined, , 2] }]] }`:            `{"A":[1,"b",[true,{"d":[null,null,null,2]}]]}`,
		`{ A: undefined, B: null, C: { D: undefined, E: null } }`:                    `{"C":{}}`,
		// Names that other objects have something behind.
		`JSON.parse('{"__proto__": {"constructor": "x"}, "toString": 1, "hasOwnProperty": {"__proto__": 2}}')`: `{"__proto__":{"constructor":"x"},"toString":1,"hasOwnProperty":{"__proto__":2}}`,
		// What is an object's own counts, and nothing else.
		`(Object.prototype.polluted = 'yes', { A: {} })`:                           `{"A":{}}`,
		`Object.create({ Known: 'of the class', New: 'of the class' })`:            `{"Known":"of the class"}`,
		`Object.defineProperty({}, 'New', { value: 'hidden', enumerable: false })`: `{}`,
		`{ [Symbol.iterator]: 1, A: 1 }`:                                           `{"A":1}`,
		`{ A: Object.assign(Object.create(null), { b: 1 }) }`:                      `{"A":{"b":1}}`,
		`{ A: Object.assign([1], { name: 2 }) }`:                                   `{"A":[1]}`,
		`{ A: { toJSON: 'a text' } }`:                                              `{"A":{"toJSON":"a text"}}`,
		`{ get A() { return 'asked' } }`:                                           `{"A":"asked"}`,
		`{ A: new Proxy({ b: 1 }, {}) }`:                                           `{"A":{"b":1}}`,
		nested(8):                                                                  `{"A":{"A":{"A":{"A":{"A":{"A":{"A":{"A":1}}}}}}}}`,
	} {
		if got := tstest.Call[reading](t, p, "whole", object{"value": value, "shape": inputShape}); got.Text != want {
			t.Errorf("%s was read as %s %s %s, want %s", value, got.Text, got.Code, got.Message, want)
		}
	}
}

// nested has the 1 so many names deep.
func nested(depth int) string {
	return strings.Repeat("{ A: ", depth) + "1" + strings.Repeat(" }", depth)
}

// TestReadWholeRefused has what is no plain data, or too much of it.
func TestReadWholeRefused(t *testing.T) {
	p := tstest.Start(t, "testdata/read.mjs")
	const plain = "expected plain data: "
	for value, want := range map[string]string{
		`{ A: () => {} }`:                              "input.A: " + plain,
		`{ A: Symbol('s') }`:                           "input.A: " + plain,
		`{ A: 10n }`:                                   "input.A: " + plain,
		`{ A: NaN }`:                                   "input.A: " + plain,
		`{ A: [Infinity] }`:                            "input.A.0: " + plain,
		`{ A: new Date() }`:                            "input.A: " + plain,
		`{ A: new Uint8Array(2) }`:                     "input.A: " + plain,
		`{ A: new Map() }`:                             "input.A: " + plain,
		`{ A: new (class B {}) }`:                      "input.A: " + plain,
		`{ A: new String('boxed') }`:                   "input.A: " + plain,
		`{ A: Promise.resolve() }`:                     "input.A: " + plain,
		`{ Nested: { A: new Date() } }`:                "input.Nested.A: " + plain,
		`{ A: '\ud800' }`:                              "input.A: expected well-formed Unicode",
		`{ A: { '\ud800': 1 } }`:                       "input.A: expected names in well-formed Unicode",
		`{ A: { 'b\0c': 1 } }`:                         "input.A: expected names in well-formed Unicode, without NUL",
		`{ 'b\0c': 1 }`:                                "input: expected names in well-formed Unicode, without NUL",
		`{ A: 'x'.repeat(131073) }`:                    "input.A: expected at most 131072 characters",
		`{ A: Array(9).fill('x'.repeat(131072)) }`:     "input.A.7: expected at most 1048576 characters of further members",
		`{ A: Array(2 ** 32 - 1) }`:                    "input.A: expected at most 1048576 characters of further members",
		`{ A: Array(200_000).fill(0) }`:                "input.A.",
		`{ ['x'.repeat(100_000)]: Array(20).fill(0) }`: "input.xxx",
		`{ A: new Proxy([], { get: (_, name) => name === 'length' ? 1e9 : 0 }) }`: "input.A: expected at most 1048576 characters of further members",
		nested(9): "input.A.A.A.A.A.A.A.A.A: expected further members that nest at most 8 deep",
		`(() => { const A = {}; return (A.A = A) })()`:                                                   "input.A.A.A.A.A.A.A.A.A: expected further members that nest at most 8 deep",
		`{ get A() { throw 'no' } }`:                                                                     "input.A: could not be read",
		`{ A: { get b() { throw 'no' } } }`:                                                              "input.A.b: could not be read",
		`{ A: new Proxy({}, { getPrototypeOf() { throw 'no' } }) }`:                                      "input.A: could not be read",
		`new Proxy({}, { ownKeys() { throw 'no' } })`:                                                    "input: could not be read",
		`{ A: (() => { const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); return proxy })() }`: "input.A: could not be read",
		// What is known keeps its kind.
		`{ Known: 1, New: 1 }`:         "input.Known: expected a string, not a number",
		`{ Map: { New: 1 } }`:          "input.Map.New: expected a string, not a number",
		`{ Nested: { Known: 'yes' } }`: "input.Nested.Known: expected true or false, not a string",
	} {
		got := tstest.Call[reading](t, p, "whole", object{"value": value, "shape": inputShape})
		if got.Code != "InvalidArgument" || !strings.HasPrefix(got.Message, want) {
			t.Errorf("%s: %s %s %.200s, want InvalidArgument %s", value, got.Text, got.Code, got.Message, want)
		}
	}
}
