package peers

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// The exceptions that our own suite sends to a page are those that the AWS SDK for
// JavaScript lists for the two operations, each of them. (The one for Go no longer
// says which operation has which.)
func TestExceptionsOfOurSuite(t *testing.T) {
	read := func(file string) string {
		t.Helper()
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	suite := read("../exceptions_test.go")
	part := func(begin string) string {
		t.Helper()
		_, rest, ok := strings.Cut(suite, begin)
		if !ok {
			t.Fatalf("../exceptions_test.go has no %q", begin)
		}
		list, _, _ := strings.Cut(rest, "\n}")
		return list
	}
	both, first, second := part("var exceptions = "), part(`	"InitiateAuth": {`), part(`	"RespondToAuthChallenge": {`)
	first, _, _ = strings.Cut(first, "\n")
	for operation, list := range map[string]string{"InitiateAuth": both + first, "RespondToAuthChallenge": both + second} {
		declared := read("node_modules/@aws-sdk/client-cognito-identity-provider/dist-types/commands/" + operation + "Command.d.ts")
		throws := regexp.MustCompile(`@throws \{@link (\w+)\} \((?:client|server) fault\)`).FindAllStringSubmatch(declared, -1)
		if len(throws) < 10 {
			t.Errorf("the SDK lists %d exceptions of %s", len(throws), operation)
		}
		for _, match := range throws {
			if !strings.Contains(list, "&types."+match[1]+"{}") {
				t.Errorf("%s: our suite lacks %s", operation, match[1])
			}
		}
	}
}
