//go:build !js

package auth_test

import (
	"maps"
	"testing"

	"github.com/cognito-wasm/cognito-wasm/auth"
)

// TestParseJSON reads attributes with the parser of native programs: strings
// alone, and no value that is neither an object nor an array.
func TestParseJSON(t *testing.T) {
	for text, want := range map[string]map[string]string{
		`{"email":"a@example.com","n":1,"x":null,"o":{"a":"b"},"u":"\u00e4"}`: {"email": "a@example.com", "u": "ä"},
		`{}`:          {},
		`["a",1,"b"]`: {"0": "a", "2": "b"},
		`"text"`:      nil,
		`7`:           nil,
		`null`:        nil,
		`{"a":"b"} x`: nil,
		`{"a":`:       nil,
	} {
		s := &script{answers: []answer{{output: &auth.AuthOutput{
			ChallengeName: auth.ChallengeNewPasswordRequired, ChallengeParameters: map[string]string{"userAttributes": text},
		}}}}
		client, err := auth.New(config(s))
		if err != nil {
			t.Fatal(err)
		}
		step, err := client.Initiate(t.Context(), signIn)
		if want == nil {
			wantCode(t, err, auth.CodeMalformedResponse)
		} else if err != nil || !maps.Equal(step.UserAttributes, want) {
			t.Errorf("%s: %v, want %v", text, err, want)
		}
	}
}
