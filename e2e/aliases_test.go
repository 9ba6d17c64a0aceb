package e2e

import (
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
)

// flowsOf are all that take a name, with the answers that lead to tokens. NAME
// and PASSWORD stand for JavaScript texts.
var flowsOf = map[string]struct {
	request, answer string
	code            bool
}{
	"USER_SRP_AUTH":              {request: `{username: NAME, password: PASSWORD}`},
	"USER_PASSWORD_AUTH":         {request: `{flow: 'USER_PASSWORD_AUTH', username: NAME, password: new TextEncoder().encode(PASSWORD)}`},
	"CUSTOM_AUTH":                {request: `{flow: 'CUSTOM_AUTH', username: NAME}`, answer: `{answer: 'It is 1'}`},
	"CUSTOM_AUTH with SRP":       {request: `{flow: 'CUSTOM_AUTH', username: NAME, password: PASSWORD}`, answer: `{answer: 'It is 1'}`},
	"USER_AUTH with PASSWORD":    {request: `{flow: 'USER_AUTH', username: NAME, password: PASSWORD, preferredChallenge: 'PASSWORD'}`},
	"USER_AUTH with SRP":         {request: `{flow: 'USER_AUTH', username: NAME, password: PASSWORD}`},
	"USER_AUTH with EMAIL_OTP":   {request: `{flow: 'USER_AUTH', username: NAME, preferredChallenge: 'EMAIL_OTP'}`, code: true},
	"USER_AUTH with a choice":    {request: `{flow: 'USER_AUTH', username: NAME}`, answer: `{choice: 'PASSWORD_SRP', password: PASSWORD}`},
	"USER_AUTH, password chosen": {request: `{flow: 'USER_AUTH', username: NAME}`, answer: `{choice: 'PASSWORD', password: PASSWORD}`},
}

// Names, aliases and passwords of every kind, through every flow that takes them.
func TestNamesAndPasswords(t *testing.T) {
	inModes(t, func(t *testing.T, v variant) {
		options := allFactors(provision.Options{
			Secret: v.worker, IgnoreCase: true, EmailIsAlias: true,
			Aliases: []types.AliasAttributeType{types.AliasAttributeTypePhoneNumber, types.AliasAttributeTypePreferredUsername},
		})
		options.Flows = append(options.Flows, types.ExplicitAuthFlowsTypeAllowCustomAuth)
		s := newStage(t, options)
		if err := s.cognito.SetTriggers(s.pool.ID, (&quiz{questions: 1}).triggers()); err != nil {
			t.Fatal(err)
		}
		page := s.open(t, v)
		for _, test := range []struct {
			name, password string
			attributes     map[string]string
			typed          []string
		}{
			{"alice", "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~Aa1", map[string]string{"preferred_username": "Die-Älteste", "email": "Alice.A@Example.com", "phone_number": "+12025559999"},
				[]string{"alice", "ALICE", "alice.a@example.com", "+12025559999", "Die-Älteste", "die-älteste"}},
			{"jürgen", "Pässwörter-1✓🙂", nil, []string{"jürgen"}},
			{"Ольга", "Пароль-Aa1-без-пробелов", nil, []string{"Ольга", "ольга"}},
			{"花子", "パスワード-Aa1", nil, []string{"花子"}},
			{"משה", "סיסמה-Aa1\u200f", nil, []string{"משה"}},
			{"a.b-c_d+e~f", "Aa1!" + strings.Repeat("é", 252), nil, []string{"a.b-c_d+e~f"}},
			{"e\u0301tude", "Combining-e\u0301-Aa1", nil, []string{"e\u0301tude"}}, // and not its composed form
		} {
			user := provision.User{Name: test.name, Password: test.password, Attributes: test.attributes}
			s.user(user)
			for i, typed := range test.typed {
				for flow, how := range flowsOf {
					if i > 0 && strings.Contains(flow, "choice") || strings.Contains(flow, "chosen") && i != 1 {
						continue // the name is looked up in the same way as without a choice
					}
					fill := strings.NewReplacer("NAME", quote(typed), "PASSWORD)", quote(test.password)+")", ": PASSWORD", ": "+quote(test.password))
					got := initiate(page, fill.Replace(how.request))
					if how.code && got.OK {
						got = respond(page, `{code: '`+s.lastCode("")+`'}`)
					} else if how.answer != "" && got.OK {
						got = respond(page, fill.Replace(how.answer))
					}
					if !got.OK || !got.Step.Done || !strings.EqualFold(got.Step.Username, test.name) {
						t.Errorf("%s as %q, %s: got %s, want tokens", test.name, typed, flow, got.describe())
					}
				}
				initiate(page, `{flow: 'REFRESH_TOKEN_AUTH'}`).wantOK(t)
			}
			initiate(page, `{username: `+quote(test.name)+`, password: `+quote(test.password[1:])+`}`).wantError(t, "NotAuthorizedException")
		}
		// The composed form is another name and another password.
		initiate(page, `{username: '\u00e9tude', password: 'Combining-e\u0301-Aa1'}`).wantError(t, "NotAuthorizedException")
		initiate(page, `{username: 'e\u0301tude', password: 'Combining-\u00e9-Aa1'}`).wantError(t, "NotAuthorizedException")
	})
}
