package awssdk_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strconv"
	"testing"

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
