package peers

import (
	"fmt"
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
		for exception := range documented(t, operation) {
			if !strings.Contains(list, "&types."+exception+"{}") {
				t.Errorf("%s: our suite lacks %s", operation, exception)
			}
		}
	}
}

var throws = regexp.MustCompile(`@throws \{@link (\w+)\} \((?:client|server) fault\)`)

// exceptionsOf are the exceptions that the AWS SDK for JavaScript lists for an
// operation.
func exceptionsOf(operation string) (map[string]bool, error) {
	declared, err := os.ReadFile("node_modules/@aws-sdk/client-cognito-identity-provider/dist-types/commands/" + operation + "Command.d.ts")
	names := map[string]bool{}
	for _, match := range throws.FindAllStringSubmatch(string(declared), -1) {
		names[match[1]] = true
	}
	if err == nil && len(names) < 5 {
		err = fmt.Errorf("the SDK lists %d exceptions of %s", len(names), operation)
	}
	return names, err
}

// documented are the exceptions of an operation, or of a sign-in by its flow.
func documented(t testing.TB, operation string) map[string]bool {
	t.Helper()
	if strings.HasSuffix(operation, "_AUTH") {
		operation = "InitiateAuth"
	}
	names, err := exceptionsOf(operation)
	if err != nil {
		t.Fatal(err)
	}
	return names
}
