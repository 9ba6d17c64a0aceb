package element_test

import (
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/cognito-wasm/cognito-wasm/web/build"
	"github.com/cognito-wasm/cognito-wasm/web/internal/tstest"
)

const script = "testdata/tables.mjs"

type object = map[string]any

var placeholder = regexp.MustCompile(`\{\w+\}`)

// Every language has the same ids, with the same placeholders, in words of its own.
func TestLanguages(t *testing.T) {
	p := tstest.Start(t, script)
	languages := tstest.Call[map[string]map[string]string](t, p, "languages", nil)
	english := languages["en"]
	if built := slices.Sorted(slices.Values(append(build.Languages, "en"))); !slices.Equal(built, slices.Sorted(maps.Keys(languages))) {
		t.Errorf("the build has %v, the sources %v", built, slices.Sorted(maps.Keys(languages)))
	}
	// What is the same word in two languages, or a name.
	same := regexp.MustCompile(`^(dir|field\.code|choice\.WEB_AUTHN|field\.attribute\.website|resend\.wait)$`)
	for name, language := range languages {
		if language["lang"] != name {
			t.Errorf("%s says that it is %s", name, language["lang"])
		}
		for id, text := range english {
			got, ok := language[id]
			if !ok || strings.TrimSpace(got) == "" {
				t.Errorf("%s lacks %s", name, id)
				continue
			}
			want := slices.Sorted(slices.Values(placeholder.FindAllString(text, -1)))
			if have := slices.Sorted(slices.Values(placeholder.FindAllString(got, -1))); !slices.Equal(have, want) {
				t.Errorf("%s: %s has the placeholders %v, want %v", name, id, have, want)
			}
			if name != "en" && got == text && !same.MatchString(id) {
				t.Errorf("%s: %s is English: %s", name, id, got)
			}
		}
		for id := range language {
			if _, ok := english[id]; !ok {
				t.Errorf("%s has %s, which nothing asks for", name, id)
			}
		}
	}
}

// exceptions are those that the AWS SDK for Go has a type for.
func exceptions(t *testing.T) []string {
	t.Helper()
	directory, err := exec.CommandContext(t.Context(), "go", "list", "-f", "{{.Dir}}", "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types").Output()
	if err != nil {
		t.Fatal(err)
	}
	source, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(directory)), "errors.go"))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, match := range regexp.MustCompile(`(?m)^type (\w+) struct`).FindAllStringSubmatch(string(source), -1) {
		names = append(names, match[1])
	}
	if len(names) < 50 {
		t.Fatalf("found only %v", names)
	}
	return names
}

// Every exception of Cognito's and every error of the client's has words, in
// whatever operation.
func TestErrorsHaveWords(t *testing.T) {
	p := tstest.Start(t, script)
	english := tstest.Call[map[string]map[string]string](t, p, "languages", nil)["en"]
	local := append(tstest.Words(t, "../api.ts", "export type LocalErrorCode =", "| 'InternalError';"), "InternalError")
	codes := append(exceptions(t), local...)
	// Of these nobody can say more.
	vague := []string{
		"AbortError", "ConcurrentModificationException", "InternalError", "InternalErrorException", "InternalServerException", "MalformedResponse", "RuntimeExited", "StorageError",
	}
	for _, operation := range []string{"InitiateAuth", "RespondToAuthChallenge", "SignUp", "ConfirmSignUp", "ResendConfirmationCode", "ForgotPassword", "ConfirmForgotPassword"} {
		ids := tstest.Call[[]string](t, p, "errorIds", object{"codes": codes, "operation": operation})
		for i, id := range ids {
			if english[id] == "" {
				t.Errorf("%s of %s is %s, for which there are no words", codes[i], operation, id)
			}
			if (id == "error.unknown") != slices.Contains(vague, codes[i]) {
				t.Errorf("%s of %s is %s", codes[i], operation, id)
			}
		}
	}
	for operation, want := range map[string]string{
		"InitiateAuth": "error.NotAuthorizedException", "ConfirmForgotPassword": "error.CodeMismatchException", "ConfirmSignUp": "error.CodeMismatchException",
	} {
		if got := tstest.Call[[]string](t, p, "errorIds", object{"codes": []string{"UserNotFoundException"}, "operation": operation}); got[0] != want {
			t.Errorf("%s tells of an unknown user by %s, want %s", operation, got[0], want)
		}
	}
}

// autofill are the tokens that one field may have, of
// https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#autofill-field,
// and webauthn, which has to be the last (Web Authentication Level 3, section 5.1.4).
var autofill = []string{
	"off", "name", "given-name", "additional-name", "family-name", "nickname", "username", "new-password", "current-password", "one-time-code",
	"street-address", "language", "bday", "sex", "url", "photo", "tel", "email",
}

