package auth_test

import (
	"strings"
	"testing"
	"unicode"

	"github.com/cognito-wasm/cognito-wasm/auth"
)

// typed are ways to type or paste the code 123456.
var typed = []string{
	"123456", "123 456", " 123456 ", "123-456", "12-34-56", "1 2 3 4 5 6", "123456\r\n", "\t123456", "123\u00a0456", "123\u2009456", "\u3000123456",
	"123\u2010456", "123\u2011456", "123\u2013456", "123\u2014456", "123\u2212456", "123 - 456", "123\u30fc456", "123\uff0d456", "123\ufe63456",
	"\u200b123456", "123\u200d456", "\ufeff123456", "\u200e123456\u200f", "\u202a123456\u202c", "\u2066123456\u2069", "123\u00ad456", "123\u2060456", "1\ufe0f23456", "123\x00456",
	"１２３４５６", "１２３　４５６", "１２３－４５６", "١٢٣٤٥٦", "۱۲۳۴۵۶", "१२३४५६", "১২৩৪৫৬", "๑๒๓๔๕๖", "១២៣៤៥៦", "߁߂߃߄߅߆", "𝟏𝟐𝟑𝟒𝟓𝟔", "𝟙𝟚𝟛𝟜𝟝𝟞", "𞥑𞥒𞥓𞥔𞥕𞥖", "12３४٥۶",
}

// codeAnswers are all that have a code, with the key that it goes out under; the
// session after MFA_SETUP has none.
var codeAnswers = []struct {
	challenge auth.ChallengeName
	answer    func(code string) auth.Answer
	key       string
}{
	{auth.ChallengeSMSMFA, func(code string) auth.Answer { return auth.Code(code) }, "SMS_MFA_CODE"},
	{auth.ChallengeSMSOTP, func(code string) auth.Answer { return auth.Code(code) }, "SMS_OTP_CODE"},
	{auth.ChallengeEmailOTP, func(code string) auth.Answer { return auth.Code(code) }, "EMAIL_OTP_CODE"},
	{auth.ChallengeSoftwareTokenMFA, func(code string) auth.Answer { return auth.Code(code) }, "SOFTWARE_TOKEN_MFA_CODE"},
	{auth.ChallengeMFASetup, func(code string) auth.Answer { return auth.SetupSoftwareToken{Code: code} }, ""},
}

// codeSent answers a challenge with a code and gives what went out.
func codeSent(t *testing.T, i int, code string) (string, error) {
	t.Helper()
	kind := codeAnswers[i]
	client, s := newClient(t, &auth.AuthOutput{ChallengeName: kind.challenge, Session: opaque, ChallengeParameters: map[string]string{"MFAS_CAN_SETUP": "[]"}}, done(nil).output)
	s.verified = &auth.VerifySoftwareTokenOutput{Status: "SUCCESS", Session: opaque}
	step, err := client.Initiate(t.Context(), auth.InitiateRequest{Flow: auth.FlowUserPasswordAuth, Username: "alice", Password: []byte(password)})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := client.Respond(t.Context(), step, kind.answer(code)); err != nil {
		if len(s.inputs) != 1 || s.verifying != nil {
			t.Error("something was sent")
		}
		return "", err
	}
	if kind.key == "" {
		return s.verifying.UserCode, nil
	}
	return s.responses(t, 1).ChallengeResponses[kind.key], nil
}

func TestTypedCode(t *testing.T) {
	for i, kind := range codeAnswers {
		for _, code := range typed {
			if got, err := codeSent(t, i, code); err != nil || got != "123456" {
				t.Errorf("%s: %+q went out as %q, %v", kind.challenge, code, got, err)
			}
		}
		// Letters are Cognito's to judge, in whatever script.
		for _, code := range []string{"12345O", "G123456", "ab_c.d", "①②③", "½", "Ⅷ", "é", "密码"} {
			if got, err := codeSent(t, i, code); err != nil || got != code {
				t.Errorf("%s: %+q went out as %q, %v", kind.challenge, code, got, err)
			}
		}
		for _, code := range []string{"", " ", "---", "\u200b\ufeff", "\u3000－", "\x00", strings.Repeat("1 ", 2049)} {
			_, err := codeSent(t, i, code)
			if failure := wantCode(t, err, auth.CodeInvalidArgument); !strings.HasPrefix(failure.Message, nameCode+": expected 1 to 2048 characters") {
				t.Errorf("%s: %+q: %v", kind.challenge, code, failure)
			}
		}
		if got, err := codeSent(t, i, strings.Repeat("1 ", 2048)); err != nil || len(got) != 2048 {
			t.Errorf("%s: %d characters, %v", kind.challenge, len(got), err)
		}
	}
}

