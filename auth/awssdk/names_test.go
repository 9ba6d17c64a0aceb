package awssdk_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

// TestNames compares the constants of package auth with the SDK's enums, both
// ways. They are read from the source, so one that is not listed here is found.
func TestNames(t *testing.T) {
	ours := constants(t, "../names.go")
	for name, want := range map[string][]string{
		"Flow":          stringsOf(types.AuthFlowType("").Values()),
		"ChallengeName": stringsOf(types.ChallengeNameType("").Values()),
	} {
		got := ours[name]
		slices.Sort(got)
		slices.Sort(want)
		if len(want) == 0 || !slices.Equal(got, want) {
			t.Errorf("%s: %q, the SDK has %q", name, got, want)
		}
	}
}

// isCommonException tells AWS's names of throttling, which belong to no service's
// model.
func isCommonException(name string) bool {
	_, ok := retry.DefaultThrottleErrorCodes[name]
	return ok
}

var exceptionName = regexp.MustCompile(`^[A-Z][A-Za-z]*Exception$`)

// TestExceptionNames wants every exception that our code names, outside of its
// tests, to be one of the SDK's types.
func TestExceptionNames(t *testing.T) {
	sdk := map[string]bool{}
	for _, exception := range exceptions(t) {
		sdk[exception] = true
	}
	named := 0
	for _, folder := range []string{"..", ".", "../../jsbridge"} {
		files, err := filepath.Glob(filepath.Join(folder, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			ast.Inspect(parsed, func(node ast.Node) bool {
				literal, ok := node.(*ast.BasicLit)
				if !ok || literal.Kind != token.STRING {
					return true
				}
				text, err := strconv.Unquote(literal.Value)
				if err != nil {
					t.Fatal(err)
				}
				if exceptionName.MatchString(text) {
					named++
					if !sdk[text] && !isCommonException(text) {
						t.Errorf("%s: the SDK has no %s", file, text)
					}
				}
				return true
			})
		}
	}
	if named < 4 || !sdk["NotAuthorizedException"] {
		t.Errorf("found %d names, and %d of the SDK's", named, len(sdk))
	}
}

// exceptions reads the SDK's types/errors.go.
func exceptions(t *testing.T) (names []string) {
	t.Helper()
	folder, err := exec.CommandContext(t.Context(), "go", "list", "-f", "{{.Dir}}", reflect.TypeFor[types.NotAuthorizedException]().PkgPath()).Output()
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := parser.ParseFile(token.NewFileSet(), filepath.Join(strings.TrimSpace(string(folder)), "errors.go"), nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, declaration := range parsed.Decls {
		if declaration, ok := declaration.(*ast.GenDecl); ok && declaration.Tok == token.TYPE {
			for _, spec := range declaration.Specs {
				names = append(names, spec.(*ast.TypeSpec).Name.Name)
			}
		}
	}
	return names
}

// constants collects the string constants of a file by their type.
func constants(t *testing.T, file string) map[string][]string {
	t.Helper()
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string][]string{}
	ast.Inspect(parsed, func(node ast.Node) bool {
		spec, ok := node.(*ast.ValueSpec)
		if !ok || spec.Type == nil {
			return true
		}
		for _, value := range spec.Values {
			text, err := strconv.Unquote(value.(*ast.BasicLit).Value)
			if err != nil {
				t.Fatal(err)
			}
			name := spec.Type.(*ast.Ident).Name
			found[name] = append(found[name], text)
		}
		return true
	})
	return found
}

func stringsOf[T ~string](values []T) []string {
	var texts []string
	for _, value := range values {
		texts = append(texts, string(value))
	}
	return texts
}
