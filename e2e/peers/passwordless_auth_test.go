package peers

import "testing"

// passwordlessAuth is AWS's sample client, with its own SRP on BigInt and WebCrypto.
var passwordlessAuth = &peer{
	name: "amazon-cognito-passwordless-auth", open: opens("peers/amazon-cognito-passwordless-auth.js"),
	published: packages("amazon-cognito-passwordless-auth/dist/client"),
}

func TestAmazonCognitoPasswordlessAuth(t *testing.T) { completes(t, passwordlessAuth) }
