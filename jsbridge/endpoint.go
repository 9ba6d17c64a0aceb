package jsbridge

import (
	"slices"
	"strings"

	"github.com/cognito-wasm/cognito-wasm/auth"
)

// partition is one of AWS's, by the beginning of its region names.
type partition struct {
	prefix, suffix, dualStackSuffix string
}

// partitions in the order in which their prefixes are to be tried. The last one
// is everywhere else. The endpoint rules of the AWS SDK for Go are the test's oracle.
var partitions = []partition{
	{"cn-", "amazonaws.com.cn", "api.amazonwebservices.com.cn"},
	{"us-gov-", "amazonaws.com", "api.aws"},
	{"eusc-", "amazonaws.eu", "api.amazonwebservices.eu"},
	{"us-isob-", "sc2s.sgov.gov", "api.aws.scloud"},
	{"us-isof-", "csp.hci.ic.gov", "api.aws.hci.ic.gov"},
	{"us-iso-", "c2s.ic.gov", "api.aws.ic.gov"},
	{"eu-isoe-", "cloud.adc-e.uk", "api.cloud-aws.adc-e.uk"},
	{"", "amazonaws.com", "api.aws"},
}

// The last partition's usual names have both stacks already; of those for FIPS
// these regions' have.
var fipsWithBothStacks = []string{"us-east-1", "us-east-2", "us-west-1", "us-west-2"}

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
	p := partitions[slices.IndexFunc(partitions, func(p partition) bool { return strings.HasPrefix(region, p.prefix) })]
	suffix := p.suffix
	if dualStack && (p.prefix != "" || fips && !slices.Contains(fipsWithBothStacks, region)) {
		suffix = p.dualStackSuffix
	}
	return "https://" + host + "." + region + "." + suffix + "/", nil
}
