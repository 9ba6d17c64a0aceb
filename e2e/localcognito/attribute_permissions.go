package localcognito

import "slices"

// msgUnauthorizedAttribute was seen of the service in SignUp too, where it also
// stands for names that the schema does not have (aws-sdk-js#1319, #3603).
const msgUnauthorizedAttribute = "A client attempted to write unauthorized attribute"

// checkPermissions refuses ReadAttributes and WriteAttributes that the client
// cannot have. Writing must cover what the pool requires of every user.
func (a *appClient) checkPermissions() error {
	s := a.pool.schema
	for _, name := range a.ReadAttributes {
		if s.index(name) < 0 {
			return fail(invalidParameter, "Invalid read attributes specified while creating a client")
		}
	}
	missing := func(name string) bool { return !slices.Contains(a.WriteAttributes, name) }
	if slices.ContainsFunc(a.WriteAttributes, func(name string) bool { return !s.writable(name) }) ||
		len(a.WriteAttributes) > 0 && slices.ContainsFunc(s.required(), missing) {
		return fail(invalidParameter, "Invalid write attributes specified while creating a client")
	}
	return nil
}

// writable reports whether some client may write the attribute.
func (s schema) writable(name string) bool {
	i := s.index(name)
	return i >= 0 && !s[i].DeveloperOnlyAttribute && !slices.Contains(serviceAttributes, name)
}

// checkWrite refuses attributes that the client may not write. Without
// WriteAttributes it may write all, custom ones included: that is what reports
// of the service say (aws-cdk#21835, terraform-provider-aws#28684), although the
// API reference speaks of the standard attributes.
func (a *appClient) checkWrite(names ...string) error {
	for _, name := range names {
		if !a.pool.schema.writable(name) || len(a.WriteAttributes) > 0 && !slices.Contains(a.WriteAttributes, name) {
			return fail(notAuthorized, msgUnauthorizedAttribute)
		}
	}
	return nil
}

// readable are the attributes that the client shows: all without
// ReadAttributes, as above, and sub in any case.
func (a *appClient) readable(u *user) attributes {
	shown := attributes{}
	for _, attr := range u.attributes {
		if attr.Name == "sub" || len(a.ReadAttributes) == 0 || slices.Contains(a.ReadAttributes, attr.Name) {
			shown = append(shown, attr)
		}
	}
	return shown
}

// claims are the user's attributes as an ID token of the client shows them.
func (a *appClient) claims(u *user) map[string]any {
	return a.pool.schema.claims(a.readable(u))
}

// names lists the names of attributes.
func (as attributes) names() []string {
	var names []string
	for _, a := range as {
		names = append(names, a.Name)
	}
	return names
}
