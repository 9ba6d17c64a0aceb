//go:build !js

package jsbridge

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"

	"github.com/cognito-wasm/cognito-wasm/auth"
)

// TestEndpoint compares with the endpoint rules of the AWS SDK for Go.
func TestEndpoint(t *testing.T) {
	resolver := cip.NewDefaultEndpointResolverV2()
	for _, region := range []string{
		"us-east-1", "us-east-2", "us-west-1", "us-west-2", "eu-west-1", "eu-central-2", "eu-north-1", "ap-southeast-7", "ap-northeast-1", "sa-east-1",
		"ca-central-1", "ca-west-1", "me-south-1", "af-south-1", "il-central-1", "mx-central-1",
		"cn-north-1", "cn-northwest-1", "us-gov-east-1", "us-gov-west-1",
		"eusc-de-east-1",
		"us-iso-east-1", "us-iso-west-1", "us-isob-east-1", "us-isob-west-1", "us-isof-south-1", "us-isof-east-1", "eu-isoe-west-1",
		"xx-newest-1", "local",
	} {
		for _, fips := range []bool{false, true} {
			for _, dualStack := range []bool{false, true} {
				want, wantErr := resolver.ResolveEndpoint(t.Context(), cip.EndpointParameters{Region: &region, UseFIPS: aws.Bool(fips), UseDualStack: aws.Bool(dualStack)})
				got, err := endpoint(region, fips, dualStack)
				if wantErr != nil || err != nil || got != want.URI.String()+"/" {
					t.Errorf("%s, fips %v, dualStack %v: %s %v, want %s/ %v", region, fips, dualStack, got, err, want.URI.String(), wantErr)
				}
			}
		}
	}
}

func TestEndpointRefused(t *testing.T) {
	for _, region := range []string{"", "EU-west-1", "eu_west_1", "eu-west-1.example.com/", "eu-west-1@host", "ü", "a b", "a/b", "a#", "a:1"} {
		got, err := endpoint(region, false, false)
		if failure, ok := err.(*auth.Error); !ok || failure.Code != auth.CodeInvalidArgument {
			t.Errorf("%q: %s, %v", region, got, err)
		}
	}
}
