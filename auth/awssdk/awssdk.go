// Package awssdk lets package auth speak to Cognito through the AWS SDK for Go.
//
// The SDK has no SRP: its InitiateAuth wants a finished SRP_A and its
// RespondToAuthChallenge a finished signature. With this adapter a Go program
// that has a cognitoidentityprovider.Client signs in with SRP, and keeps the
// SDK's retries, endpoints, middleware and errors.
//
// Not for the browser: the SDK's client would make the module five times larger.
package awssdk

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/cognito-wasm/cognito-wasm/auth"
)

// Client is what the adapter needs of a *cognitoidentityprovider.Client. These
// operations are unsigned, so the client needs no credentials.
type Client interface {
	TokenClient
	InitiateAuth(context.Context, *cip.InitiateAuthInput, ...func(*cip.Options)) (*cip.InitiateAuthOutput, error)
	RespondToAuthChallenge(context.Context, *cip.RespondToAuthChallengeInput, ...func(*cip.Options)) (*cip.RespondToAuthChallengeOutput, error)
}

// TokenClient is what both adapters need: the operations that have no form for
// administrators.
type TokenClient interface {
	AssociateSoftwareToken(context.Context, *cip.AssociateSoftwareTokenInput, ...func(*cip.Options)) (*cip.AssociateSoftwareTokenOutput, error)
	VerifySoftwareToken(context.Context, *cip.VerifySoftwareTokenInput, ...func(*cip.Options)) (*cip.VerifySoftwareTokenOutput, error)
	ConfirmDevice(context.Context, *cip.ConfirmDeviceInput, ...func(*cip.Options)) (*cip.ConfirmDeviceOutput, error)
	GetTokensFromRefreshToken(context.Context, *cip.GetTokensFromRefreshTokenInput, ...func(*cip.Options)) (*cip.GetTokensFromRefreshTokenOutput, error)
}

var _ Client = (*cip.Client)(nil)

// New gives the auth.API of an SDK client. The SDK's errors stay reachable with
// errors.As behind those of package auth.
func New(client Client) auth.API { return adapter{tokens{client}, client} }

type adapter struct {
	tokens
	client Client
}

// Call calls an operation by the SDK client.
func (a adapter) Call(ctx context.Context, in auth.Input) (auth.Output, error) {
	switch in := in.(type) {
	case *auth.InitiateAuthInput:
		return a.initiateAuth(ctx, in)
	case *auth.RespondToAuthChallengeInput:
		return a.respondToAuthChallenge(ctx, in)
	}
	return a.tokens.call(ctx, in)
}

func (a adapter) initiateAuth(ctx context.Context, in *auth.InitiateAuthInput) (auth.Output, error) {
	out, err := a.client.InitiateAuth(ctx, &cip.InitiateAuthInput{
		AuthFlow:          types.AuthFlowType(in.AuthFlow),
		ClientId:          text(in.ClientID),
		AuthParameters:    in.AuthParameters,
		ClientMetadata:    in.ClientMetadata,
		AnalyticsMetadata: analyticsMetadata(in.AnalyticsMetadata),
		UserContextData:   userContextData(in.UserContextData),
		Session:           text(in.Session),
	}, retries(in.Session != "")) // a Session is ConfirmSignUp's and can be used once
	if err != nil {
		return nil, err
	}
	output := answer(out.ChallengeName, out.Session, out.ChallengeParameters, out.AuthenticationResult)
	for _, name := range out.AvailableChallenges {
		output.AvailableChallenges = append(output.AvailableChallenges, string(name))
	}
	return output, nil
}

func (a adapter) respondToAuthChallenge(ctx context.Context, in *auth.RespondToAuthChallengeInput) (auth.Output, error) {
	out, err := a.client.RespondToAuthChallenge(ctx, &cip.RespondToAuthChallengeInput{
		ChallengeName:      types.ChallengeNameType(in.ChallengeName),
		ClientId:           text(in.ClientID),
		Session:            text(in.Session),
		ChallengeResponses: in.ChallengeResponses,
		ClientMetadata:     in.ClientMetadata,
		AnalyticsMetadata:  analyticsMetadata(in.AnalyticsMetadata),
		UserContextData:    userContextData(in.UserContextData),
	}, retries(true))
	if err != nil {
		return nil, err
	}
	return answer(out.ChallengeName, out.Session, out.ChallengeParameters, out.AuthenticationResult), nil
}

func answer(name types.ChallengeNameType, session *string, parameters map[string]string, result *types.AuthenticationResultType) *auth.AuthOutput {
	return &auth.AuthOutput{
		ChallengeName:        auth.ChallengeName(name),
		Session:              aws.ToString(session),
		ChallengeParameters:  parameters,
		AuthenticationResult: authenticationResult(result),
	}
}

func authenticationResult(result *types.AuthenticationResultType) *auth.AuthenticationResult {
	if result == nil {
		return nil
	}
	output := &auth.AuthenticationResult{
		AccessToken:  aws.ToString(result.AccessToken),
		IDToken:      aws.ToString(result.IdToken),
		RefreshToken: aws.ToString(result.RefreshToken),
		TokenType:    aws.ToString(result.TokenType),
		ExpiresIn:    int(result.ExpiresIn),
	}
	if device := result.NewDeviceMetadata; device != nil {
		output.NewDeviceMetadata = &auth.NewDeviceMetadata{
			DeviceKey:      aws.ToString(device.DeviceKey),
			DeviceGroupKey: aws.ToString(device.DeviceGroupKey),
		}
	}
	return output
}

// text leaves out what is empty, as the members of package auth promise.
func text(value string) *string {
	if value == "" {
		return nil
	}
	return &value
}

func analyticsMetadata(in *auth.AnalyticsMetadata) *types.AnalyticsMetadataType {
	if in == nil {
		return nil
	}
	return &types.AnalyticsMetadataType{AnalyticsEndpointId: text(in.AnalyticsEndpointID)}
}

func userContextData(in *auth.UserContextData) *types.UserContextDataType {
	if in == nil {
		return nil
	}
	return &types.UserContextDataType{IpAddress: text(in.IPAddress), EncodedData: text(in.EncodedData)}
}
