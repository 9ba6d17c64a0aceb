package auth

// parseJSON has no default in the browser build: encoding/json would add half
// of the module's size, and JavaScript has a parser.
var parseJSON func(text string) (map[string]string, error)
