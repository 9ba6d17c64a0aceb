package awssdk_test

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

// What the example finds.
var (
	endpoint             *string
	userPoolID, clientID string
)

func provisionExample() (err error) {
	ctx := context.Background()
	endpoint, userPoolID = aws.String(local.URL()), local.pool.id
	if clientID, _, err = local.pool.newAppClient(ctx); err != nil {
		return err
	}
	_, err = local.pool.admin.AdminCreateUser(ctx, &cip.AdminCreateUserInput{
		UserPoolId: &userPoolID, Username: aws.String("alice"), MessageAction: types.MessageActionTypeSuppress,
	})
	if err != nil {
		return err
	}
	_, err = local.pool.admin.AdminSetUserPassword(ctx, &cip.AdminSetUserPasswordInput{
		UserPoolId: &userPoolID, Username: aws.String("alice"), Password: aws.String("Correct-1234"), Permanent: true,
	})
	return err
}
