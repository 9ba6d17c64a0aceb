package localcognito

type updateAuthEventFeedbackInput struct {
	adminUserInput
	EventID       string `json:"EventId" shape:"EventIdType,required"`
	FeedbackToken string `json:"FeedbackToken" shape:"TokenModelType,required"`
	FeedbackValue string `json:"FeedbackValue" shape:"FeedbackValueType,required"`
}

// updateAuthEventFeedback is UpdateAuthEventFeedback. Its token comes in the
// messages of threat protection, which this server does not send: every token
// is wrong, in pools with AdvancedSecurityMode; others do not have the operation.
func updateAuthEventFeedback(c *call, in *updateAuthEventFeedbackInput) (*empty, error) {
	p, _, err := c.findUser(in.UserPoolID, in.Username)
	if err != nil {
		return nil, err
	}
	if p.UserPoolAddOns == nil || p.UserPoolAddOns.AdvancedSecurityMode == "OFF" {
		return nil, fail(userPoolAddOnNotEnabled, "User pool add-ons are not enabled: AdvancedSecurityMode is OFF.")
	}
	return nil, fail(notAuthorized, "Invalid feedback token")
}
