package localcognito

import (
	"slices"
	"strings"
)

// attribute is the structure AttributeType.
type attribute struct {
	Name  string `json:"Name" shape:"AttributeNameType,required"`
	Value string `json:"Value" shape:"AttributeValueType"`
}

// attributes keeps a user's attributes in the order they were set.
type attributes []attribute

func (as attributes) get(name string) (string, bool) {
	i := slices.IndexFunc(as, func(a attribute) bool { return a.Name == name })
	if i < 0 {
		return "", false
	}
	return as[i].Value, true
}

// set adds or replaces an attribute; an empty value deletes it.
func (as *attributes) set(name, value string) {
	i := slices.IndexFunc(*as, func(a attribute) bool { return a.Name == name })
	switch {
	case value == "" && i >= 0:
		*as = slices.Delete(*as, i, i+1)
	case value == "":
	case i >= 0:
		(*as)[i].Value = value
	default:
		*as = append(*as, attribute{name, value})
	}
}

// schemaAttribute is the structure SchemaAttributeType.
type schemaAttribute struct {
	Name                   string `json:"Name" shape:"CustomAttributeNameType,required"`
	AttributeDataType      string `json:"AttributeDataType,omitempty" shape:"AttributeDataType"`
	DeveloperOnlyAttribute bool   `json:"DeveloperOnlyAttribute"`
	Mutable                *bool  `json:"Mutable,omitzero"`
	Required               bool   `json:"Required"`
}

func (a schemaAttribute) mutable() bool { return a.Mutable == nil || *a.Mutable }

// schema is the list of attributes that a pool knows, by full name.
type schema []schemaAttribute

// standardAttributes are the OIDC claims that every pool has (developer
// guide, "Working with user attributes").
var standardAttributes = schema{
	{Name: "sub", AttributeDataType: "String", Mutable: new(bool)},
	{Name: "name", AttributeDataType: "String"},
	{Name: "given_name", AttributeDataType: "String"},
	{Name: "family_name", AttributeDataType: "String"},
	{Name: "middle_name", AttributeDataType: "String"},
	{Name: "nickname", AttributeDataType: "String"},
	{Name: "preferred_username", AttributeDataType: "String"},
	{Name: "profile", AttributeDataType: "String"},
	{Name: "picture", AttributeDataType: "String"},
	{Name: "website", AttributeDataType: "String"},
	{Name: "email", AttributeDataType: "String"},
	{Name: "email_verified", AttributeDataType: "Boolean"},
	{Name: "gender", AttributeDataType: "String"},
	{Name: "birthdate", AttributeDataType: "String"},
	{Name: "zoneinfo", AttributeDataType: "String"},
	{Name: "locale", AttributeDataType: "String"},
	{Name: "phone_number", AttributeDataType: "String"},
	{Name: "phone_number_verified", AttributeDataType: "Boolean"},
	{Name: "address", AttributeDataType: "String"},
	{Name: "updated_at", AttributeDataType: "Number"},
}

// newSchema merges the Schema member of CreateUserPool into the standard
// attributes: known names are adjusted, others become custom attributes.
func newSchema(given []schemaAttribute) (schema, error) {
	s := slices.Clone(standardAttributes)
	for _, a := range given {
		if i := s.index(a.Name); i >= 0 {
			if a.AttributeDataType == "" {
				a.AttributeDataType = s[i].AttributeDataType
			}
			s[i] = a
			continue
		}
		if a.Required {
			return nil, fail(invalidParameter, "Required custom attributes are not supported currently.")
		}
		prefix := "custom:"
		if a.DeveloperOnlyAttribute {
			prefix = "dev:custom:"
		}
		if a.AttributeDataType == "" {
			a.AttributeDataType = "String"
		}
		a.Name = prefix + strings.TrimPrefix(a.Name, prefix)
		s = append(s, a)
	}
	return s, nil
}

func (s schema) index(name string) int {
	return slices.IndexFunc(s, func(a schemaAttribute) bool { return a.Name == name })
}

// required lists the attributes that every user has to have.
func (s schema) required() []string {
	var names []string
	for _, a := range s {
		if a.Required && a.Name != "sub" {
			names = append(names, a.Name)
		}
	}
	return names
}

// check refuses names that the schema does not have.
func (s schema) check(given []attribute) error {
	for _, a := range given {
		if a.Name == "sub" {
			return fail(invalidParameter, "Cannot modify the non-mutable attribute sub")
		}
		if s.index(a.Name) < 0 {
			return fail(invalidParameter, "Attributes did not conform to the schema: Type for attribute {%s} could not be determined", a.Name)
		}
	}
	return nil
}

// checkChange refuses a new value for an immutable attribute that has one.
func (s schema) checkChange(u *user, given []attribute) error {
	for _, a := range given {
		i := s.index(a.Name)
		if _, has := u.attributes.get(a.Name); has && i >= 0 && !s[i].mutable() {
			return fail(invalidParameter, "Attributes did not conform to the schema: %s: Attribute cannot be updated.", a.Name)
		}
	}
	return nil
}
