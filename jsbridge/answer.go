package jsbridge

import "github.com/cognito-wasm/cognito-wasm/auth"

const answer = "answer" + separator

// answers tells an answer's kind by the member that only this kind has.
var answers = []struct {
	member string
	read   func(p *packet) auth.Answer
}{
	{"code", func(p *packet) auth.Answer { return auth.Code(p.text(answer + "code")) }},
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
