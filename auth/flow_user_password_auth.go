package auth

// userPasswordAuth takes Username and Password and sends both, under TLS alone.
// It is what the user-migration trigger needs.
func userPasswordAuth(_ *attempt, request *InitiateRequest) (map[string]string, *Error) {
	if err := checkUsername(request.Username); err != nil {
		return nil, err
	}
	if err := checkPassword(argPassword, request.Password); err != nil {
		return nil, err
	}
	return map[string]string{
		paramUsername: request.Username,
		paramPassword: string(request.Password),
	}, nil
}
