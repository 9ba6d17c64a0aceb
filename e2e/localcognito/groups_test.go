package localcognito_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	cognito "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
)

const roles = "arn:aws:iam::123456789012:role/"

// group makes a group; precedence below zero is none, an empty role none.
func (f *fixture) group(name string, precedence int32, role string) {
	f.Helper()
	in := &cognito.CreateGroupInput{UserPoolId: &f.pool, GroupName: &name}
	if precedence >= 0 {
		in.Precedence = &precedence
	}
	if role != "" {
		in.RoleArn = aws.String(roles + role)
	}
	if _, err := f.api.CreateGroup(f.Context(), in); err != nil {
		f.Fatal(err)
	}
}

func (f *fixture) join(username string, groups ...string) {
	f.Helper()
	for _, group := range groups {
		if _, err := f.api.AdminAddUserToGroup(f.Context(), &cognito.AdminAddUserToGroupInput{UserPoolId: &f.pool, GroupName: &group, Username: &username}); err != nil {
			f.Fatal(err)
		}
	}
}

// The claims of groups. What is preferred is the API reference's, CreateGroup.
func TestGroupClaims(t *testing.T) {
	f := newFixture(t)
	f.group("none", -1, "lowest")
	f.group("two-b", 2, "b")
	f.group("two-a", 2, "a")
	f.group("two-a2", 2, "a")
	f.group("one", 1, "")
	f.group("three", 3, "c")
	for _, tt := range []struct {
		groups, want, roles string
		preferred           any
	}{
		{"", "", "", nil},
		{"one", "one", "", nil},
		{"none", "none", "lowest", roles + "lowest"},
		{"none three one", "one three none", "c lowest", roles + "c"},
		{"two-b two-a", "two-a two-b", "a b", nil},
		{"two-a2 two-a", "two-a two-a2", "a", roles + "a"},
		{"three two-b", "two-b three", "b c", roles + "b"},
		{"two-a two-b none", "two-a two-b none", "a b lowest", nil},
	} {
		name := "user-" + strings.ReplaceAll(tt.groups, " ", "-")
		f.confirm(name)
		f.join(name, strings.Fields(tt.groups)...)
		r := f.signIn(name)
		id, access := payload(t, *r.IdToken), payload(t, *r.AccessToken)
		list := func(claim any) string {
			if claim == nil {
				return ""
			}
			return strings.ReplaceAll(strings.Trim(fmt.Sprint(claim), "[]"), roles, "")
		}
		if list(id["cognito:groups"]) != tt.want || list(access["cognito:groups"]) != tt.want || list(id["cognito:roles"]) != tt.roles || id["cognito:preferred_role"] != tt.preferred {
			t.Errorf("%q: ID token %v %v %v, access token %v", tt.groups, id["cognito:groups"], id["cognito:roles"], id["cognito:preferred_role"], access["cognito:groups"])
		}
		if tt.groups == "" && (id["cognito:groups"] != nil || access["cognito:groups"] != nil) {
			t.Error("without groups the claim is there")
		}
		if access["cognito:roles"] != nil || access["cognito:preferred_role"] != nil {
			t.Errorf("%q: the access token has roles", tt.groups)
		}
	}
}

// Groups may change at any refresh.
func TestGroupsAfterRefresh(t *testing.T) {
	f := newFixture(t)
	f.confirm("alice")
	f.group("staff", -1, "")
	r := f.signIn("alice")
	groups := func() any { return payload(t, *f.refreshed(r.RefreshToken).AccessToken)["cognito:groups"] }
	for range 2 { // twice is once
		f.join("alice", "staff")
		if got := groups(); !reflect.DeepEqual(got, []any{"staff"}) {
			t.Errorf("after joining: %v", got)
		}
	}
	for range 2 {
		if _, err := f.api.AdminRemoveUserFromGroup(t.Context(), &cognito.AdminRemoveUserFromGroupInput{UserPoolId: &f.pool, GroupName: aws.String("staff"), Username: aws.String("alice")}); err != nil {
			t.Fatal(err)
		}
		if got := groups(); got != nil {
			t.Errorf("after leaving: %v", got)
		}
	}
	f.join("alice", "staff")
	if _, err := f.api.DeleteGroup(t.Context(), &cognito.DeleteGroupInput{UserPoolId: &f.pool, GroupName: aws.String("staff")}); err != nil {
		t.Fatal(err)
	}
	if got := groups(); got != nil {
		t.Errorf("after the group is gone: %v", got)
	}
	f.group("staff", -1, "")
	if got := groups(); got != nil {
		t.Errorf("in another group of the name: %v", got)
	}
}

