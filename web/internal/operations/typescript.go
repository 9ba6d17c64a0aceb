package operations

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/aws/smithy-go/document"
)

// reference is where AWS describes operations and structures.
const reference = "https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_"

// filledIn are the members of an input that the client adds where they were left
// out.
var filledIn = []string{"ClientId", "SecretHash", "ClientSecret", "AccessToken", "DeviceKey"}

const head = `// Code generated from the AWS SDK for Go: go generate ./web/... DO NOT EDIT.

import type { CallOptions } from './api.js';

/**
 * Every operation of Cognito's that needs no AWS signature, with Cognito's own names. ClientId, SecretHash, ClientSecret, AccessToken
 * and DeviceKey are filled in where they were left out.
 *
 * Members that are not here go through in both directions. They are no part of the types, so that a mistyped member does not
 * compile: give an input that has more as a variable, and take an output's as (output as Record<string, unknown>).Member.
 */
`

// TypeScript gives the file of the types, declarations alone.
func (a *API) TypeScript() ([]byte, error) {
	w := &writer{source: a.source, shapes: map[string]reflect.Type{}, enumerations: map[string]reflect.Type{}}
	w.text.WriteString(head)
	w.line(0, "export interface Operations {")
	for _, operation := range a.Operations {
		w.comment(1, operation.Doc, operation.Name)
		w.line(1, operation.Name+": {")
		w.structure("input", operation.Input, true)
		w.structure("output", operation.Output, false)
		w.line(1, "};")
	}
	w.line(0, "}\n")
	w.line(0, "/** An operation's types: Operation<'SignUp'>['input'], Operation<'SignUp'>['output']. */")
	w.line(0, "export type Operation<Name extends keyof Operations> = Operations[Name];\n")
	w.line(0, "/** The operations as methods, by the names that they have in the AWS SDK for JavaScript. */")
	w.line(0, "export interface OperationMethods {")
	for _, operation := range a.Operations {
		w.comment(1, operation.Doc, operation.Name)
		optional := ""
		if !slices.ContainsFunc(operation.Input.Members, mustBeGiven) {
			optional = "?"
		}
		w.line(1, fmt.Sprintf("%s(input%s: Operation<'%s'>['input'], options?: CallOptions): Promise<Operation<'%[3]s'>['output']>;",
			methodName(operation.Name), optional, operation.Name))
	}
	w.line(0, "}")
	w.nested()
	return []byte(w.text.String()), w.err
}

// methodName is the name of an operation's method.
func methodName(operation string) string {
	first, size := utf8.DecodeRuneInString(operation)
	return string(unicode.ToLower(first)) + operation[size:]
}

// mustBeGiven is whether an input without this member is none.
func mustBeGiven(member Member) bool {
	return member.Required && !slices.Contains(filledIn, member.Name)
}

// writer writes TypeScript, and remembers the structures and enumerations that were
// named on the way.
type writer struct {
	text                 strings.Builder
	source               *source
	shapes, enumerations map[string]reflect.Type
	err                  error
}

func (w *writer) line(indent int, text string) {
	w.text.WriteString(strings.Repeat("  ", indent) + text + "\n")
}

// comment writes what is known of something, with a link to AWS's page of that name
// if it has one.
func (w *writer) comment(indent int, doc, page string) {
	const width = 128
	if page != "" {
		doc = strings.TrimSpace(doc + " " + reference + page + ".html")
	}
	if doc == "" {
		return
	}
	if line := "/** " + doc + " */"; 2*indent+utf8.RuneCountInString(line) <= width {
		w.line(indent, line)
		return
	}
	w.line(indent, "/**")
	line := " *"
	for _, word := range strings.Fields(doc) {
		if 2*indent+utf8.RuneCountInString(line+" "+word) > width && line != " *" {
			w.line(indent, line)
			line = " *"
		}
		line += " " + word
	}
	w.line(indent, line)
	w.line(indent, " */")
}

