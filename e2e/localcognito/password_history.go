package localcognito

// maxPasswordHistory is the greatest PasswordHistorySize, and how many
// credentials are kept of a user.
const maxPasswordHistory = 24

// checkHistory returns PasswordHistoryPolicyViolationException for one of the
// last PasswordHistorySize passwords, of which the present one is the first
// (developer guide, "Passwords, password recovery, and password policies").
// All of them are compared, so that the time does not tell which one it was.
func (p *pool) checkHistory(u *user, password string) error {
	size := 0
	if p.policy.PasswordHistorySize != nil {
		size = *p.policy.PasswordHistorySize
	}
	used := false
	for _, c := range u.passwords[:min(size, len(u.passwords))] {
		used = c.matches(p.srpName(), u.username, password) || used
	}
	if used {
		return fail(passwordHistoryViolation, "The password was used before.")
	}
	return nil
}

// remember puts the present credential in front of the earlier ones.
func (u *user) remember(c *credential) {
	u.passwords = append([]*credential{c}, u.passwords[:min(len(u.passwords), maxPasswordHistory-1)]...)
}
