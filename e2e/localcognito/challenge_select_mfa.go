package localcognito

import (
	"slices"

	"github.com/go-json-experiment/json"
)

const selectMFATypeName = "SELECT_MFA_TYPE"

// mfaStage asks for the second factor, if the user has one. It follows a
// password; passwordless factors are for users without MFA.
func mfaStage(_ *call, l *login) (string, error) {
	if l.secondFactor || !l.password {
		return "", nil
	}
	switch methods := l.pool.mfaFor(l.user); {
	case len(methods) > 1:
		return selectMFATypeName, nil
	case len(methods) == 1:
		return methods[0], nil
	case l.pool.MfaConfiguration == mfaOn:
		return mfaSetupName, nil
	default:
		return "", nil
	}
}

// selectMFAType is ChallengeName SELECT_MFA_TYPE, for users with several
// methods and no preference.
func selectMFAType() challenge {
	return challenge{
		name:     selectMFATypeName,
		required: []string{"ANSWER"},
		pose: func(c *call, sess *session) (map[string]string, error) {
			choice, err := json.Marshal(sess.login.pool.mfaFor(sess.login.user))
			if err != nil {
				return nil, err
			}
			return map[string]string{
				"USER_ID_FOR_SRP": sess.login.user.username,
				"MFAS_CAN_CHOOSE": string(choice),
			}, nil
		},
		answer: func(c *call, sess *session, responses map[string]string) error {
			answer := responses["ANSWER"]
			if answer == "EMAIL_MFA" { // the documentation's word for it
				answer = methodEmail
			}
			if !slices.Contains(sess.login.pool.mfaFor(sess.login.user), answer) {
				return fail(invalidParameter, "ANSWER must be one of MFAS_CAN_CHOOSE.")
			}
			sess.login.chosen = answer
			return nil
		},
	}
}
