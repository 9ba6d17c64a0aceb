package localcognito

import (
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"path"
	"regexp"
	"strings"
	"time"

	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/loopback"
)

// Options configures a [Server]. The zero value is ready to use.
type Options struct {
	// Addr is the host:port that Start listens on; "localhost:0" if empty.
	Addr string
	// BaseURL is what the URLs of issuers and keys (JWKS) start with, without a
	// trailing slash. If empty it is the listener's URL, or for a server without a
	// listener http:// and the Host of the request.
	BaseURL string
	// Issuer is what the issuer of tokens (their claim iss) starts with, in front
	// of a slash and the pool id; BaseURL if empty. Back ends that verify tokens
	// want the issuer of production, which [AWSIssuer] gives. The keys and the
	// discovery document are served below BaseURL in any case.
	Issuer string
	// CORS is the preflight policy; the zero value echoes like Cognito.
	CORS CORSPolicy
	// OutboxHosts are host names, with a port or without, that /_local/outbox, its
	// siblings and pages that administrate may call the server by, beside loopback
	// names and the hosts of Addr and BaseURL.
	OutboxHosts []string
	// OutboxOrigins are the origins ("http://localhost:8080") whose pages may
	// read /_local/outbox and use its siblings, beside the server's own.
	OutboxOrigins []string
	// Now is the clock for expiry, lockout, TOTP, tokens and the header Date;
	// time.Now if nil. [Server.Clock] and /_local/clock move what it says.
	Now func() time.Time
	// MaxClockSkew is how far TIMESTAMP may be from Now, either way; 15
	// minutes if zero. What Cognito tolerates is not known.
	MaxClockSkew time.Duration
	// Rotation is what nobody has documented about refresh token rotation.
	Rotation Rotation
	// Region is the first part of pool ids; "eu-west-1" if empty.
	Region string
	// FirstPoolID and FirstClientID are the ids of the user pool and of the app
	// client that are created first, so that pages and documents can name them;
	// random like all others if empty. The pool's begins with Region and "_".
	FirstPoolID, FirstClientID string
	// Credentials are the access keys, as secrets by access key id, that sign
	// control-plane and Admin calls (SigV4). Nil means that any credentials
	// pass; then pages of other origins are refused.
	Credentials map[string]string
	// ReadTimeout is how long a request may take to arrive, body included; 30
	// seconds if zero.
	ReadTimeout time.Duration
	// TriggerTimeout is how long a trigger may take; if zero the 5 seconds that
	// Cognito gives a Lambda function.
	TriggerTimeout time.Duration
	// Log receives one record per call, without secrets and user names; nil
	// means none.
	Log *slog.Logger
}

// AWSIssuer is the value of Options.Issuer for the issuer that Cognito itself has
// in Options.Region: https://cognito-idp.REGION.amazonaws.com/POOL.
const AWSIssuer = "aws"

// ErrInvalidOptions is wrapped by the errors of [New] and [Start] that are
// about a value of [Options].
var ErrInvalidOptions = errors.New("localcognito: invalid options")

var (
	regionPattern      = regexp.MustCompile(`\A[\w-]{1,45}\z`)
	firstPoolPattern   = regexp.MustCompile(`\A_[0-9a-zA-Z]{1,9}\z`)
	firstClientPattern = regexp.MustCompile(`\A[\w+]{1,128}\z`)
)

// checked returns the options with what they leave out, or an error that wraps
// [ErrInvalidOptions].
func (o Options) checked() (Options, error) {
	if o.Region == "" {
		o.Region = "eu-west-1"
	}
	if !regionPattern.MatchString(o.Region) || strings.Contains(o.Region, "_") {
		return o, fmt.Errorf("%w: Region %q: want a region name such as eu-west-1", ErrInvalidOptions, o.Region)
	}
	if o.FirstPoolID != "" && !firstPoolPattern.MatchString(strings.TrimPrefix(o.FirstPoolID, o.Region)) {
		return o, fmt.Errorf("%w: FirstPoolID %q: want one that begins with %s_", ErrInvalidOptions, o.FirstPoolID, o.Region)
	}
	if o.FirstClientID != "" && !firstClientPattern.MatchString(o.FirstClientID) {
		return o, fmt.Errorf("%w: FirstClientID %q: want 1 to 128 letters, digits, _ or +", ErrInvalidOptions, o.FirstClientID)
	}
	if o.BaseURL != "" {
		if !isBase(o.BaseURL) {
			return o, fmt.Errorf("%w: BaseURL %q: want an absolute http or https URL", ErrInvalidOptions, redacted(o.BaseURL))
		}
		o.BaseURL = strings.TrimRight(o.BaseURL, "/")
	}
	switch {
	case o.Issuer == AWSIssuer:
		o.Issuer = "https://cognito-idp." + o.Region + ".amazonaws.com"
		if strings.HasPrefix(o.Region, "cn-") {
			o.Issuer += ".cn"
		}
	case o.Issuer != "":
		o.Issuer = strings.TrimRight(o.Issuer, "/")
		if !isBase(o.Issuer) || firstPoolPattern.MatchString(strings.TrimPrefix(path.Base(o.Issuer), o.Region)) {
			return o, fmt.Errorf("%w: Issuer %q: want %s, or an absolute http or https URL without the pool id, which comes after it", ErrInvalidOptions, redacted(o.Issuer), AWSIssuer)
		}
	}
	for _, d := range []struct {
		name  string
		value *time.Duration
		unset time.Duration
	}{
		{"MaxClockSkew", &o.MaxClockSkew, 15 * time.Minute},
		{"ReadTimeout", &o.ReadTimeout, loopback.DefaultReadTimeout},
		{"TriggerTimeout", &o.TriggerTimeout, 5 * time.Second},
		{"Rotation.DefaultGrace", &o.Rotation.DefaultGrace, 0},
	} {
		if *d.value < 0 {
			return o, fmt.Errorf("%w: %s %v: want a positive duration", ErrInvalidOptions, d.name, *d.value)
		}
		if *d.value == 0 {
			*d.value = d.unset
		}
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	return o, nil
}

// hosts are those that the server takes for its own before it listens.
func (o Options) hosts() (loopback.Hosts, error) {
	var hosts loopback.Hosts
	if u, err := url.Parse(o.BaseURL); err == nil && u.Host != "" {
		if err := hosts.Add(u.Host); err != nil {
			return hosts, fmt.Errorf("%w: BaseURL: %w", ErrInvalidOptions, err)
		}
	}
	if err := hosts.Add(o.OutboxHosts...); err != nil {
		return hosts, fmt.Errorf("%w: OutboxHosts: %w", ErrInvalidOptions, err)
	}
	return hosts, nil
}

// isBase reports whether text is a URL that paths can be put behind.
func isBase(text string) bool {
	u, err := url.Parse(text)
	return err == nil && u.Host != "" && (u.Scheme == "http" || u.Scheme == "https") && u.User == nil && u.RawQuery == "" && !u.ForceQuery && u.Fragment == ""
}

// redacted is a URL without the password that may be in it.
func redacted(text string) string {
	if u, err := url.Parse(text); err == nil {
		return u.Redacted()
	}
	return text
}
