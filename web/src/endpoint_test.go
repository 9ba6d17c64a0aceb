package src_test

import (
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"

	"github.com/cognito-wasm/cognito-wasm/web/internal/tstest"
)

// answer is an endpoint or an error.
type answer struct{ Endpoint, Code, Message string }

func regional(t *testing.T, p *tstest.Process, region string, fips, dualStack bool) answer {
	t.Helper()
	return tstest.Call[answer](t, p, "regional", map[string]any{"region": region, "fips": fips, "dualStack": dualStack})
}

// TestEndpoint compares with the endpoint rules of the AWS SDK for Go.
func TestEndpoint(t *testing.T) {
	p := tstest.Start(t, "testdata/endpoint.mjs")
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
				want, err := resolver.ResolveEndpoint(t.Context(), cip.EndpointParameters{Region: &region, UseFIPS: aws.Bool(fips), UseDualStack: aws.Bool(dualStack)})
				got := regional(t, p, region, fips, dualStack)
				if err != nil || got.Endpoint != want.URI.String()+"/" {
					t.Errorf("%s, fips %v, dualStack %v: %+v, want %s/ %v", region, fips, dualStack, got, want.URI.String(), err)
				}
			}
		}
	}
}

// TestEndpointRefused has what is no region, and what a URL would read as something
// else: the host is that of the request, and a password goes there.
func TestEndpointRefused(t *testing.T) {
	p := tstest.Start(t, "testdata/endpoint.mjs")
	for _, region := range []string{
		"", "EU-west-1", "eu_west_1", "eu-west-1.example.com/", "eu-west-1@host", "ü", "a b", "a/b", "a#", "a:1", "a?b", `a\b`, "a%2fb",
		"eu-west-1\n", "\neu-west-1", "eu-west-1\x00", "eu-west-1\u2028", "..", "a.b",
		"-", "-a", "a-", strings.Repeat("a", 64),
	} {
		if got := regional(t, p, region, false, false); got.Code != "InvalidArgument" || !strings.HasPrefix(got.Message, "region: expected ") {
			t.Errorf("%q: %+v", region, got)
		}
	}
}
