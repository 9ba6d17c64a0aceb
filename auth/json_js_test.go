package auth_test

import (
	"testing"

	"github.com/cognito-wasm/cognito-wasm/auth"
)

func TestAPIWithoutParser(t *testing.T) {
	_, err := auth.New(config(struct{ auth.API }{&script{}}))
	wantCode(t, err, auth.CodeInvalidArgument)
}
