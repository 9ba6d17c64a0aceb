package peers

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// witness is an http.Handler in front of the local Cognito that sees to it that
// an operation is refused with no exception but those that the SDK lists for it.
type witness struct {
	testing.TB
	cognito http.Handler
}

func (w witness) ServeHTTP(out http.ResponseWriter, r *http.Request) {
	recorder := httptest.NewRecorder()
	w.cognito.ServeHTTP(recorder, r)
	_, operation, _ := strings.Cut(r.Header.Get("X-Amz-Target"), ".")
	if recorder.Code >= 400 {
		var exception struct {
			Type string `json:"__type"`
		}
		if err := json.Unmarshal(recorder.Body.Bytes(), &exception); err != nil {
			w.Errorf("%s was refused without JSON: %v", operation, err)
		}
		if names, err := exceptionsOf(operation); err != nil || !names[exception.Type] {
			w.Errorf("%s was refused with %s, which is not documented for it (%v)", operation, exception.Type, err)
		}
	}
	maps.Copy(out.Header(), recorder.Header())
	out.WriteHeader(recorder.Code)
	out.Write(recorder.Body.Bytes())
}
