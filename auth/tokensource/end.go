package tokensource

import (
	"encoding/base64"
	"encoding/json"
	"strings"
	"time"

	"github.com/cognito-wasm/cognito-wasm/auth"
)

// accessEnd is when the access token ends, by the local clock on the wall: the
// monotonic one stands still while a computer sleeps.
func accessEnd(tokens auth.Tokens) time.Time {
	if tokens.AccessToken == "" {
		return time.Time{}
	}
	return tokens.ExpiresAt.Round(0)
}

// idEnd is when the ID token ends, by the same clock. Each kind of
// token has its own lifetime. Cognito tells only the access token's; the tokens
// themselves say how far their ends are apart.
func idEnd(tokens auth.Tokens) time.Time {
	if tokens.IDToken == "" {
		return time.Time{}
	}
	end := tokens.ExpiresAt.Round(0)
	id, access := expiry(tokens.IDToken), expiry(tokens.AccessToken)
	if id == 0 || access == 0 {
		return end
	}
	return end.Add(time.Duration(id-access) * time.Second)
}

// expiry reads the claim exp of a JWT, in seconds since 1970, without verifying
// anything. It is 0 where there is none.
func expiry(token string) int64 {
	_, rest, _ := strings.Cut(token, ".")
	body, _, _ := strings.Cut(rest, ".")
	payload, err := base64.RawURLEncoding.DecodeString(body)
	if err != nil {
		return 0
	}
	var claims struct {
		Expires int64 `json:"exp"`
	}
	if json.Unmarshal(payload, &claims) != nil {
		return 0
	}
	return claims.Expires
}
