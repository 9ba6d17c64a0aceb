package operations

import (
	"reflect"
	"strings"
	"time"
)

// Timestamps gives the members of the output that are times, by their paths, which
// go through lists: "Devices.DeviceCreateDate".
func (o Operation) Timestamps() []string {
	var paths []string
	for _, member := range o.Output.Members {
		paths = timestamps(paths, member.Name, member.Type)
	}
	return paths
}

func timestamps(paths []string, path string, t reflect.Type) []string {
	t, _ = element(t)
	if t == reflect.TypeFor[time.Time]() {
		return append(paths, path)
	}
	if t.Kind() != reflect.Struct {
		return paths
	}
	for i := range t.NumField() {
		if field := t.Field(i); field.IsExported() {
			paths = timestamps(paths, path+"."+field.Name, field.Type)
		}
	}
	return paths
}

// Paging has the names of the members with which a list is asked for in pages.
type Paging struct {
	// Limit is the input's, how long a page may be.
	Limit string
	// Token is the output's, where the next page begins, and the input's.
	Token string
	// List is the output's that has a page.
	List string
}

// Paging tells how the operation's output comes in pages, and false where it comes
// whole: a token of input and output, a number of the input, and the output's list.
func (o Operation) Paging() (Paging, bool) {
	var p Paging
	for _, member := range o.Input.Members {
		plain, list := element(member.Type)
		if _, both := o.Output.member(member.Name); both && strings.HasSuffix(member.Name, "Token") {
			p.Token = member.Name
		}
		if !list && plain.Kind() == reflect.Int32 {
			p.Limit = member.Name
		}
	}
	for _, member := range o.Output.Members {
		if _, list := element(member.Type); list {
			p.List = member.Name
		}
	}
	return p, p.Token != "" && p.Limit != "" && p.List != ""
}

// Members gives the names of all members of input and output, those within them
// too, some twice.
func (o Operation) Members() []string {
	var names []string
	for _, shape := range []Shape{o.Input, o.Output} {
		for _, member := range shape.Members {
			names = append(names, member.Name)
			names = within(names, member.Type)
		}
	}
	return names
}

func within(names []string, t reflect.Type) []string {
	t, _ = element(t)
	if t.Kind() != reflect.Struct || t == reflect.TypeFor[time.Time]() {
		return names
	}
	for i := range t.NumField() {
		if field := t.Field(i); field.IsExported() {
			names = within(append(names, field.Name), field.Type)
		}
	}
	return names
}
