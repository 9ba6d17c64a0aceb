package peers

import "testing"

// amplify is AWS's client for web apps, with its tokens in localStorage.
var amplify = &peer{
	name: "Amplify v6", open: opens("peers/aws-amplify.js"), published: packages("aws-amplify", "@aws-amplify/auth"),
	warns: "You are using a custom Amazon Amazon Cognito User Pool endpoint",
}

func TestAmplify(t *testing.T) { completes(t, amplify) }
