package localcognito

import (
	"cmp"
	"maps"
	"slices"
)

// groupInput is what operations on one group have in common.
type groupInput struct {
	UserPoolID string `json:"UserPoolId" shape:"UserPoolIdType,required"`
	GroupName  string `json:"GroupName" shape:"GroupNameType,required"`
}

type memberInput struct {
	adminUserInput
	GroupName string `json:"GroupName" shape:"GroupNameType,required"`
}

type groupOutput struct {
	Group groupDescription `json:"Group"`
}

// groupDescription is the structure GroupType.
type groupDescription struct {
	groupSettings
	CreationDate     epoch `json:"CreationDate"`
	LastModifiedDate epoch `json:"LastModifiedDate"`
}

func (g *group) describe() groupDescription {
	return groupDescription{g.groupSettings, epoch(g.created), epoch(g.modified)}
}

// findGroup returns the group of a control-plane call.
func (c *call) findGroup(poolID, name string) (*pool, *group, error) {
	p, err := c.findPool(poolID)
	if err != nil {
		return nil, nil, err
	}
	if g := p.groups[name]; g != nil {
		return p, g, nil
	}
	return nil, nil, fail(resourceNotFound, "Group not found.")
}

// createGroup is CreateGroup.
func createGroup(c *call, in *groupSettings) (*groupOutput, error) {
	p, err := c.findPool(in.UserPoolID)
	if err != nil {
		return nil, err
	}
	if p.groups[in.GroupName] != nil {
		return nil, fail(groupExists, "A group with the name already exists.")
	}
	g := &group{groupSettings: *in, created: c.now, modified: c.now}
	p.groups[g.GroupName] = g
	return &groupOutput{g.describe()}, nil
}

// getGroup is GetGroup.
func getGroup(c *call, in *groupInput) (*groupOutput, error) {
	_, g, err := c.findGroup(in.UserPoolID, in.GroupName)
	if err != nil {
		return nil, err
	}
	return &groupOutput{g.describe()}, nil
}

// updateGroup is UpdateGroup. Members that are absent keep what was set before.
func updateGroup(c *call, in *groupSettings) (*groupOutput, error) {
	_, g, err := c.findGroup(in.UserPoolID, in.GroupName)
	if err != nil {
		return nil, err
	}
	g.Description = cmp.Or(in.Description, g.Description)
	g.Precedence = cmp.Or(in.Precedence, g.Precedence)
	g.RoleArn = cmp.Or(in.RoleArn, g.RoleArn)
	g.modified = c.now
	return &groupOutput{g.describe()}, nil
}

// deleteGroup is DeleteGroup. Its members are in it no longer.
func deleteGroup(c *call, in *groupInput) (*noBody, error) {
	p, g, err := c.findGroup(in.UserPoolID, in.GroupName)
	if err != nil {
		return nil, err
	}
	delete(p.groups, g.GroupName)
	for _, u := range p.users {
		delete(u.groups, g.GroupName)
	}
	return &noBody{}, nil
}

// adminAddUserToGroup is AdminAddUserToGroup. Adding a user twice succeeds.
func adminAddUserToGroup(c *call, in *memberInput) (*noBody, error) {
	u, g, err := c.findMember(in)
	if err != nil {
		return nil, err
	}
	if u.groups == nil {
		u.groups = make(map[string]bool)
	}
	u.groups[g.GroupName] = true
	return &noBody{}, nil
}

// adminRemoveUserFromGroup is AdminRemoveUserFromGroup. Removing a user who is not in
// the group succeeds.
func adminRemoveUserFromGroup(c *call, in *memberInput) (*noBody, error) {
	u, g, err := c.findMember(in)
	if err != nil {
		return nil, err
	}
	delete(u.groups, g.GroupName)
	return &noBody{}, nil
}

func (c *call) findMember(in *memberInput) (*user, *group, error) {
	_, g, err := c.findGroup(in.UserPoolID, in.GroupName)
	if err != nil {
		return nil, nil, err
	}
	_, u, err := c.findUser(in.UserPoolID, in.Username)
	return u, g, err
}

// page is the part of a list that a call asks for.
type page struct {
	Limit     int    `json:"Limit" shape:"QueryLimitType"`
	NextToken string `json:"NextToken" shape:"PaginationKey"`
}

// maxPage is how many items a page has at most (QueryLimitType).
const maxPage = 60

// cut returns the page of list, and the token of the next one: the name of its first
// item.
func cut[T any](in page, list []T, name func(T) string) (items []T, next string, err error) {
	if in.NextToken != "" {
		i := slices.IndexFunc(list, func(item T) bool { return name(item) == in.NextToken })
		if i < 0 {
			return nil, "", fail(invalidParameter, "Invalid pagination token.")
		}
		list = list[i:]
	}
	if limit := cmp.Or(in.Limit, maxPage); len(list) > limit {
		return list[:limit], name(list[limit]), nil
	}
	return list, "", nil
}

type listGroupsInput struct {
	poolInput
	page
}

type listGroupsOutput struct {
	Groups    []groupDescription `json:"Groups"`
	NextToken string             `json:"NextToken,omitempty"`
}

func listOfGroups(in page, groups []*group) (*listGroupsOutput, error) {
	groups, next, err := cut(in, groups, func(g *group) string { return g.GroupName })
	if err != nil {
		return nil, err
	}
	out := &listGroupsOutput{Groups: []groupDescription{}, NextToken: next}
	for _, g := range groups {
		out.Groups = append(out.Groups, g.describe())
	}
	return out, nil
}

// listGroups is ListGroups, by name.
func listGroups(c *call, in *listGroupsInput) (*listGroupsOutput, error) {
	p, err := c.findPool(in.UserPoolID)
	if err != nil {
		return nil, err
	}
	var groups []*group
	for _, name := range slices.Sorted(maps.Keys(p.groups)) {
		groups = append(groups, p.groups[name])
	}
	return listOfGroups(in.page, groups)
}

type adminListGroupsForUserInput struct {
	adminUserInput
	page
}

// adminListGroupsForUser is AdminListGroupsForUser, the group that takes precedence
// first.
func adminListGroupsForUser(c *call, in *adminListGroupsForUserInput) (*listGroupsOutput, error) {
	p, u, err := c.findUser(in.UserPoolID, in.Username)
	if err != nil {
		return nil, err
	}
	return listOfGroups(in.page, p.groupsOf(u))
}

type listUsersInGroupInput struct {
	groupInput
	page
}

type listUsersInGroupOutput struct {
	Users     []userOutput `json:"Users"`
	NextToken string       `json:"NextToken,omitempty"`
}

// listUsersInGroup is ListUsersInGroup, by user name.
func listUsersInGroup(c *call, in *listUsersInGroupInput) (*listUsersInGroupOutput, error) {
	p, g, err := c.findGroup(in.UserPoolID, in.GroupName)
	if err != nil {
		return nil, err
	}
	out := &listUsersInGroupOutput{Users: []userOutput{}}
	for _, name := range slices.Sorted(maps.Keys(p.users)) {
		if p.users[name].groups[g.GroupName] {
			out.Users = append(out.Users, p.users[name].output())
		}
	}
	out.Users, out.NextToken, err = cut(in.page, out.Users, func(u userOutput) string { return u.Username })
	return out, err
}
