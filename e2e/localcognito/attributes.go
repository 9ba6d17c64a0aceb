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
	Name                       string                      `json:"Name" shape:"CustomAttributeNameType,required"`
	AttributeDataType          string                      `json:"AttributeDataType,omitempty" shape:"AttributeDataType"`
	DeveloperOnlyAttribute     bool                        `json:"DeveloperOnlyAttribute"`
	Mutable                    *bool                       `json:"Mutable,omitzero"`
	Required                   bool                        `json:"Required"`
	StringAttributeConstraints *stringAttributeConstraints `json:"StringAttributeConstraints,omitzero"`
	NumberAttributeConstraints *numberAttributeConstraints `json:"NumberAttributeConstraints,omitzero"`
}

func (a schemaAttribute) mutable() bool { return a.Mutable == nil || *a.Mutable }

// schema is the list of attributes that a pool knows, by full name.
type schema []schemaAttribute

// standardAttributes are the OIDC claims that every pool has (developer
// guide, "Working with user attributes"), with the lengths that DescribeUserPool
// was seen to give (amplify-js#14199).
var standardAttributes = schema{
	{Name: "sub", AttributeDataType: "String", Mutable: new(bool), StringAttributeConstraints: lengths("1", "2048")},
	{Name: "name", AttributeDataType: "String", StringAttributeConstraints: lengths("0", "2048")},
	{Name: "given_name", AttributeDataType: "String", StringAttributeConstraints: lengths("0", "2048")},
	{Name: "family_name", AttributeDataType: "String", StringAttributeConstraints: lengths("0", "2048")},
	{Name: "middle_name", AttributeDataType: "String", StringAttributeConstraints: lengths("0", "2048")},
	{Name: "nickname", AttributeDataType: "String", StringAttributeConstraints: lengths("0", "2048")},
	{Name: "preferred_username", AttributeDataType: "String", StringAttributeConstraints: lengths("0", "2048")},
	{Name: "profile", AttributeDataType: "String", StringAttributeConstraints: lengths("0", "2048")},
	{Name: "picture", AttributeDataType: "String", StringAttributeConstraints: lengths("0", "2048")},
	{Name: "website", AttributeDataType: "String", StringAttributeConstraints: lengths("0", "2048")},
	{Name: "email", AttributeDataType: "String", StringAttributeConstraints: lengths("0", "2048")},
	{Name: "email_verified", AttributeDataType: "Boolean"},
	{Name: "gender", AttributeDataType: "String", StringAttributeConstraints: lengths("0", "2048")},
	{Name: "birthdate", AttributeDataType: "String", StringAttributeConstraints: lengths("10", "10")},
	{Name: "zoneinfo", AttributeDataType: "String", StringAttributeConstraints: lengths("0", "2048")},
	{Name: "locale", AttributeDataType: "String", StringAttributeConstraints: lengths("0", "2048")},
	{Name: "phone_number", AttributeDataType: "String", StringAttributeConstraints: lengths("0", "2048")},
	{Name: "phone_number_verified", AttributeDataType: "Boolean"},
	{Name: "address", AttributeDataType: "String", StringAttributeConstraints: lengths("0", "2048")},
	{Name: "updated_at", AttributeDataType: "Number", NumberAttributeConstraints: &numberAttributeConstraints{MinValue: "0"}},
}

// serviceAttributes are those that no client may write (developer guide,
// "Attribute permissions and scopes").
var serviceAttributes = []string{"sub", "email_verified", "phone_number_verified"}

// newSchema merges the Schema member of CreateUserPool into the standard
// attributes: known names are adjusted, others become custom attributes. The
// verified attributes of addresses are no part of a Schema: their names make
// custom attributes (aws-cdk#14175).
func newSchema(given []schemaAttribute) (schema, error) {
	s := slices.Clone(standardAttributes)
	for _, a := range given {
		if i := standardAttributes.index(a.Name); i >= 0 && !strings.HasSuffix(a.Name, "_verified") {
			if a.AttributeDataType != "" && a.AttributeDataType != s[i].AttributeDataType {
				return nil, fail(invalidParameter, "The data type of %s is %s.", a.Name, s[i].AttributeDataType)
			}
			a.AttributeDataType = s[i].AttributeDataType
			if a.StringAttributeConstraints == nil {
				a.StringAttributeConstraints = s[i].StringAttributeConstraints
			}
			if a.NumberAttributeConstraints == nil {
				a.NumberAttributeConstraints = s[i].NumberAttributeConstraints
			}
			if err := a.checkConstraints(); err != nil {
				return nil, err
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
		if err := a.checkConstraints(); err != nil {
			return nil, err
		}
		a.Name = prefix + strings.TrimPrefix(a.Name, prefix)
		if s.index(a.Name) >= 0 {
			return nil, fail(invalidParameter, "The attribute %s is there twice.", a.Name)
		}
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

// check refuses names that the schema does not have, and values that it does
// not allow.
func (s schema) check(given []attribute) error {
	for _, a := range given {
		if a.Name == "sub" {
			return fail(invalidParameter, "Cannot modify the non-mutable attribute sub")
		}
		i := s.index(a.Name)
		if i < 0 {
			return fail(invalidParameter, "Attributes did not conform to the schema: Type for attribute {%s} could not be determined", a.Name)
		}
		if err := s[i].checkValue(a.Value); err != nil {
			return err
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
