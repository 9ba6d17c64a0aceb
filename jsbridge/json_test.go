package jsbridge

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
)

// encodeJSON turns parsed JSON into the entries of a packet, as packet.ts does.
func encodeJSON(w *writer, path string, value any) {
	member := func(name string) string {
		if path == "" {
			return name
		}
		return path + separator + name
	}
	switch value := value.(type) {
	case nil:
		w.put(path, tagNull, "")
	case string:
		w.put(path, tagText, value)
	case bool:
		w.flag(path, value)
	case json.Number:
		w.put(path, tagNumber, value.String())
	case []any:
		w.put(path, tagArray, "")
		for i, element := range value {
			encodeJSON(w, member(strconv.Itoa(i)), element)
		}
	case map[string]any:
		if path != "" {
			w.put(path, tagObject, "")
		}
		for name, value := range value {
			encodeJSON(w, member(name), value)
		}
	default:
		panic(fmt.Sprintf("%T is not JSON", value))
	}
}

// unmarshal parses JSON for encodeJSON.
func unmarshal(text string) (value any, err error) {
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	err = decoder.Decode(&value)
	return value, err
}