// standard are the attributes that every pool has, without sub, the two flags and
// updated_at, which nobody enters.
// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html#cognito-user-pools-standard-attributes
var standard = []string{
	"name", "family_name", "given_name", "middle_name", "nickname", "preferred_username", "profile", "picture", "website", "gender",
	"birthdate", "zoneinfo", "locale", "address", "email", "phone_number",
}

// The table of states names texts and fields that there are, and tells password
// managers what they know.
func TestStates(t *testing.T) {
	p := tstest.Start(t, script)
	english := tstest.Call[map[string]map[string]string](t, p, "languages", nil)["en"]
	type field struct{ Label, Autocomplete, Type, Hint string }
	type state struct {
		Title, Lead, Submit string
		Fields, Links       []string
	}
	got := tstest.Call[struct {
		States map[string]state
		Links  map[string]struct{ Label string }
		Fields map[string]field
	}](t, p, "states", standard)
	known := func(what, id string) {
		if id != "" && english[id] == "" {
			t.Errorf("%s is called %s, for which there are no words", what, id)
		}
	}
	for name, field := range got.Fields {
		known(name, field.Label)
		known(name, field.Hint)
		if token := strings.TrimSuffix(field.Autocomplete, " webauthn"); !slices.Contains(autofill, token) {
			t.Errorf("%s has the token %q, which is none of the standard's", name, field.Autocomplete)
		}
	}
	for name, link := range got.Links {
		known(name, link.Label)
	}
	for name, state := range got.States {
		if state.Title == "" {
			t.Errorf("%s has no title", name)
		}
		for _, id := range []string{state.Title, state.Lead, state.Submit} {
			known(name, id)
		}
		for _, field := range state.Fields {
			if _, ok := got.Fields[field]; !ok {
				t.Errorf("%s has the field %s", name, field)
			}
		}
		for _, link := range state.Links {
			if _, ok := got.Links[link]; !ok {
				t.Errorf("%s has the link %s", name, link)
			}
		}
	}
}

// Every challenge that a user answers has a state.
func TestChallengesHaveStates(t *testing.T) {
	p := tstest.Start(t, script)
	answered := []string{"PASSWORD_VERIFIER", "DEVICE_SRP_AUTH", "DEVICE_PASSWORD_VERIFIER"} // by the client
	for _, challenge := range tstest.Words(t, "../api.ts", "export type ChallengeName =", ";") {
		step := object{"challenge": challenge, "choices": []string{"SOFTWARE_TOKEN_MFA", "EMAIL_OTP"}}
		if state := tstest.Call[string](t, p, "stateOf", step); (state == "") != slices.Contains(answered, challenge) {
			t.Errorf("%s has the state %q", challenge, state)
		}
	}
	for _, row := range []struct {
		challenge string
		given     []string
		choices   []string
		state     string
	}{
		{"SELECT_CHALLENGE", []string{"PASSWORD", "PASSWORD_SRP", "EMAIL_OTP"}, []string{"PASSWORD_SRP", "EMAIL_OTP"}, "choose"},
		{"SELECT_CHALLENGE", []string{"PASSWORD_SRP", "PASSWORD"}, []string{"PASSWORD_SRP"}, "password"},
		{"SELECT_CHALLENGE", []string{"PASSWORD"}, []string{"PASSWORD"}, "password"},
		{"SELECT_CHALLENGE", []string{"WEB_AUTHN"}, []string{"WEB_AUTHN"}, "choose"},
		{"MFA_SETUP", []string{"SMS_MFA", "SOFTWARE_TOKEN_MFA"}, []string{"SOFTWARE_TOKEN_MFA"}, "setup-app"},
		{"MFA_SETUP", []string{"EMAIL_OTP"}, []string{"EMAIL_OTP"}, "setup-email"},
		{"MFA_SETUP", []string{"SMS_MFA"}, []string{}, ""},
	} {
		step := object{"challenge": row.challenge, "choices": row.given}
		choices, state := tstest.Call[[]string](t, p, "choicesOf", step), tstest.Call[string](t, p, "stateOf", step)
		if !slices.Equal(choices, row.choices) || state != row.state {
			t.Errorf("%s with %v: got %v and the state %q, want %v and %q", row.challenge, row.given, choices, state, row.choices, row.state)
		}
	}
}

