package src_test

import (
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/cognito-wasm/cognito-wasm/web/internal/tstest"
)

// without gives the values of an enumeration of the SDK's, sorted, but for some.
func without[T ~string](values []T, some ...T) []string {
	var texts []string
	for _, value := range values {
		if !slices.Contains(some, value) {
			texts = append(texts, string(value))
		}
	}
	slices.Sort(texts)
	return texts
}

// constants gives the values of those constants in a source of Go whose names begin
// with prefix.
func constants(t *testing.T, file, prefix string) []string {
	t.Helper()
	source, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var values []string
	for _, match := range regexp.MustCompile(`(?m)^\t`+prefix+`[A-Z]\w*\s.*= "(\w+)"$`).FindAllSubmatch(source, -1) {
		values = append(values, string(match[1]))
	}
	if len(values) == 0 {
		t.Fatalf("%s has no constants %s…", file, prefix)
	}
	slices.Sort(values)
	return values
}

// TestUnions compares the unions of api.ts with the constants of package auth and
// with the SDK's enumerations, but for a challenge that only servers meet.
func TestUnions(t *testing.T) {
	for _, tt := range []struct {
		union, constants string
		forServers       []string
		want             []string
	}{
		{"AuthFlow", "Flow", nil, without(types.AuthFlowType("").Values())},
		{"ChallengeName", "Challenge", []string{"ADMIN_NO_SRP_AUTH"},
			without(types.ChallengeNameType("").Values(), types.ChallengeNameTypeAdminNoSrpAuth)},
	} {
		got := tstest.Words(t, "api.ts", "export type "+tt.union+" =", ";")
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: %q, the SDK has %q", tt.union, got, tt.want)
		}
		natively := slices.DeleteFunc(constants(t, "../../auth/names.go", tt.constants), func(name string) bool { return slices.Contains(tt.forServers, name) })
		if !slices.Equal(got, natively) {
			t.Errorf("%s: %q, package auth has %q", tt.union, got, natively)
		}
	}
}

// sources gives our TypeScript, by file.
func sources(t *testing.T) map[string]string {
	t.Helper()
	texts := map[string]string{}
	err := filepath.WalkDir(".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".ts") || strings.Contains(path, "testdata") {
			return err
		}
		text, err := os.ReadFile(path)
		texts[path] = string(text)
		return err
	})
	if err != nil || len(texts) < 20 {
		t.Fatalf("%d sources, %v", len(texts), err)
	}
	return texts
}

// sdkExceptions are the names of the SDK's types in types/errors.go.
func sdkExceptions(t *testing.T) []string {
	t.Helper()
	folder, err := exec.CommandContext(t.Context(), "go", "list", "-f", "{{.Dir}}", reflect.TypeFor[types.NotAuthorizedException]().PkgPath()).Output()
	if err != nil {
		t.Fatal(err)
	}
	source, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(folder)), "errors.go"))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, match := range regexp.MustCompile(`(?m)^type (\w+) struct`).FindAllSubmatch(source, -1) {
		names = append(names, string(match[1]))
	}
	if !slices.Contains(names, "NotAuthorizedException") {
		t.Fatalf("the SDK's exceptions are %q", names)
	}
	return names
}

// codes are where our sources make an error or look at its code.
var codes = regexp.MustCompile(`(?:new CognitoAuthError\(|\bcode: |\bcode\)? [!=]== |\bend\()'([A-Z]\w+)'`)

// TestLocalErrorCodes holds the union to what is made and looked at, in TypeScript
// and in Go. A code is never the name of an exception.
func TestLocalErrorCodes(t *testing.T) {
	union := tstest.Words(t, "api.ts", "export type LocalErrorCode =", "\n\n")
	exceptions := sdkExceptions(t)
	texts := sources(t)
	for file, text := range texts {
		for _, match := range codes.FindAllStringSubmatch(text, -1) {
			if !slices.Contains(union, match[1]) && !slices.Contains(exceptions, match[1]) {
				t.Errorf("%s: the code %s is neither in LocalErrorCode nor an exception of the SDK's", file, match[1])
			}
		}
	}
	delete(texts, "api.ts")
	code := strings.Join(slices.Collect(maps.Values(texts)), "")
	for _, name := range union {
		if !strings.Contains(code, "'"+name+"'") {
			t.Errorf("nothing makes or looks at %s", name)
		}
		if slices.Contains(exceptions, name) {
			t.Errorf("%s is an exception of the SDK's too", name)
		}
	}
	for _, name := range constants(t, "../../auth/error.go", "Code") {
		if !slices.Contains(union, name) {
			t.Errorf("LocalErrorCode lacks package auth's %s", name)
		}
	}
}

// TestExceptionNames wants every exception that our sources name to be one of the
// SDK's, or one of those with which AWS throttles.
func TestExceptionNames(t *testing.T) {
	exceptions, named := sdkExceptions(t), 0
	// What AWS's services say of an operation that they do not have; no model lists it.
	exceptions = append(exceptions, "UnknownOperationException")
	for file, text := range sources(t) {
		for _, match := range regexp.MustCompile(`['"]([A-Z][A-Za-z]*Exception)['"]`).FindAllStringSubmatch(text, -1) {
			named++
			if _, throttles := retry.DefaultThrottleErrorCodes[match[1]]; !throttles && !slices.Contains(exceptions, match[1]) {
				t.Errorf("%s: the SDK has no %s", file, match[1])
			}
		}
	}
	if named < 4 {
		t.Errorf("found %d names", named)
	}
}
