package auth_test

import (
	"testing"

	"github.com/cognito-wasm/cognito-wasm/auth"
)

func TestNoDefaultParseJSON(t *testing.T) {
	config := config(&script{})
	config.ParseJSON = nil
	_, err := auth.New(config)
	wantCode(t, err, auth.CodeInvalidArgument)
}
