package localcognito

import (
	"slices"

	"github.com/go-json-experiment/json/jsontext"
)

type createUserPoolInput struct {
	PoolName string `json:"PoolName" shape:"UserPoolNameType,required"`
	poolSettings
	Schema []schemaAttribute `json:"Schema"`
	// LambdaConfig is refused, not ignored: see Server.SetTriggers.
	LambdaConfig jsontext.Value `json:"LambdaConfig"`
}

type userPoolOutput struct {
	UserPool userPoolDescription `json:"UserPool"`
}

// userPoolDescription is the structure UserPoolType.
type userPoolDescription struct {
	ID   string `json:"Id"`
	Name string `json:"Name"`
	Arn  string `json:"Arn"`
	poolSettings
	SchemaAttributes       []schemaAttribute `json:"SchemaAttributes"`
	CreationDate           epoch             `json:"CreationDate"`
	LastModifiedDate       epoch             `json:"LastModifiedDate"`
	EstimatedNumberOfUsers int               `json:"EstimatedNumberOfUsers"`
}

// createUserPool is CreateUserPool.
func createUserPool(c *call, in *createUserPoolInput) (*userPoolOutput, error) {
	if s := string(in.LambdaConfig); s != "" && s != "null" && s != "{}" {
		return nil, fail(unsupportedOperation, "The local Cognito does not have LambdaConfig: its triggers are Go functions.")
	}
	if len(in.AliasAttributes) > 0 && len(in.UsernameAttributes) > 0 {
		return nil, fail(invalidParameter, "Only one of the aliasAttributes or usernameAttributes can be set in a user pool.")
	}
	if m := in.MfaConfiguration; m != "" && m != mfaOff && in.SmsConfiguration == nil {
		return nil, fail(invalidParameter, "SMS configuration and Auto verification for phone_number are required when MFA is required/optional")
	}
	if err := in.AccountRecoverySetting.check(); err != nil {
		return nil, err
	}
	if s := in.UserAttributeUpdateSettings; s != nil && slices.ContainsFunc(s.AttributesRequireVerificationBeforeUpdate, func(attr string) bool { return !slices.Contains(in.AutoVerifiedAttributes, attr) }) {
		return nil, fail(invalidParameter, "AttributesRequireVerificationBeforeUpdate must be among AutoVerifiedAttributes.")
	}
	sch, err := newSchema(in.Schema)
	if err != nil {
		return nil, err
	}
	p := newPool(c.s.opts.Region, in.PoolName, in.poolSettings, sch, signingKeys(c.s.made), c.now)
	c.s.made++
	if id := c.s.opts.FirstPoolID; id != "" && len(c.s.pools) == 0 {
		p.id = id
	}
	c.s.pools[p.id] = p
	// Key generation takes a while: begin before the first sign-in asks.
	go p.keys()
	return &userPoolOutput{p.describe()}, nil
}

func (p *pool) describe() userPoolDescription {
	d := userPoolDescription{
		ID: p.id, Name: p.name, Arn: "arn:aws:cognito-idp:" + p.region + ":000000000000:userpool/" + p.id,
		poolSettings:     p.poolSettings,
		SchemaAttributes: slices.Clone(p.schema),
		CreationDate:     epoch(p.created), LastModifiedDate: epoch(p.modified),
		EstimatedNumberOfUsers: len(p.users),
	}
	policy := p.policy
	d.Policies = &poolPolicies{PasswordPolicy: &policy, SignInPolicy: &signInPolicy{p.allowedFirstFactors()}}
	return d
}
