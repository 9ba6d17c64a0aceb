package main

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"
)

func TestCalls(t *testing.T) {
	answered := 0
	c := &calls{cognito: http.HandlerFunc(func(http.ResponseWriter, *http.Request) { answered++ })}
	for _, each := range []struct{ method, target string }{
		{http.MethodOptions, ""}, {http.MethodPost, "AWSCognitoIdentityProviderService.GetTokensFromRefreshToken"}, {http.MethodGet, ""},
	} {
		r := httptest.NewRequest(each.method, "/", nil)
		r.Header.Set("X-Amz-Target", each.target)
		c.ServeHTTP(httptest.NewRecorder(), r)
	}
	if got := c.take(); !slices.Equal(got, []string{preflight, "GetTokensFromRefreshToken", "GET /"}) || answered != 3 {
		t.Errorf("got %q, and %d answers", got, answered)
	}
	if got := c.take(); len(got) != 0 {
		t.Errorf("the second time there is %q", got)
	}
}

func TestDayInACell(t *testing.T) {
	for want, d := range map[string]day{
		"24":                            {Hours: dayHours, Requests: 24},
		"240, 2 of 10 signed out":       {Hours: dayHours, Requests: 240, SignedOut: 2},
		"70 in 7 h":                     {Hours: 7, Requests: 70},
		"0 in 1 h, 10 of 10 signed out": {Hours: 1, SignedOut: dayTabs},
	} {
		if got := d.String(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
