package localcognito

import (
	"cmp"
	"math"
	"slices"
	"time"
)

// group is the structure GroupType, as it is kept.
type group struct {
	groupSettings
	created, modified time.Time
}

// groupSettings are the members that CreateGroup and UpdateGroup take and all group
// operations return.
type groupSettings struct {
	GroupName   string `json:"GroupName" shape:"GroupNameType,required"`
	UserPoolID  string `json:"UserPoolId" shape:"UserPoolIdType,required"`
	Description string `json:"Description,omitempty" shape:"DescriptionType"`
	Precedence  *int   `json:"Precedence,omitzero" shape:"PrecedenceType"`
	RoleArn     string `json:"RoleArn,omitempty" shape:"ArnType"`
}

// precedence is null where it is not set, which comes after every number.
func (g *group) precedence() int {
	if g.Precedence == nil {
		return math.MaxInt
	}
	return *g.Precedence
}

// groupsOf returns the groups of a user, the one that takes precedence first.
func (p *pool) groupsOf(u *user) []*group {
	var list []*group
	for name := range u.groups {
		list = append(list, p.groups[name])
	}
	slices.SortFunc(list, func(a, b *group) int {
		return cmp.Or(cmp.Compare(a.precedence(), b.precedence()), cmp.Compare(a.GroupName, b.GroupName))
	})
	return list
}

// groupClaims are what groups put into tokens.
type groupClaims struct {
	groups    []string // cognito:groups of both tokens
	roles     []string // cognito:roles of the ID token
	preferred string   // cognito:preferred_role of the ID token; "" leaves it out
}

// groupClaims are those of a user. The preferred role is that of the group with the
// lowest precedence, unless groups share that and differ in their roles (API
// reference, CreateGroup). Groups without a role have no part in it.
func (p *pool) groupClaims(u *user) groupClaims {
	var c groupClaims
	var first *group
	for _, g := range p.groupsOf(u) {
		c.groups = append(c.groups, g.GroupName)
		if g.RoleArn == "" {
			continue
		}
		switch {
		case first == nil:
			first, c.preferred = g, g.RoleArn
		case g.precedence() == first.precedence() && g.RoleArn != first.RoleArn:
			c.preferred = ""
		}
		if !slices.Contains(c.roles, g.RoleArn) {
			c.roles = append(c.roles, g.RoleArn)
		}
	}
	return c
}
