package server

import (
	"context"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	cognito "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
)

// endpointOf gives the address that the page will call, for its
// Content-Security-Policy: the one asked for, or what AWS's own rules say.
func endpointOf(ctx context.Context, opts Options) (string, error) {
	if opts.Endpoint != "" {
		return opts.Endpoint, nil
	}
	region := opts.Region
	if region == "" {
		region, _, _ = strings.Cut(opts.Pool, "_")
	}
	resolved, err := cognito.NewDefaultEndpointResolverV2().ResolveEndpoint(ctx, cognito.EndpointParameters{Region: aws.String(region)})
	if err != nil {
		return "", err
	}
	return resolved.URI.String(), nil
}