func TestGroupOperations(t *testing.T) {
	f := newFixture(t)
	ctx := t.Context()
	f.group("b", 2, "b")
	f.group("a", 1, "")
	f.group("c", -1, "")
	f.confirm("alice")
	f.confirm("bob")
	f.join("alice", "c", "b", "a")
	f.join("bob", "b")
	_, err := f.api.CreateGroup(ctx, &cognito.CreateGroupInput{UserPoolId: &f.pool, GroupName: aws.String("a")})
	wantError(t, err, "GroupExistsException", "")
	_, err = f.api.CreateGroup(ctx, &cognito.CreateGroupInput{UserPoolId: &f.pool, GroupName: aws.String("with space")})
	wantError(t, err, "InvalidParameterException", "")
	_, err = f.api.CreateGroup(ctx, &cognito.CreateGroupInput{UserPoolId: &f.pool, GroupName: aws.String("d"), Precedence: aws.Int32(-1)})
	wantError(t, err, "InvalidParameterException", "")
	_, err = f.api.GetGroup(ctx, &cognito.GetGroupInput{UserPoolId: &f.pool, GroupName: aws.String("d")})
	wantError(t, err, "ResourceNotFoundException", "Group not found.")
	_, err = f.api.AdminAddUserToGroup(ctx, &cognito.AdminAddUserToGroupInput{UserPoolId: &f.pool, GroupName: aws.String("a"), Username: aws.String("nobody")})
	wantError(t, err, "UserNotFoundException", "")

	if _, err := f.api.UpdateGroup(ctx, &cognito.UpdateGroupInput{UserPoolId: &f.pool, GroupName: aws.String("b"), Description: aws.String("the second"), Precedence: aws.Int32(0)}); err != nil {
		t.Fatal(err)
	}
	got, err := f.api.GetGroup(ctx, &cognito.GetGroupInput{UserPoolId: &f.pool, GroupName: aws.String("b")})
	if err != nil {
		t.Fatal(err)
	}
	if g := got.Group; *g.Description != "the second" || *g.Precedence != 0 || *g.RoleArn != roles+"b" || *g.UserPoolId != f.pool || !g.CreationDate.Equal(f.clock.Now()) {
		t.Errorf("%+v", g)
	}

	var all []string
	pages := cognito.NewListGroupsPaginator(f.api, &cognito.ListGroupsInput{UserPoolId: &f.pool, Limit: aws.Int32(2)})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if len(page.Groups) > 2 {
			t.Errorf("%d groups on a page", len(page.Groups))
		}
		for _, g := range page.Groups {
			all = append(all, *g.GroupName)
		}
	}
	alices, err := f.api.AdminListGroupsForUser(ctx, &cognito.AdminListGroupsForUserInput{UserPoolId: &f.pool, Username: aws.String("alice")})
	if err != nil {
		t.Fatal(err)
	}
	for _, g := range alices.Groups {
		all = append(all, *g.GroupName)
	}
	members, err := f.api.ListUsersInGroup(ctx, &cognito.ListUsersInGroupInput{UserPoolId: &f.pool, GroupName: aws.String("b"), Limit: aws.Int32(1)})
	if err != nil {
		t.Fatal(err)
	}
	more, err := f.api.ListUsersInGroup(ctx, &cognito.ListUsersInGroupInput{UserPoolId: &f.pool, GroupName: aws.String("b"), NextToken: members.NextToken})
	if err != nil {
		t.Fatal(err)
	}
	for _, u := range append(members.Users, more.Users...) {
		all = append(all, *u.Username)
	}
	if got := strings.Join(all, " "); got != "a b c b a c alice bob" || more.NextToken != nil {
		t.Errorf("listed are %s", got)
	}
}
