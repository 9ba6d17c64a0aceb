package localcognito

// userSRPAuth is AuthFlow USER_SRP_AUTH. The state of the exchange travels in
// SECRET_BLOCK; there is no Session.
func userSRPAuth() flow {
	return flow{
		name:     userSRPAuthName,
		allowBy:  []string{"ALLOW_USER_SRP_AUTH"},
		required: []string{"USERNAME", "SRP_A"},
		start: func(c *call, l *login, in *authRequest) (*authOutput, error) {
			var err error
			if l.srpA, err = parseSRPA(in.params["SRP_A"]); err != nil {
				return nil, err
			}
			params, _, err := c.posePassword(l)
			if err != nil {
				return nil, err
			}
			return &authOutput{ChallengeName: passwordVerifierName, ChallengeParameters: params}, nil
		},
	}
}

const userSRPAuthName = "USER_SRP_AUTH"
