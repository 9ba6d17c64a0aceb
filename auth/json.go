//go:build !js

package auth

import (
	"encoding/json"
	"errors"
	"strconv"
)

// encodingJSON is the parser of native programs.
type encodingJSON struct{}

func parserOf(API) parser { return encodingJSON{} }

func (encodingJSON) ParseJSON(text string) (map[string]string, error) {
	var value any
	if err := json.Unmarshal([]byte(text), &value); err != nil {
		return nil, err
	}
	texts := map[string]string{}
	switch value := value.(type) {
	case map[string]any:
		for name, member := range value {
			if text, ok := member.(string); ok {
				texts[name] = text
			}
		}
	case []any:
		for i, member := range value {
			if text, ok := member.(string); ok {
				texts[strconv.Itoa(i)] = text
			}
		}
	default:
		return nil, errors.New("auth: neither an object nor an array")
	}
	return texts, nil
}
