package awssdk

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/cognito-wasm/cognito-wasm/auth"
)

// tokens has the operations that are authorised by a session or a token.
type tokens struct{ client TokenClient }

func (t tokens) call(ctx context.Context, in auth.Input) (auth.Output, error) {
	switch in := in.(type) {
	case *auth.AssociateSoftwareTokenInput:
		return t.associateSoftwareToken(ctx, in)
	case *auth.VerifySoftwareTokenInput:
		return t.verifySoftwareToken(ctx, in)
	case *auth.ConfirmDeviceInput:
		return t.confirmDevice(ctx, in)
	case *auth.GetTokensFromRefreshTokenInput:
		return t.getTokensFromRefreshToken(ctx, in)
	}
	return nil, auth.ErrUnknownOperation
}

func (t tokens) associateSoftwareToken(ctx context.Context, in *auth.AssociateSoftwareTokenInput) (auth.Output, error) {
	out, err := t.client.AssociateSoftwareToken(ctx, &cip.AssociateSoftwareTokenInput{Session: text(in.Session)}, retries(true))
	if err != nil {
		return nil, err
	}
	return &auth.AssociateSoftwareTokenOutput{SecretCode: aws.ToString(out.SecretCode), Session: aws.ToString(out.Session)}, nil
}

func (t tokens) verifySoftwareToken(ctx context.Context, in *auth.VerifySoftwareTokenInput) (auth.Output, error) {
	out, err := t.client.VerifySoftwareToken(ctx, &cip.VerifySoftwareTokenInput{
		Session: text(in.Session), UserCode: text(in.UserCode), FriendlyDeviceName: text(in.FriendlyDeviceName),
	}, retries(true))
	if err != nil {
		return nil, err
	}
	return &auth.VerifySoftwareTokenOutput{Status: string(out.Status), Session: aws.ToString(out.Session)}, nil
}

func (t tokens) confirmDevice(ctx context.Context, in *auth.ConfirmDeviceInput) (auth.Output, error) {
	out, err := t.client.ConfirmDevice(ctx, &cip.ConfirmDeviceInput{
		AccessToken: text(in.AccessToken), DeviceKey: text(in.DeviceKey), DeviceName: text(in.DeviceName),
		DeviceSecretVerifierConfig: &types.DeviceSecretVerifierConfigType{
			Salt: text(in.Salt), PasswordVerifier: text(in.PasswordVerifier),
		},
	}, retries(true)) // twice would be DeviceKeyExistsException
	if err != nil {
		return nil, err
	}
	return &auth.ConfirmDeviceOutput{UserConfirmationNecessary: out.UserConfirmationNecessary}, nil
}

// getTokensFromRefreshToken is repeated after a lost answer: the old refresh token
// goes on for the grace period, and where there is none, nothing is lost that was not
// lost before.
func (t tokens) getTokensFromRefreshToken(ctx context.Context, in *auth.GetTokensFromRefreshTokenInput) (auth.Output, error) {
	out, err := t.client.GetTokensFromRefreshToken(ctx, &cip.GetTokensFromRefreshTokenInput{
		RefreshToken: text(in.RefreshToken), ClientId: text(in.ClientID), ClientSecret: text(in.ClientSecret),
		DeviceKey: text(in.DeviceKey), ClientMetadata: in.ClientMetadata,
	}, retries(false))
	if err != nil {
		return nil, err
	}
	return &auth.GetTokensFromRefreshTokenOutput{AuthenticationResult: authenticationResult(out.AuthenticationResult)}, nil
}