// Codes and numbers as people type and paste them. Digits of other scripts have
// their value by the Unicode Character Database.
func TestPlainCodes(t *testing.T) {
	p := tstest.Start(t, script)
	type plain struct{ Codes, Phones []string }
	got := tstest.Call[plain](t, p, "plain", object{
		"codes":  []string{" 123 456\n", "123-456", "12\u201134\u00a056", "\u200e123456\u200f", "１２３４５６", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "०१२३४५६७८९", "𝟘𝟙𝟚", "aB3"},
		"phones": []string{"+44 20 7946 0018", "+1 (202) 555-0100", "+٤٤٢٠٧٩٤٦٠٠١٨", "020 7946 0018", "+0 123456", "004420", ""},
	})
	want := plain{
		[]string{"123456", "123456", "123456", "123456", "123456", "0123456789", "0123456789", "0123456789", "012", "aB3"},
		[]string{"+442079460018", "+12025550100", "+442079460018", "", "", "", ""},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// Rules of the examples at https://developer.apple.com/password-rules/.
func TestPasswordRules(t *testing.T) {
	p := tstest.Start(t, script)
	for rules, want := range map[string][]string{
		"minlength: 20; required: lower; required: upper; required: digit; required: [-];": {
			"hint.password.minlength 20", "hint.password.lower", "hint.password.upper", "hint.password.digit", "hint.password.special",
		},
		"required: special; minlength: 8; max-consecutive: 2": {"hint.password.minlength 8", "hint.password.special"},
		"allowed: unicode": {},
		"minlength: many":  {},
	} {
		if got := tstest.Call[[]string](t, p, "rules", rules); !slices.Equal(got, want) {
			t.Errorf("%q: got %v, want %v", rules, got, want)
		}
	}
	if got := tstest.Call[[]int](t, p, "waits", []int{0, 1, 2, 3, 9}); !slices.Equal(got, []int{30, 30, 60, 120, 120}) {
		t.Errorf("got the waits %v", got)
	}
}

// A language is chosen by its tag, then by its first part; what it lacks is English.
func TestWords(t *testing.T) {
	p := tstest.Start(t, script)
	de := object{"lang": "de", "back": "Zurück"}
	at := object{"lang": "de-AT", "back": "Retour"}
	for _, row := range []struct {
		name, id, tag, want string
		given, loading      any
		values              object
	}{
		{name: "English", id: "back", tag: "en", want: "Back"},
		{name: "a language that is loaded", id: "back", tag: "de-CH", loading: []any{de, at}, want: "Zurück"},
		{name: "the closer one", id: "back", tag: "DE-at", loading: []any{at, de}, want: "Retour"},
		{name: "another language", id: "back", tag: "fr", loading: []any{de}, want: "Back"},
		{name: "what it lacks", id: "again", tag: "de", loading: []any{de}, want: "Start again"},
		{name: "the page's own", id: "back", tag: "de", loading: []any{de}, given: object{"back": "Los"}, want: "Los"},
		{name: "beside what is loaded", id: "back", tag: "de", loading: []any{de}, given: object{"again": "Nochmal"}, want: "Zurück"},
		{name: "several", id: "back", tag: "de", given: []any{at, de}, want: "Zurück"},
		{name: "an inherited id", id: "toString", tag: "de", given: object{}, want: "toString"},
		{name: "a value, which keeps its direction", id: "resend.wait", tag: "en", values: object{"seconds": 5}, want: "in \u20685\u2069 s"},
		{name: "an inherited value", id: "resend.wait", tag: "en", given: object{"resend.wait": "{valueOf}"}, values: object{}, want: "\u2068\u2069"},
	} {
		input := object{"id": row.id, "tag": row.tag, "values": row.values}
		if row.values == nil {
			delete(input, "values")
		}
		if row.given != nil {
			input["given"] = row.given
		}
		if row.loading != nil {
			input["loading"] = row.loading
		}
		if got := tstest.Call[string](t, p, "words", input); got != row.want {
			t.Errorf("%s: got %q, want %q", row.name, got, row.want)
		}
	}
}

// A second code comes by the same way as the first; the passwords on it are gone
// when it is left.
func TestTrail(t *testing.T) {
	p := tstest.Start(t, script)
	got := tstest.Call[struct {
		Repeatable, Chosen, Once bool
		Asked                    []string
		Before, After            [][]int
	}](t, p, "trail", nil)
	if !got.Repeatable || !got.Chosen || got.Once {
		t.Errorf("got %+v: a choice can be made again, a code cannot", got)
	}
	if want := []string{"initiate fresh", `SELECT_MFA_TYPE {"choice":"SMS_MFA"}`}; !slices.Equal(got.Asked, want) {
		t.Errorf("asked %q, want %q", got.Asked, want)
	}
	if !reflect.DeepEqual(got.Before, [][]int{{0, 0, 0}, {'f', 'r', 'e', 's', 'h'}}) || !reflect.DeepEqual(got.After, [][]int{{0, 0, 0}, {0, 0, 0, 0, 0}}) {
		t.Errorf("the passwords were %v and are %v, want zeros", got.Before, got.After)
	}
}
