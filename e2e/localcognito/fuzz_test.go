package localcognito

import (
	"net/http/httptest"
	"strings"
	"testing"
)

// FuzzParseTimestamp checks that a canonical spelling is read as itself.
func FuzzParseTimestamp(f *testing.F) {
	for _, seed := range []string{"Tue May 5 00:09:40 UTC 2026", "Sat Sep 05 24:00:00 GMT+02:00 2026", "Tue May -5 0: 9:-40 -0400 2026 x"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		parsed, err := parseTimestamp(text)
		if err != nil || parsed.Year() < 1 || parsed.Year() > 9999 {
			return
		}
		again, err := parseTimestamp(renderTimestamp(parsed))
		if err != nil || !again.Equal(parsed) {
			t.Errorf("%q: read again as %v, %v", text, again, err)
		}
	})
}

// FuzzRequest sends arbitrary bodies to every operation: no panic may become
// an InternalErrorException.
func FuzzRequest(f *testing.F) {
	s, err := New(Options{})
	if err != nil {
		f.Fatal(err)
	}
	for name := range s.operations {
		f.Add(name, `{"UserPoolId":"eu-west-1_x","ClientId":"c","Username":"u","AccessToken":"a.b.c","PoolName":"p"}`)
	}
	f.Add("AdminCreateUser", `{"UserAttributes":[null,{"Name":null}]}`)
	f.Fuzz(func(t *testing.T, name, body string) {
		r := httptest.NewRequest("POST", "/", strings.NewReader(body))
		r.Header["X-Amz-Target"] = []string{targetPrefix + name}
		r.Header.Set("Content-Type", amzJSON)
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		if w.Code >= 500 {
			t.Errorf("%s: %d", name, w.Code)
		}
	})
}
