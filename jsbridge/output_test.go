package jsbridge

import (
	"maps"
	"slices"
	"testing"
)

// TestPutOutput gives the page, member for member, what Cognito answered. The
// members are those of the API model.
func TestPutOutput(t *testing.T) {
	for _, text := range []string{
		`{"ChallengeName":"SELECT_CHALLENGE","Session":"s","ChallengeParameters":{"":"x","a.b":""},"AvailableChallenges":["PASSWORD","WEB_AUTHN"]}`,
		`{"ChallengeParameters":{},"AuthenticationResult":{"AccessToken":"a","IdToken":"i","RefreshToken":"r","TokenType":"Bearer","ExpiresIn":3600,
			"NewDeviceMetadata":{"DeviceKey":"k","DeviceGroupKey":"g"}}}`,
	} {
		body, err := unmarshal(text)
		if err != nil {
			t.Fatal(err)
		}
		var answer, want, got writer
		encodeJSON(&answer, "", body)
		encodeJSON(&want, "value", body)
		putOutput(&got, "value", readOutput(mustDecode(t, answer.buf)))
		if got, want := mustDecode(t, got.buf).entries, mustDecode(t, want.buf).entries; !maps.EqualFunc(got, want, slices.Equal) {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
