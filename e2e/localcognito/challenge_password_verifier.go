package localcognito

import (
	"crypto/hmac"
	"encoding/base64"
	"math/big"
	"time"
)

const passwordVerifierName = "PASSWORD_VERIFIER"

// passwordVerifier is ChallengeName PASSWORD_VERIFIER.
func passwordVerifier() challenge {
	return challenge{
		name:     passwordVerifierName,
		required: []string{"PASSWORD_CLAIM_SIGNATURE", "PASSWORD_CLAIM_SECRET_BLOCK", "TIMESTAMP"},
		resume:   resumeFromSecretBlock,
		// The claim was checked by resume: a failed one cannot be retried, so
		// there is no session that an answer could fail in.
		answer: func(*call, *session, map[string]string) error { return nil },
	}
}

// resumeFromSecretBlock opens SECRET_BLOCK, spends it and checks the claim.
// Everything that is wrong with the block, the signature or the spelling of
// the time has the answer of a wrong password.
func resumeFromSecretBlock(c *call, client *appClient, in *respondInput) (*session, error) {
	incorrect := fail(notAuthorized, msgIncorrectPassword)
	claimed, err := parseTimestamp(in.ChallengeResponses["TIMESTAMP"])
	if err != nil {
		return nil, err
	}
	block, sealed, ok := c.s.open(in.ChallengeResponses["PASSWORD_CLAIM_SECRET_BLOCK"])
	if !ok || block.Pool != client.pool.id || block.Client != client.id {
		return nil, incorrect
	}
	if in.Session != "" {
		// The flow poses this challenge without a Session, so the one that
		// came is of another flow.
		return nil, fail(notAuthorized, "Invalid session due to a mismatched auth flow")
	}
	if _, spent := c.s.spent.get(block.ID); spent {
		return nil, fail(notAuthorized, "Invalid session for the user, session can only be used once.")
	}
	expires := block.Created.Add(SecretBlockTTL)
	if !c.now.Before(expires) {
		return nil, fail(notAuthorized, "Invalid session for the user, session is expired.")
	}
	c.s.spent.put(block.ID, struct{}{}, expires.Add(time.Minute), c.now)

	p := client.pool
	var u *user
	if !block.Simulated {
		if u = p.users[block.Username]; u == nil || p.lookup(in.ChallengeResponses["USERNAME"]) != u {
			return nil, incorrect
		}
	}
	err = c.passwordProof(p, u, block.Username, func() bool {
		return u != nil && u.credential != nil && c.recent(claimed) &&
			validClaim(p, u, block, sealed, claimed, in.ChallengeResponses["PASSWORD_CLAIM_SIGNATURE"])
	})
	if err != nil {
		return nil, err
	}
	return &session{challenge: passwordVerifierName, login: &login{client: client, pool: p, user: u, flow: block.Flow}}, nil
}

// recent bounds how far the claim's time may be from the server's.
func (c *call) recent(t time.Time) bool {
	return c.now.Sub(t).Abs() <= c.s.opts.MaxClockSkew
}

// validClaim checks the signature over the canonical spelling of the time.
func validClaim(p *pool, u *user, block *secretBlock, sealed []byte, claimed time.Time, signature string) bool {
	A, b := new(big.Int).SetBytes(block.A), new(big.Int).SetBytes(block.PrivateB)
	key, ok := u.credential.claimKey(A, b)
	if !ok {
		return false
	}
	defer clear(key)
	got, err := base64.StdEncoding.DecodeString(signature)
	want := claimSignature(key, p.srpName(), u.username, sealed, renderTimestamp(claimed))
	return err == nil && hmac.Equal(got, want)
}
