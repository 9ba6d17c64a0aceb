package auth

import "github.com/cognito-wasm/cognito-wasm/srp"

// userSRPAuth takes Username and Password. The password never leaves: Cognito
// gets A now and a signature in PASSWORD_VERIFIER.
func userSRPAuth(a *attempt, request *InitiateRequest) (map[string]string, *Error) {
	if err := checkUsername(request.Username); err != nil {
		return nil, err
	}
	if err := checkPassword("password", request.Password); err != nil {
		return nil, err
	}
	ephemeral, err := srp.NewEphemeral()
	if err != nil {
		return nil, &Error{Code: CodeInternalError, Message: "the key pair could not be made", Err: err}
	}
	a.ephemeral, a.password = ephemeral, request.Password
	return map[string]string{
		paramUsername: request.Username,
		paramSRPA:     ephemeral.A(),
	}, nil
}
