package auth

import "strconv"

// parseList reads a challenge parameter that is a JSON array of strings in a string.
func (c *Client) parseList(operation, parameter, text string) ([]string, *Error) {
	byIndex, err := c.config.ParseJSON(text)
	if err != nil {
		return nil, malformed(operation, "ChallengeParameters."+parameter, "expected a JSON array of strings")
	}
	list := make([]string, 0, len(byIndex))
	for i := range len(byIndex) {
		element, ok := byIndex[strconv.Itoa(i)]
		if !ok {
			return nil, malformed(operation, "ChallengeParameters."+parameter, "expected a JSON array of strings")
		}
		list = append(list, element)
	}
	return list, nil
}
