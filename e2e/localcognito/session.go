package localcognito

import (
	"time"
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

// findSession returns a session that is alive and belongs to the client, user
// and challenge of the answer.
func (c *call) findSession(id string, client *appClient, username, challenge string) (*session, error) {
	sess, ok := c.s.sessions.get(id)
	switch {
	case !ok || sess.login.client != client:
		return nil, fail(notAuthorized, "Invalid session for the user.")
	case sess.used:
		return nil, fail(notAuthorized, "Invalid session for the user, session can only be used once.")
	case !c.now.Before(sess.expires):
		return nil, fail(notAuthorized, "Invalid session for the user, session is expired.")
	case client.pool.lookup(username) != sess.login.user:
		return nil, fail(notAuthorized, "Invalid session for the user.")
	case sess.challenge != challenge:
		return nil, fail(notAuthorized, "Invalid session due to a mismatched auth flow")
	}
	return sess, nil
}
