package localcognito

import (
	"fmt"
)

// userSRPAuth is AuthFlow USER_SRP_AUTH. The state of the exchange travels in
// SECRET_BLOCK; there is no Session.
func userSRPAuth() flow {
	return flow{
		name:     "USER_SRP_AUTH",
		allowBy:  []string{"ALLOW_USER_SRP_AUTH"},
		required: []string{"USERNAME", "SRP_A"},
		start: func(c *call, l *login, params map[string]string) (*authOutput, error) {
			A, err := parseSRPA(params["SRP_A"])
			if err != nil {
				return nil, err
			}
			username, cred := l.pool.simulated(params["USERNAME"])
			exists := l.user != nil && l.user.credential != nil
			if exists {
				username, cred = l.user.username, l.user.credential
			} else if !l.client.hidesUsers() {
				return nil, fail(userNotFound, msgUserNotFound)
			}
			b := newPrivateB()
			block, err := c.s.seal(&secretBlock{
				ID: newUUID(), Pool: l.pool.id, Client: l.client.id, Flow: l.flow,
				Username: username, Simulated: !exists,
				A: A.Bytes(), PrivateB: b.Bytes(), Created: c.now,
			})
			if err != nil {
				return nil, err
			}
			return &authOutput{
				ChallengeName: passwordVerifierName,
				ChallengeParameters: map[string]string{
					"SALT":            fmt.Sprintf("%x", cred.salt),
					"SRP_B":           fmt.Sprintf("%x", cred.publicB(b)),
					"SECRET_BLOCK":    block,
					"USERNAME":        username,
					"USER_ID_FOR_SRP": username,
				},
			}, nil
		},
	}
}
