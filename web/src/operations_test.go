package src_test

import (
	"maps"
	"path"
	"slices"
	"testing"

	"github.com/cognito-wasm/cognito-wasm/web/internal/operations"
	"github.com/cognito-wasm/cognito-wasm/web/internal/tstest"
)

// entry is one of the table in operations.ts.
type entry struct {
	By, Secret, Session string
	Needs, Takes, Shows []string
	Device              bool
	Repeatable          any
	Pages               *operations.Paging
	Dates               []string
}

// declined are operations that need no AWS signature and that the table leaves out,
// with the reason.
var declined = map[string]string{}

// filledIn are members that have to be there, and that the client has itself.
var filledIn = []string{"ClientId", "AccessToken"}

// accompanying are what a call's options and the client's may give.
var accompanying = []string{"ClientMetadata", "AnalyticsMetadata", "UserContextData"}

func sorted(names []string) []string {
	return slices.Sorted(slices.Values(names))
}

// TestTable holds the table beside the AWS SDK: an operation that it adds, a member
// that it requires, a time or a list in pages does not go unnoticed.
func TestTable(t *testing.T) {
	p := tstest.Start(t, "testdata/operations.mjs")
	table := tstest.Call[map[string]entry](t, p, "table", nil)
	api, err := operations.Read(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	parameters := tstest.Words(t, "../../auth/names.go", "// Keys of AuthParameters", ")")
	inputs := []string{"Credential"} // a document
	inputs = append(inputs, tstest.Call[[]string](t, p, "inputs", nil)...)
	for _, operation := range api.Operations {
		name := operation.Name
		got, ok := table[name]
		delete(table, name)
		if !ok {
			if declined[name] == "" {
				t.Errorf("%s needs no AWS signature, and is neither in the table nor declined", name)
			}
			continue
		}
		has := func(member string) bool { return slices.Contains(operation.Input.Names(), member) }
		for _, member := range operation.Input.Names() {
			if !slices.Contains(inputs, member) {
				t.Errorf("%s: shapes.ts has no %s", name, member)
			}
		}

		by := ""
		switch {
		case has("ClientId"):
			by = "client"
		case has("AccessToken") && has("Session"):
			by = "session"
		case has("AccessToken"):
			by = "token"
		}
		secret := ""
		for _, place := range []string{"ClientSecret", "SecretHash", "AuthParameters", "ChallengeResponses"} {
			if has(place) {
				secret = place
			}
		}
		var needs, takes, dates []string
		for _, member := range operation.Input.Members {
			if member.Required && !slices.Contains(filledIn, member.Name) {
				needs = append(needs, member.Name)
			}
			if slices.Contains(accompanying, member.Name) {
				takes = append(takes, member.Name)
			}
		}
		for _, timestamp := range operation.Timestamps() {
			dates = append(dates, path.Ext("." + timestamp)[1:])
		}
		for _, list := range []struct {
			what      string
			got, want []string
		}{
			{"by", []string{got.By}, []string{by}}, {"secret", []string{got.Secret}, []string{secret}},
			{"needs", got.Needs, needs}, {"takes", got.Takes, takes}, {"dates", got.Dates, dates},
		} {
			if !slices.Equal(sorted(list.got), sorted(list.want)) {
				t.Errorf("%s: %s is %q, by the SDK %q", name, list.what, list.got, list.want)
			}
		}
		if got.Device != has("DeviceKey") {
			t.Errorf("%s: device is %v, by the SDK %v", name, got.Device, has("DeviceKey"))
		}
		if paging, ok := operation.Paging(); ok != (got.Pages != nil) || ok && *got.Pages != paging {
			t.Errorf("%s: pages is %v, by the SDK %v", name, got.Pages, paging)
		}
		known := append(operation.Members(), parameters...)
		for _, shown := range got.Shows {
			if !slices.Contains(known, shown) {
				t.Errorf("%s: a log may show %s, which is neither a member nor a parameter", name, shown)
			}
		}
	}
	for name := range table {
		t.Errorf("%s is no operation of the SDK's, or needs an AWS signature", name)
	}
}

// TestRepeatable has what may be asked again though an answer was lost: what only
// reads, or leaves things as they are when it is done twice. Of an operation that
// is not known nothing may.
func TestRepeatable(t *testing.T) {
	p := tstest.Start(t, "testdata/operations.mjs")
	repeatable := []string{
		"DeleteUserAttributes", "GetDevice", "GetUser", "GetUserAuthFactors", "InitiateAuth", "ListDevices", "ListWebAuthnCredentials", "RevokeToken",
		"SetUserMFAPreference", "SetUserSettings", "UpdateDeviceStatus",
	}
	names := append([]string{"BrandNew", "toString", "__proto__"}, slices.Sorted(maps.Keys(tstest.Call[map[string]entry](t, p, "table", nil)))...)
	for _, name := range names {
		want := slices.Contains(repeatable, name)
		if got := tstest.Call[bool](t, p, "isRepeatable", map[string]any{"operation": name, "input": map[string]any{}}); got != want {
			t.Errorf("%s: repeatable is %v, want %v", name, got, want)
		}
	}
	session := map[string]any{"Session": "ConfirmSignUp's"}
	if tstest.Call[bool](t, p, "isRepeatable", map[string]any{"operation": "InitiateAuth", "input": session}) {
		t.Error("InitiateAuth with a Session is repeatable")
	}
}

// TestSessions has what ends, renews or changes the session of who is signed in.
func TestSessions(t *testing.T) {
	p := tstest.Start(t, "testdata/operations.mjs")
	want := map[string]string{
		"DeleteUser": "ends", "GlobalSignOut": "ends", "RevokeToken": "ends", "GetTokensFromRefreshToken": "refreshes",
		"UpdateUserAttributes": "due", "DeleteUserAttributes": "due", "VerifyUserAttribute": "due",
	}
	for name, got := range tstest.Call[map[string]entry](t, p, "table", nil) {
		if got.Session != want[name] {
			t.Errorf("%s: session is %q, want %q", name, got.Session, want[name])
		}
	}
}
