package localcognito

import (
	"time"

	"github.com/go-webauthn/webauthn/webauthn"
)

// sessionBytes is the randomness in a Session; 256 characters of base64url
// are well inside the 20 to 2048 that the model allows.
const sessionBytes = 192

// sessionMemory is how long a session is remembered past its end, so that
// its holder is told what was wrong with it.
const sessionMemory = time.Hour

// session is one posed challenge that waits for its answer.
type session struct {
	login     *login
	challenge string
	code      string // what was sent to the user, if the challenge sends something
	block     string // id of the SECRET_BLOCK that belongs to the session
	setup     setupProgress
	webAuthn  *webauthn.SessionData // of WEB_AUTHN
	private   map[string]string     // privateChallengeParameters of CUSTOM_CHALLENGE
	metadata  string                // challengeMetadata of CUSTOM_CHALLENGE
	expires   time.Time
	used      bool
}

// newSession stores a session and returns the string that stands for it.
func (c *call) newSession(sess *session) string {
	id := randomToken(sessionBytes)
	sess.expires = c.now.Add(sess.login.client.sessionTTL())
	c.s.sessions.put(id, sess, sess.expires.Add(sessionMemory), c.now)
	return id
}

// findSession returns a session that is alive and belongs to the client, if
// one is given, and the challenge of the answer.
func (c *call) findSession(id string, client *appClient, challenge string) (*session, error) {
	sess, ok := c.s.sessions.get(id)
	switch {
	case !ok || client != nil && sess.login.client != client:
		return nil, fail(notAuthorized, "Invalid session for the user.")
	case sess.used:
		return nil, fail(notAuthorized, "Invalid session for the user, session can only be used once.")
	case !c.now.Before(sess.expires):
		return nil, fail(notAuthorized, "Invalid session for the user, session is expired.")
	case sess.challenge != challenge:
		return nil, fail(notAuthorized, "Invalid session due to a mismatched auth flow")
	}
	return sess, nil
}

// belongsTo refuses the name of another user than the session's, and users
// who were disabled or deleted meanwhile.
func (sess *session) belongsTo(username string) error {
	l := sess.login
	if l.user == nil {
		simulated, _ := l.pool.simulated(l.name)
		if username != l.name && username != simulated {
			return fail(notAuthorized, "Invalid session for the user.")
		}
		return nil
	}
	if l.pool.lookup(username) != l.user {
		return fail(notAuthorized, "Invalid session for the user.")
	}
	if !l.user.enabled {
		return fail(notAuthorized, msgUserDisabled)
	}
	return nil
}
