package localcognito

type describeUserPoolClientInput struct {
	UserPoolID string `json:"UserPoolId" shape:"UserPoolIdType,required"`
	ClientID   string `json:"ClientId" shape:"ClientIdType,required"`
}

// describeUserPoolClient is DescribeUserPoolClient.
func describeUserPoolClient(c *call, in *describeUserPoolClientInput) (*userPoolClientOutput, error) {
	p, err := c.findPool(in.UserPoolID)
	if err != nil {
		return nil, err
	}
	a, err := c.findClient(in.ClientID)
	if err != nil {
		return nil, err
	}
	if a.pool != p {
		return nil, fail(resourceNotFound, "User pool client %s does not exist.", in.ClientID)
	}
	return &userPoolClientOutput{a.describe()}, nil
}
