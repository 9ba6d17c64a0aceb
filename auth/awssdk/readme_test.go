package awssdk_test

import (
	"os"
	"strings"
	"testing"
)

// The Go program in the README is the body of ExampleClient, which runs, but for
// the endpoint of the local Cognito.
func TestReadmeProgram(t *testing.T) {
	example, err := os.ReadFile("example_test.go")
	if err != nil {
		t.Fatal(err)
	}
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	var want strings.Builder
	_, body, _ := strings.Cut(string(example), "func ExampleClient() {\n")
	body, _, _ = strings.Cut(body, "\t// Output:")
	for line := range strings.Lines(body) {
		if !strings.Contains(line, "BaseEndpoint") {
			want.WriteString(strings.TrimPrefix(line, "\t"))
		}
	}
	if body == "" || !strings.Contains(string(readme), "```go\n"+want.String()+"```\n") {
		t.Errorf("the README's program is not that of ExampleClient:\n%s", want.String())
	}
}
