package operations_test

import (
	"bytes"
	"os"
	"regexp"
	"slices"
	"testing"

	"github.com/cognito-wasm/cognito-wasm/web/internal/operations"
)

func read(t *testing.T) *operations.API {
	t.Helper()
	api, err := operations.Read(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return api
}

// The types are those of the SDK that go.mod names.
func TestGeneratedIsCurrent(t *testing.T) {
	want, err := read(t).TypeScript()
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(operations.Generated)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error("web/src/operations.gen.ts is not what the AWS SDK says: run go generate ./web/...")
	}
}

// A name of api.ts would hide the generated one without a word.
func TestNoNameTwice(t *testing.T) {
	exported := regexp.MustCompile(`(?m)^export (?:declare )?(?:type|interface|class|function|const) (\w+)`)
	var names []string
	for _, file := range []string{operations.Generated, "../../src/api.ts"} {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		found := exported.FindAllSubmatch(text, -1)
		if len(found) < 20 {
			t.Errorf("%s exports only %d names: does the test still read it?", file, len(found))
		}
		var own []string // in which a function may have several signatures
		for _, match := range found {
			name := string(match[1])
			if slices.Contains(names, name) {
				t.Errorf("%s is exported twice", name)
			}
			own = append(own, name)
		}
		names = append(names, own...)
	}
}

// Expected is what AWS's API reference says of ListDevices, GetDevice and
// ListWebAuthnCredentials. No other operation without a signature gives times or pages.
func TestTimestampsAndPaging(t *testing.T) {
	times := map[string][]string{
		"GetDevice":               {"Device.DeviceCreateDate", "Device.DeviceLastAuthenticatedDate", "Device.DeviceLastModifiedDate"},
		"ListDevices":             {"Devices.DeviceCreateDate", "Devices.DeviceLastAuthenticatedDate", "Devices.DeviceLastModifiedDate"},
		"ListWebAuthnCredentials": {"Credentials.CreatedAt"},
	}
	pages := map[string]operations.Paging{
		"ListDevices":             {Limit: "Limit", Token: "PaginationToken", List: "Devices"},
		"ListWebAuthnCredentials": {Limit: "MaxResults", Token: "NextToken", List: "Credentials"},
	}
	for _, operation := range read(t).Operations {
		if got := operation.Timestamps(); !slices.Equal(got, times[operation.Name]) {
			t.Errorf("%s: got the times %q, want %q", operation.Name, got, times[operation.Name])
		}
		want, wanted := pages[operation.Name]
		if got, ok := operation.Paging(); ok != wanted || ok && got != want {
			t.Errorf("%s: got %+v, %t, want %+v, %t", operation.Name, got, ok, want, wanted)
		}
		delete(times, operation.Name)
		delete(pages, operation.Name)
	}
	if len(times)+len(pages) > 0 {
		t.Errorf("no such operations: %v, %v", times, pages)
	}
}
