package localcognito

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
)

const (
	signingService = "cognito-idp"
	// signatureAge is how far X-Amz-Date may be from the server's clock (IAM
	// user guide, "Troubleshooting Signature Version 4").
	signatureAge   = 15 * time.Minute
	amzDateLayout  = "20060102T150405Z"
	msgBadKey      = "The security token included in the request is invalid."
	msgBadSignedAs = "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details."
)

// authorizationPattern is the Authorization header of Signature Version 4
// (IAM user guide, "Create a signed AWS API request").
var authorizationPattern = regexp.MustCompile(
	`\AAWS4-HMAC-SHA256 Credential=([\w-]+)/(\d{8})/([\w-]+)/([\w-]+)/aws4_request, ?SignedHeaders=([a-z0-9;-]+), ?Signature=([0-9a-f]{64})\z`)

// verifySignature checks the AWS signature of a request against
// Options.Credentials; without any, every signature passes. The exceptions and
// messages are those of AWS's front ends, seen in bug reports.
func (s *Server) verifySignature(r *http.Request, body []byte, now time.Time) error {
	if s.opts.Credentials == nil {
		return nil
	}
	header := r.Header.Get("Authorization")
	if header == "" {
		return fail(missingAuthenticationToken, "Missing Authentication Token")
	}
	m := authorizationPattern.FindStringSubmatch(header)
	signedAt, err := time.Parse(amzDateLayout, r.Header.Get("X-Amz-Date"))
	if m == nil || err != nil {
		return fail(incompleteSignature, "Authorization and X-Amz-Date must be those of AWS Signature Version 4.")
	}
	key, date, region, service, signed := m[1], m[2], m[3], m[4], strings.Split(m[5], ";")
	secret, ok := s.opts.Credentials[key]
	if !ok || r.Header.Get("X-Amz-Security-Token") != "" {
		return fail(unrecognizedClient, msgBadKey)
	}
	switch {
	case service != signingService:
		return fail(invalidSignature, "Credential should be scoped to correct service: '%s'.", signingService)
	case region != s.opts.Region:
		return fail(invalidSignature, "Credential should be scoped to a valid region, not '%s'.", region)
	case date != signedAt.Format("20060102"):
		return fail(invalidSignature, "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP.")
	case now.Sub(signedAt) > signatureAge:
		return fail(invalidSignature, "Signature expired: %s is now earlier than %s (%s - 15 min.)", stampOf(signedAt), stampOf(now.Add(-signatureAge)), stampOf(now))
	case signedAt.Sub(now) > signatureAge:
		return fail(invalidSignature, "Signature not yet current: %s is still later than %s (%s + 15 min.)", stampOf(signedAt), stampOf(now.Add(signatureAge)), stampOf(now))
	}
	for _, name := range []string{"host", "x-amz-date", "x-amz-target"} {
		if !slices.Contains(signed, name) {
			return fail(invalidSignature, "'%s' must be a 'SignedHeader' in the AWS Authorization.", name)
		}
	}
	want, err := signAgain(r, body, aws.Credentials{AccessKeyID: key, SecretAccessKey: secret}, region, signed, signedAt)
	if err != nil {
		return err
	}
	if !equalSecret(strings.ReplaceAll(header, ",Sig", ", Sig"), want) {
		return fail(invalidSignature, msgBadSignedAs)
	}
	return nil
}

func stampOf(t time.Time) string { return t.UTC().Format(amzDateLayout) }

// signAgain returns the Authorization header that the SDK's own signer makes
// of the signed parts of a request.
func signAgain(r *http.Request, body []byte, key aws.Credentials, region string, signed []string, at time.Time) (string, error) {
	again, err := http.NewRequestWithContext(r.Context(), r.Method, "http://"+r.Host+r.URL.RequestURI(), nil)
	if err != nil {
		return "", fail(invalidSignature, msgBadSignedAs)
	}
	for _, name := range signed {
		switch name {
		case "host": // signed from the URL
		case "content-length":
			again.ContentLength = int64(len(body))
		default:
			again.Header[http.CanonicalHeaderKey(name)] = r.Header.Values(name)
		}
	}
	sum := sha256.Sum256(body)
	if err := v4.NewSigner().SignHTTP(r.Context(), key, again, hex.EncodeToString(sum[:]), signingService, region, at); err != nil {
		return "", err
	}
	return again.Header.Get("Authorization"), nil
}
