package testrun

import "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

// What the pool of Start allows beside passwords and SRP.
var (
	flows   = []types.ExplicitAuthFlowsType{types.ExplicitAuthFlowsTypeAllowUserAuth, types.ExplicitAuthFlowsTypeAllowCustomAuth}
	factors = []types.AuthFactorType{types.AuthFactorTypePassword, types.AuthFactorTypeEmailOtp, types.AuthFactorTypeSmsOtp, types.AuthFactorTypeWebAuthn}
)
