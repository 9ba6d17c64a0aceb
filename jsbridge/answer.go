package jsbridge

import "github.com/cognito-wasm/cognito-wasm/auth"

const answer = "answer" + separator

// answers tells an answer's kind by a member, in this order: some have members
// of others beside their own.
var answers = []struct {
	member string
	read   func(p *packet) auth.Answer
}{
	{"setup", func(p *packet) auth.Answer {
		switch auth.ChallengeName(p.text(answer + "setup")) {
		case auth.ChallengeEmailOTP:
			return auth.SetupEmail{Email: p.text(answer + "email")}
		case auth.ChallengeSoftwareTokenMFA:
			return auth.SetupSoftwareToken{Code: p.text(answer + "code"), DeviceName: p.text(answer + "deviceName")}
		}
		return nil
	}},
	{"code", func(p *packet) auth.Answer { return auth.Code(p.text(answer + "code")) }},
	{"choice", func(p *packet) auth.Answer {
		return auth.Choice{Name: p.text(answer + "choice"), Password: p.secret(answer + "password")}
	}},
	{"password", func(p *packet) auth.Answer { return auth.Password(p.secret(answer + "password")) }},
	{"answer", func(p *packet) auth.Answer { return auth.CustomAnswer(p.text(answer + "answer")) }},
	{"credential", func(p *packet) auth.Answer { return auth.Credential(p.text(answer + "credential")) }},
	{"newPassword", func(p *packet) auth.Answer {
		return auth.NewPassword{Password: p.secret(answer + "newPassword"), Attributes: p.texts(answer + "attributes")}
	}},
}

// readAnswer gives nil for an answer of no known kind. The engine refuses that
// and knows what to ask for.
func readAnswer(p *packet) auth.Answer {
	for _, kind := range answers {
		if p.has(answer + kind.member) {
			return kind.read(p)
		}
	}
	return nil
}
