package localcognito

import "testing"

// The code looks flows and challenges up by names that the model's enums have
// let through.
func TestTablesCoverTheModel(t *testing.T) {
	for _, name := range constraints["AuthFlowType"].enum {
		if f := flowTable()[name]; f.start == nil {
			t.Errorf("no flow %s", name)
		}
	}
	for _, name := range constraints["ChallengeNameType"].enum {
		if ch := challengeTable()[name]; ch.answer == nil {
			t.Errorf("no challenge %s", name)
		}
	}
}

// Nobody can know the code of a user who does not exist, but it may be guessed.
func TestSimulatedCodeIsNeverRight(t *testing.T) {
	sess := &session{code: "12345678", login: &login{name: "nobody"}}
	err := emailOTP().answer(nil, sess, map[string]string{"EMAIL_OTP_CODE": sess.code})
	if e, ok := err.(*apiError); !ok || e.Type != codeMismatch {
		t.Errorf("got %v", err)
	}
}
