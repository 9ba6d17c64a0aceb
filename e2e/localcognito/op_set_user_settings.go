package localcognito

type setUserSettingsInput struct {
	accessTokenInput
	MFAOptions []mfaOption `json:"MFAOptions" shape:"MFAOptionListType,required"`
}

// mfaOption is the structure MFAOptionType.
type mfaOption struct {
	DeliveryMedium string `json:"DeliveryMedium" shape:"DeliveryMediumType"`
	AttributeName  string `json:"AttributeName" shape:"AttributeNameType"`
}

// setUserSettings is SetUserSettings, the predecessor of SetUserMFAPreference:
// it turns SMS MFA on, or off with an empty list (API reference). It leaves the
// other methods alone.
func setUserSettings(c *call, in *setUserSettingsInput) (*empty, error) {
	g, err := c.authorize(in.AccessToken)
	if err != nil {
		return nil, err
	}
	for _, o := range in.MFAOptions {
		if o != (mfaOption{mediumSMS.name, mediumSMS.attribute}) {
			return nil, fail(invalidParameter, "SetUserSettings knows SMS to phone_number alone; use SetUserMFAPreference.")
		}
	}
	return &empty{}, g.client.pool.setPreference(g.user, mfaPreference{SMS: &mfaSetting{Enabled: len(in.MFAOptions) > 0}})
}
