package localcognito_test

import (
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	cognito "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

// customAttributes is a schema with one attribute of each data type.
func customAttributes(s *setup) {
	s.pool.Schema = []types.SchemaAttributeType{
		{Name: aws.String("team"), StringAttributeConstraints: &types.StringAttributeConstraintsType{MinLength: aws.String("2"), MaxLength: aws.String("4")}},
		{Name: aws.String("age"), AttributeDataType: "Number", NumberAttributeConstraints: &types.NumberAttributeConstraintsType{MinValue: aws.String("-1"), MaxValue: aws.String("120")}},
		{Name: aws.String("count"), AttributeDataType: "Number"},
		{Name: aws.String("member"), AttributeDataType: "Boolean"},
		{Name: aws.String("joined"), AttributeDataType: "DateTime"},
		{Name: aws.String("badge"), Mutable: aws.Bool(false)},
		{Name: aws.String("rank"), DeveloperOnlyAttribute: aws.Bool(true)},
	}
}

func TestAttributeValues(t *testing.T) {
	f := newFixture(t, customAttributes)
	const schema = "Attributes did not conform to the schema: "
	for name, tt := range map[string]struct{ attribute, message string }{
		"shortest":               {"custom:team=ab", ""},
		"longest, not in bytes":  {"custom:team=äöüß", ""},
		"too short":              {"custom:team=a", schema + "custom:team: String must have at least 2 characters"},
		"too long":               {"custom:team=abcde", schema + "custom:team: String must have at most 4 characters"},
		"least":                  {"custom:age=-1", ""},
		"greatest":               {"custom:age=120.0", ""},
		"too small":              {"custom:age=-1.5", schema + "custom:age: Number must be at least -1"},
		"too great":              {"custom:age=120.01", schema + "custom:age: Number must be at most 120"},
		"not compared as text":   {"custom:age=9", ""},
		"no number":              {"custom:age=ten", schema + "custom:age: Value is not a number"},
		"an exponent":            {"custom:count=1e9", schema + "custom:count: Value is not a number"},
		"a number of 400 digits": {"custom:count=" + strings.Repeat("9", 400), ""},
		"true":                   {"custom:member=true", ""},
		"no boolean":             {"custom:member=yes", schema + "custom:member: Value is not a boolean"},
		"verified, no boolean":   {"email_verified=1", schema + "email_verified: Value is not a boolean"},
		"a date":                 {"custom:joined=2026-02-28", ""},
		"a time":                 {"custom:joined=2026-02-28T12:00:00Z", ""},
		"no date":                {"custom:joined=2026-02-30", schema + "custom:joined: Value is not a date and time"},
		"birthdate":              {"birthdate=2000-01-01", ""},
		"birthdate, too long":    {"birthdate=2000-01-001", schema + "birthdate: String must have at most 10 characters"},
		"no address":             {"email=alice", "Invalid email address format."},
		"no phone number":        {"phone_number=12025550100", "Invalid phone number format."},
		"developer-only":         {"dev:custom:rank=5", ""},
		"without its prefix":     {"custom:rank=5", schema + "Type for attribute {custom:rank} could not be determined"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := f.api.AdminCreateUser(t.Context(), &cognito.AdminCreateUserInput{
				UserPoolId: &f.pool, Username: aws.String(strings.ReplaceAll(name, " ", "-")), MessageAction: types.MessageActionTypeSuppress, UserAttributes: attrs(tt.attribute),
			})
			if tt.message != "" {
				wantError(t, err, "InvalidParameterException", tt.message)
			} else if err != nil {
				t.Error(err)
			}
		})
	}
}

func TestSchema(t *testing.T) {
	f := newFixture(t, customAttributes)
	out, err := f.api.DescribeUserPool(t.Context(), &cognito.DescribeUserPoolInput{UserPoolId: &f.pool})
	if err != nil {
		t.Fatal(err)
	}
	byName := map[string]types.SchemaAttributeType{}
	for _, a := range out.UserPool.SchemaAttributes {
		byName[*a.Name] = a
	}
	// The lengths of standard attributes are in the answer of a real pool
	// (amplify-js#14199).
	if c := byName["birthdate"].StringAttributeConstraints; c == nil || *c.MinLength != "10" || *c.MaxLength != "10" {
		t.Error("the lengths of birthdate")
	}
	if c := byName["custom:age"].NumberAttributeConstraints; c == nil || *c.MinValue != "-1" || *c.MaxValue != "120" {
		t.Error("the values of custom:age")
	}
	if a, ok := byName["dev:custom:rank"]; !ok || !*a.DeveloperOnlyAttribute {
		t.Error("dev:custom:rank is not there")
	}
	for name, schema := range map[string][]types.SchemaAttributeType{
		"type of a standard attribute": {{Name: aws.String("email"), AttributeDataType: "Number"}},
		"lengths of a number":          {{Name: aws.String("age"), AttributeDataType: "Number", StringAttributeConstraints: &types.StringAttributeConstraintsType{MinLength: aws.String("1")}}},
		"values of a string":           {{Name: aws.String("team"), NumberAttributeConstraints: &types.NumberAttributeConstraintsType{MinValue: aws.String("1")}}},
		"no number":                    {{Name: aws.String("team"), StringAttributeConstraints: &types.StringAttributeConstraintsType{MinLength: aws.String("some")}}},
		"above 2^1023":                 {{Name: aws.String("age"), AttributeDataType: "Number", NumberAttributeConstraints: &types.NumberAttributeConstraintsType{MaxValue: aws.String("9" + strings.Repeat("0", 307))}}},
		"the wrong way round":          {{Name: aws.String("team"), StringAttributeConstraints: &types.StringAttributeConstraintsType{MinLength: aws.String("10"), MaxLength: aws.String("9")}}},
		"twice":                        {{Name: aws.String("team")}, {Name: aws.String("custom:team")}},
		"a name that is too long":      {{Name: aws.String("phone_number_verified")}}, // aws-cdk#14175
	} {
		_, err := f.api.CreateUserPool(t.Context(), &cognito.CreateUserPoolInput{PoolName: aws.String("refused"), Schema: schema})
		if err == nil {
			t.Errorf("%s: accepted", name)
			continue
		}
		wantError(t, err, "InvalidParameterException", "")
	}
}
