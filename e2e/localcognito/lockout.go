package localcognito

import "time"

const (
	freeAttempts = 5                // wrong passwords before the first lockout
	maxLockout   = 15 * time.Minute // longest lockout, and how long failures are remembered
)

// lockout counts the wrong passwords of one user name, existing or not.
type lockout struct {
	failures int
	last     time.Time
	until    time.Time
}

// locked reports whether attempts with name fail whatever the password. They
// do not count as failures (developer guide, "Lockout behavior for failed
// sign-in attempts").
func (p *pool) locked(name string, now time.Time) bool {
	l, ok := p.lockouts.get(name)
	return ok && now.Before(l.until)
}

// countFailure records a wrong password: the fifth locks for a second, each
// further one for twice as long.
func (p *pool) countFailure(name string, now time.Time) {
	l, ok := p.lockouts.get(name)
	if !ok || now.Sub(l.last) > maxLockout {
		l = new(lockout)
	}
	l.failures++
	l.last = now
	if n := l.failures - freeAttempts; n >= 0 {
		l.until = now.Add(min(maxLockout, time.Second<<min(n, 20)))
	}
	p.lockouts.put(name, l, l.last.Add(2*maxLockout), now)
}
