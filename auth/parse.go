package auth

import "strconv"

// parser gives the strings in a JSON object, by name, or in a JSON array, by
// decimal index. Other members are left out, other values are an error.
type parser interface {
	ParseJSON(text string) (map[string]string, error)
}

// parseList reads a challenge parameter that is a JSON array of strings in a string.
func (c *Client) parseList(operation, parameter, text string) ([]string, *Error) {
	byIndex, err := c.parser.ParseJSON(text)
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
