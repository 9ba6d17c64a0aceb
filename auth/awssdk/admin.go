package awssdk

import (
	"context"
	"errors"

	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/aws/smithy-go"

	"github.com/cognito-wasm/cognito-wasm/auth"
)

// AdminClient is what [NewAdmin] needs of a *cognitoidentityprovider.Client with
// IAM credentials for cognito-idp:AdminInitiateAuth and
// cognito-idp:AdminRespondToAuthChallenge.
type AdminClient interface {
	TokenClient
	AdminInitiateAuth(context.Context, *cip.AdminInitiateAuthInput, ...func(*cip.Options)) (*cip.AdminInitiateAuthOutput, error)
	AdminRespondToAuthChallenge(context.Context, *cip.AdminRespondToAuthChallengeInput, ...func(*cip.Options)) (*cip.AdminRespondToAuthChallengeOutput, error)
}

var _ AdminClient = (*cip.Client)(nil)

// AdminOptions are what the Admin forms take beside the members of a sign-in.
type AdminOptions struct {
	// UserPoolID is the user pool's, as in auth.Config.
	UserPoolID string
	// ContextData describes the user's request for threat protection: the address,
	// the server and its path, the headers, the encoded data of AWS's script. Nil
	// where the pool has none. It takes the place of UserContextData.
	// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ContextDataType.html
	ContextData func(ctx context.Context) *types.ContextDataType
}

// NewAdmin gives an auth.API that signs in by AdminInitiateAuth and
// AdminRespondToAuthChallenge, signed with the SDK client's IAM credentials. It
// is for servers. Initiate takes the flows ADMIN_USER_PASSWORD_AUTH and
// ADMIN_NO_SRP_AUTH with it, beside the others but USER_PASSWORD_AUTH, which
// these operations do not have.
func NewAdmin(client AdminClient, options AdminOptions) auth.API {
	return admin{tokens{client}, client, options}
}

type admin struct {
	tokens
	client  AdminClient
	options AdminOptions
}

// missing names a required member that the caller left out of AdminOptions. The
// SDK finds that before it sends anything.
func missing(err error) error {
	invalid, ok := errors.AsType[smithy.InvalidParamsError](err)
	if !ok {
		return err
	}
	for _, cause := range invalid.Errs() {
		if member, ok := errors.AsType[smithy.InvalidParamError](cause); ok {
			return &auth.Error{Code: auth.CodeInvalidArgument, Message: member.Field() + ": expected a value", Err: err}
		}
	}
	return err
}

// Admin tells package auth that the ADMIN flows have come to the right place.
func (admin) Admin() bool { return true }

func (a admin) contextData(ctx context.Context) *types.ContextDataType {
	if a.options.ContextData == nil {
		return nil
	}
	return a.options.ContextData(ctx)
}

// Call calls an operation by the SDK client.
func (a admin) Call(ctx context.Context, in auth.Input) (auth.Output, error) {
	switch in := in.(type) {
	case *auth.InitiateAuthInput:
		return a.initiateAuth(ctx, in)
	case *auth.RespondToAuthChallengeInput:
		return a.respondToAuthChallenge(ctx, in)
	}
	return a.tokens.call(ctx, in)
}

func (a admin) initiateAuth(ctx context.Context, in *auth.InitiateAuthInput) (auth.Output, error) {
	out, err := a.client.AdminInitiateAuth(ctx, &cip.AdminInitiateAuthInput{
		UserPoolId:        text(a.options.UserPoolID),
		AuthFlow:          types.AuthFlowType(in.AuthFlow),
		ClientId:          text(in.ClientID),
		AuthParameters:    in.AuthParameters,
		ClientMetadata:    in.ClientMetadata,
		AnalyticsMetadata: analyticsMetadata(in.AnalyticsMetadata),
		ContextData:       a.contextData(ctx),
		Session:           text(in.Session),
	}, retries(in.Session != ""))
	if err != nil {
		return nil, missing(err)
	}
	output := answer(out.ChallengeName, out.Session, out.ChallengeParameters, out.AuthenticationResult)
	for _, name := range out.AvailableChallenges {
		output.AvailableChallenges = append(output.AvailableChallenges, string(name))
	}
	return output, nil
}

func (a admin) respondToAuthChallenge(ctx context.Context, in *auth.RespondToAuthChallengeInput) (auth.Output, error) {
	out, err := a.client.AdminRespondToAuthChallenge(ctx, &cip.AdminRespondToAuthChallengeInput{
		UserPoolId:         text(a.options.UserPoolID),
		ChallengeName:      types.ChallengeNameType(in.ChallengeName),
		ClientId:           text(in.ClientID),
		Session:            text(in.Session),
		ChallengeResponses: in.ChallengeResponses,
		ClientMetadata:     in.ClientMetadata,
		AnalyticsMetadata:  analyticsMetadata(in.AnalyticsMetadata),
		ContextData:        a.contextData(ctx),
	}, retries(true))
	if err != nil {
		return nil, missing(err)
	}
	return answer(out.ChallengeName, out.Session, out.ChallengeParameters, out.AuthenticationResult), nil
}
