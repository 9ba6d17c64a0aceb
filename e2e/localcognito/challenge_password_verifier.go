package localcognito

import (
	"crypto/hmac"
	"encoding/base64"
	"fmt"
	"math/big"
	"time"
)

const passwordVerifierName = "PASSWORD_VERIFIER"

// passwordVerifier is ChallengeName PASSWORD_VERIFIER. In USER_SRP_AUTH it
// has no Session, in CUSTOM_AUTH and USER_AUTH it has one.
func passwordVerifier() challenge {
	return challenge{
		name:     passwordVerifierName,
		required: []string{"PASSWORD_CLAIM_SIGNATURE", "PASSWORD_CLAIM_SECRET_BLOCK", "TIMESTAMP"},
		pose: func(c *call, sess *session) (params map[string]string, err error) {
			params, sess.block, err = c.posePassword(sess.login)
			return params, err
		},
		resume: resumeFromSecretBlock,
		// The claim was checked by resume: a failed one cannot be retried, so
		// there is no session that an answer could fail in.
		answer: func(*call, *session, map[string]string) error { return nil },
	}
}

// posePassword begins an SRP exchange with l.srpA and returns the
// ChallengeParameters and the id of the SECRET_BLOCK among them.
func (c *call) posePassword(l *login) (params map[string]string, blockID string, err error) {
	if l.srpA == nil {
		return nil, "", fail(invalidLambdaResponse, "PASSWORD_VERIFIER needs a sign-in that began with SRP_A.")
	}
	username, cred, exists, err := l.credential()
	if err != nil {
		return nil, "", err
	}
	block := &secretBlock{Name: l.name, Username: username, Simulated: !exists, SentDevice: l.deviceKey}
	if params, err = c.exchange(l, block, cred); err != nil {
		return nil, "", err
	}
	params["USER_ID_FOR_SRP"] = username
	return params, block.ID, nil
}

// exchange begins an SRP exchange of a sign-in over cred and returns what
// PASSWORD_VERIFIER and DEVICE_PASSWORD_VERIFIER have in common. The caller
// has filled in whom the block is about.
func (c *call) exchange(l *login, block *secretBlock, cred *credential) (map[string]string, error) {
	b := newPrivateB()
	block.ID, block.Pool, block.Client, block.Flow = newUUID(), l.pool.id, l.client.id, l.flow
	block.A, block.PrivateB, block.Created = l.srpA.Bytes(), b.Bytes(), c.now
	l.srpA = nil
	sealed, err := c.s.seal(block)
	if err != nil {
		return nil, err
	}
	return map[string]string{
		"SALT":         fmt.Sprintf("%x", cred.salt),
		"SRP_B":        fmt.Sprintf("%x", cred.publicB(b)),
		"SECRET_BLOCK": sealed,
		"USERNAME":     block.Username,
	}, nil
}

// resumeFromSecretBlock opens SECRET_BLOCK, spends it and checks the claim.
// Everything that is wrong with the block, the signature or the spelling of
// the time has the answer of a wrong password.
func resumeFromSecretBlock(c *call, client *appClient, in *challengeAnswer) (*session, error) {
	incorrect := fail(notAuthorized, msgIncorrectPassword)
	claimed, err := parseTimestamp(in.ChallengeResponses["TIMESTAMP"])
	if err != nil {
		return nil, err
	}
	block, sealed, ok := c.s.open(in.ChallengeResponses["PASSWORD_CLAIM_SECRET_BLOCK"])
	if !ok || block.Pool != client.pool.id || block.Client != client.id || block.DeviceKey != "" {
		return nil, incorrect
	}
	sess, err := c.exchangeOf(client, block, in)
	if err != nil {
		return nil, err
	}
	if err := c.spend(block); err != nil {
		return nil, err
	}
	sess.used = true
	l := sess.login
	if !block.Simulated {
		if l.user == nil || l.user.username != block.Username || l.pool.lookup(in.ChallengeResponses["USERNAME"]) != l.user {
			return nil, incorrect
		}
	}
	return sess, c.provePassword(l, block.Username, func() bool {
		return !block.Simulated && l.user.credential != nil && c.recent(claimed) &&
			validClaim(l.user.credential, block, sealed, claimed, l.pool.srpName(), block.Username, in.ChallengeResponses["PASSWORD_CLAIM_SIGNATURE"])
	})
}

// exchangeOf finds the sign-in of a PASSWORD_VERIFIER: by the block alone in
// USER_SRP_AUTH, else by the Session that the block was posed in.
func (c *call) exchangeOf(client *appClient, block *secretBlock, in *challengeAnswer) (*session, error) {
	if block.Flow != userSRPAuthName {
		sess, err := resumeSession(c, client, in)
		if err == nil && sess.block != block.ID {
			err = fail(notAuthorized, msgIncorrectPassword)
		}
		return sess, err
	}
	if in.Session != "" {
		// The flow poses this challenge without a Session, so the one that
		// came is of another flow.
		return nil, fail(notAuthorized, "Invalid session due to a mismatched auth flow")
	}
	l := &login{client: client, pool: client.pool, name: block.Name, flow: block.Flow, deviceKey: block.SentDevice}
	if !block.Simulated {
		l.user = client.pool.users[block.Username]
	}
	return &session{challenge: passwordVerifierName, login: l, block: block.ID}, nil
}

// spend lets a SECRET_BLOCK be answered once, within its time.
func (c *call) spend(block *secretBlock) error {
	if _, spent := c.s.spent.get(block.ID); spent {
		return fail(notAuthorized, "Invalid session for the user, session can only be used once.")
	}
	expires := block.Created.Add(SecretBlockTTL)
	if !c.now.Before(expires) {
		return fail(notAuthorized, "Invalid session for the user, session is expired.")
	}
	c.s.spent.put(block.ID, struct{}{}, expires.Add(time.Minute), c.now)
	return nil
}

// recent bounds how far the claim's time may be from the server's.
func (c *call) recent(t time.Time) bool {
	return c.now.Sub(t).Abs() <= c.s.opts.MaxClockSkew
}

// validClaim checks the signature over the canonical spelling of the time.
// group and name are the pool and the user, or the device group and the
// device.
func validClaim(cred *credential, block *secretBlock, sealed []byte, claimed time.Time, group, name, signature string) bool {
	A, b := new(big.Int).SetBytes(block.A), new(big.Int).SetBytes(block.PrivateB)
	key, ok := cred.claimKey(A, b)
	if !ok {
		return false
	}
	defer clear(key)
	got, err := base64.StdEncoding.DecodeString(signature)
	want := claimSignature(key, group, name, sealed, renderTimestamp(claimed))
	return err == nil && hmac.Equal(got, want)
}
