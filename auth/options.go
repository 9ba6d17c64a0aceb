package auth

// CallOptions are the members that accompany a call and do not sign anybody in.
type CallOptions struct {
	// ClientMetadata reaches the pool's Lambda triggers. Cognito neither stores
	// nor encrypts it.
	ClientMetadata map[string]string
	// AnalyticsMetadata names the Amazon Pinpoint endpoint of the call.
	AnalyticsMetadata *AnalyticsMetadata
	// UserContextData is for the pool's threat protection.
	UserContextData *UserContextData
}

// callOptions gives the client's defaults, replaced member by member by those
// of one call.
func (c *Client) callOptions(optFns []func(*CallOptions)) CallOptions {
	options := c.config.CallOptions
	for _, fn := range optFns {
		fn(&options)
	}
	return options
}
