package testrun

import (
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
)

// AllFlows are the options of the pool of Start: every flow, and every first
// factor.
var AllFlows = provision.Options{
	Flows: []types.ExplicitAuthFlowsType{types.ExplicitAuthFlowsTypeAllowUserAuth, types.ExplicitAuthFlowsTypeAllowCustomAuth},
	FirstFactors: []types.AuthFactorType{
		types.AuthFactorTypePassword, types.AuthFactorTypeEmailOtp, types.AuthFactorTypeSmsOtp, types.AuthFactorTypeWebAuthn,
	},
}
