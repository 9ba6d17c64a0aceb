//go:build !js

package auth

import "github.com/aws/smithy-go"

// In native programs our errors are those of the AWS SDK for Go.
type (
	apiError = smithy.APIError
	fault    = smithy.ErrorFault
)

const (
	faultUnknown = smithy.FaultUnknown
	faultServer  = smithy.FaultServer
	faultClient  = smithy.FaultClient
)