// TestNotACode: passwords and the answers to a pool's own challenges are as typed.
func TestNotACode(t *testing.T) {
	for _, secret := range typed {
		for _, tt := range []struct {
			challenge auth.ChallengeName
			answer    auth.Answer
			key       string
			choices   []string
		}{
			{auth.ChallengeCustomChallenge, auth.CustomAnswer(secret), "ANSWER", nil},
			{auth.ChallengeNewPasswordRequired, auth.NewPassword{Password: []byte(secret)}, "NEW_PASSWORD", nil},
			{auth.ChallengePassword, auth.Password(secret), "PASSWORD", nil},
			{auth.ChallengeSelectChallenge, auth.Choice{Name: "PASSWORD", Password: []byte(secret)}, "PASSWORD", []string{"PASSWORD"}},
		} {
			client, s := newClient(t, &auth.AuthOutput{ChallengeName: tt.challenge, Session: opaque, AvailableChallenges: tt.choices}, done(nil).output)
			step, err := client.Initiate(t.Context(), auth.InitiateRequest{Flow: auth.FlowUserPasswordAuth, Username: "alice", Password: []byte(secret)})
			if err != nil {
				t.Fatal(err)
			}
			if got := s.inputs[0].(*auth.InitiateAuthInput).AuthParameters["PASSWORD"]; got != secret {
				t.Errorf("the password %+q went out as %+q", secret, got)
			}
			if _, err := client.Respond(t.Context(), step, tt.answer); err != nil {
				t.Fatal(err)
			}
			if got := s.responses(t, 1).ChallengeResponses[tt.key]; got != secret {
				t.Errorf("%s: %+q went out as %+q", tt.challenge, secret, got)
			}
		}
	}
	// And what comes in Cognito's own shapes is Cognito's.
	client, s := newClient(t, done(nil).output)
	if _, err := client.RespondToAuthChallenge(t.Context(), &auth.RespondToAuthChallengeInput{
		ChallengeName: auth.ChallengeSMSMFA, ChallengeResponses: map[string]string{"SMS_MFA_CODE": "123 456"},
	}); err != nil || s.responses(t, 0).ChallengeResponses["SMS_MFA_CODE"] != "123 456" {
		t.Errorf("%v", err)
	}
}

// TestCleanCode compares with the tables of package unicode: what is dropped, and
// that each row of digits counts from 0 to 9.
func TestCleanCode(t *testing.T) {
	dropped := []*unicode.RangeTable{
		unicode.White_Space, unicode.Dash, unicode.Hyphen, unicode.Pd,
		unicode.Cc, unicode.Cf, unicode.Variation_Selector, unicode.Other_Default_Ignorable_Code_Point,
	}
	const alike = "\u02d7\u2043\u2796\u2800\u30fc\uff70" // of other categories, but typed for a hyphen or a space
	row := 0
	for r := rune(0); r <= unicode.MaxRune; r++ {
		surrogate, tags := 0xD800 <= r && r <= 0xDFFF, 0xE0000 <= r && r < 0xE1000
		if surrogate || r >= 0x20000 && !tags && r%97 != 0 { // beyond are ideographs, and nothing yet
			continue
		}
		want := string(r)
		if unicode.IsDigit(r) {
			want = string(rune('0' + row%10))
			row++
		} else if row = 0; unicode.In(r, dropped...) || strings.ContainsRune(alike, r) {
			want = ""
		}
		if got := auth.CleanCode(string(r)); got != want {
			t.Errorf("%U became %+q, want %+q", r, got, want)
		}
	}
}
