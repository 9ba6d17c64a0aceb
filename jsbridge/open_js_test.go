package jsbridge

import "testing"

// TestOpenRefusedByName is about values of the right type. Package auth refuses
// them, in the browser build by the names that a page knows.
func TestOpenRefusedByName(t *testing.T) {
	const path = "client" + separator
	for name, tt := range map[string]struct {
		write   func(*writer)
		message string
	}{
		"no pool":          {func(w *writer) { w.put(path+"userPoolId", tagNull, "") }, "userPoolId: expected "},
		"pool without _":   {func(w *writer) { w.text(path+"userPoolId", "eu-central-1") }, "userPoolId: expected "},
		"empty app client": {func(w *writer) { w.put(path+"clientId", tagText, "") }, "clientId: expected "},
	} {
		wantRefused(t, name, tt.write, tt.message)
	}
}
