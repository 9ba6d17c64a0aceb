package awssdk_test

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/cognito-wasm/cognito-wasm/auth"
)

// What the examples find: alice, and bob with an SMS_MFA.
var (
	endpoint             *string
	userPoolID, clientID string

	iam = credentials.NewStaticCredentialsProvider(accessKey, secretKey, "")
)

// ask is the user, who reads the code from a phone.
func ask(_ string, step *auth.Step) string {
	message, _ := local.Outbox().Last(userPoolID, step.Username)
	return message.Code
}

func provisionExample() (err error) {
	ctx := context.Background()
	endpoint, userPoolID = aws.String(local.URL()), local.pool.id
	if clientID, _, err = local.pool.newAppClient(ctx); err != nil {
		return err
	}
	for _, username := range []string{"alice", "bob"} {
		if _, err := local.pool.admin.AdminCreateUser(ctx, &cip.AdminCreateUserInput{
			UserPoolId: &userPoolID, Username: &username, MessageAction: types.MessageActionTypeSuppress,
			UserAttributes: []types.AttributeType{{Name: aws.String("phone_number"), Value: aws.String("+12025550100")}},
		}); err != nil {
			return err
		}
		if _, err := local.pool.admin.AdminSetUserPassword(ctx, &cip.AdminSetUserPasswordInput{
			UserPoolId: &userPoolID, Username: &username, Password: aws.String("Correct-1234"), Permanent: true,
		}); err != nil {
			return err
		}
	}
	_, err = local.pool.admin.AdminSetUserMFAPreference(ctx, &cip.AdminSetUserMFAPreferenceInput{
		UserPoolId: &userPoolID, Username: aws.String("bob"), SMSMfaSettings: &types.SMSMfaSettingsType{Enabled: true, PreferredMfa: true},
	})
	return err
}
