package e2e

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"

	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
	"github.com/cognito-wasm/cognito-wasm/e2e/internal/wiretap"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
)

// marks fill the SDK's types with texts that can be found again. Those of members
// that hold a secret, and those of members that are the user's own: a page that
// sent them may read them in an error, and a log may not show them.
type marks struct {
	secret, personal secrets
	count            int
}

// personalMembers name a user, a device, a passkey or an event.
var personalMembers = []string{"Username", "USERNAME", "Value", "DeviceKey", "DeviceName", "FriendlyDeviceName", "CredentialId", "EventId", "IpAddress"}

// openMembers are identifiers of the pool's and the page's, names of attributes,
// where a list goes on, and Cognito's own words that are no enumeration.
var openMembers = []string{
	"ClientId", "UserPoolId", "AnalyticsEndpointId", "Name", "AttributeName", "UserAttributeNames", "NextToken", "PaginationToken",
	"TokenType", "PreferredMfaSetting", "UserMFASettingList",
}

func (m *marks) mark(member string) string {
	m.count++
	mark := fmt.Sprintf("mark-%03d-%s", m.count, strings.ToLower(member))
	if slices.Contains(personalMembers, member) {
		m.personal[mark] = member
	} else if !slices.Contains(openMembers, member) {
		m.secret[mark] = member
	}
	return mark
}

func (m *marks) fill(typ reflect.Type, member string) any {
	if values, ok := typ.MethodByName("Values"); ok && typ.Kind() == reflect.String {
		return values.Func.Call([]reflect.Value{reflect.Zero(typ)})[0].Index(0).String() // one of Cognito's own words
	}
	switch typ.Kind() {
	case reflect.Pointer:
		return m.fill(typ.Elem(), member)
	case reflect.Slice:
		return []any{m.fill(typ.Elem(), member)}
	case reflect.Struct:
		if typ.PkgPath() == "time" {
			return 1.7e9
		}
		filled := map[string]any{}
		for i := range typ.NumField() {
			if field := typ.Field(i); field.IsExported() && field.Name != "ResultMetadata" {
				filled[field.Name] = m.fill(field.Type, field.Name)
			}
		}
		return filled
	case reflect.Map:
		return map[string]any{"USERNAME": m.mark("USERNAME"), "PASSWORD": m.mark("PASSWORD"), "NEWEST": m.mark("NEWEST")}
	case reflect.Interface: // a document
		return map[string]any{"id": m.mark("id"), "response": map[string]any{"clientDataJSON": m.mark("clientDataJSON")}}
	case reflect.Bool:
		return true
	case reflect.Int32:
		return 10
	}
	return m.mark(member)
}

// Every method that is an operation's, in the AWS SDK's types with a mark in each
// member, is answered with marks in each member, refused with a text that repeats
// the request, and not answered at all. No mark comes out where it has no business.
func TestNoOperationShowsASecret(t *testing.T) {
	t.Parallel()
	sdk := reflect.TypeFor[*cip.Client]()
	for _, v := range []variant{{"classic", true}, {"module", false}} {
		t.Run(v.String(), func(t *testing.T) {
			t.Parallel()
			s := newStage(t, provision.Options{})
			s.user(provision.User{Name: "alice"})
			page := s.open(t, v)
			page.Expect(serverErrors)
			s.create(page, `worker: `+quote(v.worker)+`, storage: 'local', maxAttempts: 1, log: (entry) => (globalThis.entries ??= []).push(entry)`).wantOK(t)
			signIn(page).wantDone(t, "alice")
			browser.Eval[any](page, `void (globalThis.thrown = [], globalThis.entries = [])`)
			methods := browser.Eval[[]string](page, `Object.getOwnPropertyNames(Object.getPrototypeOf(client))`)
			found := &marks{secret: secrets{}, personal: secrets{}}
			called := 0
			for _, method := range methods {
				operation := strings.ToUpper(method[:1]) + method[1:]
				api, ok := sdk.MethodByName(operation)
				if !ok {
					continue
				}
				called++
				input, output := api.Type.In(2).Elem(), api.Type.Out(0).Elem()
				s.tap.Fail(operation,
					func(w http.ResponseWriter, r *http.Request, _ http.Handler) {
						answer := found.fill(output, "").(map[string]any)
						delete(answer, "NextToken") // the list is whole
						delete(answer, "PaginationToken")
						text, err := json.Marshal(answer)
						if err != nil {
							t.Error(err)
						}
						wiretap.Reply(200, amzJSON, string(text))(w, r, nil)
					},
					func(w http.ResponseWriter, r *http.Request, _ http.Handler) {
						body, err := io.ReadAll(r.Body)
						if err != nil {
							t.Error(err)
						}
						wiretap.Exception(400, "InvalidParameterException", "cannot handle "+string(body))(w, r, nil)
					},
				)
				s.tap.Fail(operation, repeat(5, wiretap.Drop)...) // browsers ask again by themselves
				for _, want := range []string{"", "InvalidParameterException", "NetworkError"} {
					given, err := json.Marshal(found.fill(input, ""))
					if err != nil {
						t.Fatal(err)
					}
					got := do(page, "client."+method+"("+string(given)+").catch((error) => { "+
						"console.log('a page logs', error); thrown.push([error, error.stack, JSON.stringify({...error})].join('\\n')); throw error; })")
					if got.OK != (want == "") || got.Error.Code != want {
						t.Errorf("%s: got %s, want %q", method, got.describe(), want)
					}
				}
				s.tap.Clear()
			}
			// As many as the SDK has without a signature: the table's own test counts them.
			if called < 32 {
				t.Errorf("%d methods were called, of %q", called, methods)
			}
			both := secrets{}
			for _, some := range []secrets{found.secret, found.personal} {
				for mark, what := range some {
					both[mark] = what
				}
			}
			found.secret.search(t, "an error", browser.Eval[string](page, "thrown.join('\\n')"))
			found.secret.search(t, "the console", strings.Join(page.Console(), "\n"))
			logged := browser.Eval[string](page, "JSON.stringify(entries)")
			both.search(t, "the log", logged)
			both.search(t, "the storage", browser.Eval[string](page, "JSON.stringify({...localStorage, ...sessionStorage}) + document.cookie"))
			both.search(t, "an address", browser.Eval[string](page, "location.href + performance.getEntries().map(({name}) => name).join()"))
			if entries := strings.Count(logged, `"operation":`); entries != 3*called || len(both) < 350 || !strings.Contains(quote(s.tap.Calls("")), "mark-001") {
				t.Errorf("%d entries and %d marks: the search cannot be trusted", entries, len(both))
			}
		})
	}
}
