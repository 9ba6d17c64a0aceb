package jsbridge

import (
	"strings"

	"github.com/cognito-wasm/cognito-wasm/auth"
)

// partition is one of AWS's, by the beginning of its region names. An empty
// suffix means that AWS has no such endpoint there.
type partition struct {
	prefix, suffix, dualStackSuffix string
}

// partitions in the order in which their prefixes are to be tried. The last one
// is everywhere else. The endpoint rules of the AWS SDK for Go are the test's oracle.
var partitions = []partition{
	{"cn-", "amazonaws.com.cn", "api.amazonwebservices.com.cn"},
	{"us-gov-", "amazonaws.com", "api.aws"},
	{"eusc-", "amazonaws.eu", "api.amazonwebservices.eu"},
	{"us-isob-", "sc2s.sgov.gov", ""},
	{"us-isof-", "csp.hci.ic.gov", ""},
	{"us-iso-", "c2s.ic.gov", ""},
	{"eu-isoe-", "cloud.adc-e.uk", ""},
	{"", "amazonaws.com", "amazonaws.com"},
}

// endpoint gives the address of a region's user pools.
func endpoint(region string, fips, dualStack bool) (string, error) {
	for i := 0; i < len(region); i++ {
		if c := region[i]; (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' {
			region = ""
		}
	}
	if region == "" {
		return "", &auth.Error{Code: auth.CodeInvalidArgument, Message: `region: expected a name such as "eu-west-1"`}
	}
	host := "cognito-idp"
	if fips {
		host = "cognito-idp-fips"
	}
	for _, p := range partitions {
		if strings.HasPrefix(region, p.prefix) {
			suffix := p.suffix
			if dualStack {
				suffix = p.dualStackSuffix
			}
			if suffix == "" {
				break
			}
			return "https://" + host + "." + region + "." + suffix + "/", nil
		}
	}
	return "", &auth.Error{Code: auth.CodeInvalidArgument, Message: "dualStack: expected false, there is no such endpoint in " + region}
}
