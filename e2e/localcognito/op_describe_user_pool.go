package localcognito

// poolInput is the input of operations on a whole pool.
type poolInput struct {
	UserPoolID string `json:"UserPoolId" shape:"UserPoolIdType,required"`
}

// describeUserPool is DescribeUserPool.
func describeUserPool(c *call, in *poolInput) (*userPoolOutput, error) {
	p, err := c.findPool(in.UserPoolID)
	if err != nil {
		return nil, err
	}
	return &userPoolOutput{p.describe()}, nil
}