// structure writes an input or an output. They have no names, as what has none can
// be passed on as Record<string, unknown>.
func (w *writer) structure(name string, shape Shape, input bool) {
	if len(shape.Members) == 0 {
		w.line(2, name+": {};")
		return
	}
	w.line(2, name+": {")
	for _, member := range shape.Members {
		w.member(3, member, member.Required && (!input || mustBeGiven(member)))
	}
	w.line(2, "};")
}

func (w *writer) member(indent int, member Member, required bool) {
	optional := "?"
	if required {
		optional = ""
	}
	w.comment(indent, member.Doc, "")
	w.line(indent, member.Name+optional+": "+w.typeOf(member.Type)+";")
}

// nested writes the structures and enumerations that were named.
func (w *writer) nested() {
	written := map[string]bool{}
	for {
		var names []string
		for name := range w.shapes {
			if !written[name] {
				names = append(names, name)
			}
		}
		if len(names) == 0 {
			break
		}
		slices.Sort(names) // those inside others come after them
		for _, name := range names {
			written[name] = true
			shape := w.source.shape(w.shapes[name])
			w.line(0, "")
			w.comment(0, shape.Doc, name)
			w.line(0, "export interface "+name+" {")
			for _, member := range shape.Members {
				w.member(1, member, member.Required)
			}
			w.line(0, "}")
		}
	}
	var names []string
	for name := range w.enumerations {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		w.line(0, "")
		w.comment(0, "Values that are known today; Cognito may have others.", "")
		w.enumeration(name, enumerated(w.enumerations[name]))
	}
}

// enumeration writes a union that is open, as Cognito gets new values, and whose
// known ones editors offer all the same.
func (w *writer) enumeration(name string, values []string) {
	const width = 128
	text := "export type " + name + " ="
	line := text
	parts := []string{}
	for _, value := range values {
		parts = append(parts, "'"+value+"'")
	}
	parts = append(parts, "(string & {})")
	if whole := text + " " + strings.Join(parts, " | ") + ";"; len(whole) <= width {
		w.line(0, whole)
		return
	}
	w.line(0, line)
	line = " "
	for _, part := range parts {
		if len(line)+len(" | "+part) > width {
			w.line(0, line)
			line = " "
		}
		line += " | " + part
	}
	w.line(0, line+";")
}

// enumerated gives the values of an enumeration of the SDK's: what the method
// Values gives. Other types have none.
func enumerated(t reflect.Type) []string {
	method, ok := t.MethodByName("Values")
	if !ok {
		return nil
	}
	list := method.Func.Call([]reflect.Value{reflect.Zero(t)})[0]
	var values []string
	for i := range list.Len() {
		values = append(values, list.Index(i).String())
	}
	return values
}

// typeOf gives the type as it is in TypeScript.
func (w *writer) typeOf(t reflect.Type) string {
	switch {
	case t == reflect.TypeFor[time.Time]():
		return "Date"
	case t.Kind() == reflect.Interface && t.Implements(reflect.TypeFor[document.Marshaler]()):
		return "unknown" // any JSON
	case t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.Uint8:
		return "unknown" // base64
	}
	switch t.Kind() {
	case reflect.Pointer:
		return w.typeOf(t.Elem())
	case reflect.Slice:
		return w.typeOf(t.Elem()) + "[]"
	case reflect.Map:
		return "Record<string, " + w.typeOf(t.Elem()) + ">"
	case reflect.Bool:
		return "boolean"
	case reflect.Int32, reflect.Int64, reflect.Float32, reflect.Float64:
		return "number"
	case reflect.String:
		if len(enumerated(t)) == 0 {
			return "string"
		}
		w.enumerations[t.Name()] = t
		return t.Name()
	case reflect.Struct:
		w.shapes[t.Name()] = t
		return t.Name()
	}
	w.err = fmt.Errorf("operations: there is no type in TypeScript for %v", t)
	return "never"
}
