package peers

import "testing"

// sdkJS is the AWS SDK for JavaScript v3 in a page.
var sdkJS = &peer{
	name: "AWS SDK for JavaScript v3", open: opens("peers/aws-sdk-js.js"),
	published: packages("@aws-sdk/client-cognito-identity-provider"),
}

func TestAWSSDKForJavaScript(t *testing.T) { completes(t, sdkJS) }
