package jsbridge

import (
	"strings"
	"testing"

	"github.com/cognito-wasm/cognito-wasm/auth"
)

// failures are answers and what they mean.
var failures = map[string]struct {
	status     int
	header     string // x-amzn-errortype
	body       string // "" for one that is no JSON object
	code, text string // text "" for words of our own
	retryable  bool
	// onlyOurs marks forms that the AWS SDK for Go reads otherwise.
	onlyOurs bool
}{
	"header":                  {400, "NotAuthorizedException", `{"message":"m"}`, "NotAuthorizedException", "m", false, false},
	"header with colon":       {400, "NotAuthorizedException:", `{"message":"m"}`, "NotAuthorizedException", "m", false, false},
	"header with address":     {400, "NotAuthorizedException:http://internal.amazon.com/coral/", `{"message":"m"}`, "NotAuthorizedException", "m", false, false},
	"header with namespace":   {400, "aws.cognito#NotAuthorizedException:x", `{"message":"m"}`, "NotAuthorizedException", "m", false, false},
	"header with comma":       {400, "NotAuthorizedException,Other", `{"message":"m"}`, "NotAuthorizedException", "m", false, true},
	"header before body":      {400, "CodeMismatchException", `{"__type":"NotAuthorizedException","message":"m"}`, "CodeMismatchException", "m", false, false},
	"__type":                  {400, "", `{"__type":"NotAuthorizedException","message":"m"}`, "NotAuthorizedException", "m", false, false},
	"__type with namespace":   {400, "", `{"__type":"com.amazonaws.cognito.identity.idp.model#NotAuthorizedException","message":"m"}`, "NotAuthorizedException", "m", false, false},
	"__type with everything":  {400, "", `{"__type":"com.amazonaws#NotAuthorizedException:http://x#y","message":"m"}`, "NotAuthorizedException", "m", false, false},
	"__type before code":      {400, "", `{"code":"CodeMismatchException","__type":"NotAuthorizedException","message":"m"}`, "NotAuthorizedException", "m", false, false},
	"code":                    {400, "", `{"code":"NotAuthorizedException","message":"m"}`, "NotAuthorizedException", "m", false, false},
	"code that is no string":  {400, "", `{"code":7,"__type":"NotAuthorizedException","message":"m"}`, "NotAuthorizedException", "m", false, false},
	"Message":                 {400, "", `{"__type":"NotAuthorizedException","Message":"m"}`, "NotAuthorizedException", "m", false, true},
	"not known":               {400, "", `{"__type":"NewestException","message":"m"}`, "NewestException", "m", false, false},
	"throttled":               {400, "", `{"__type":"TooManyRequestsException","message":"m"}`, "TooManyRequestsException", "m", true, false},
	"throttled elsewhere":     {400, "", `{"__type":"ThrottlingException","message":"Rate exceeded"}`, "ThrottlingException", "Rate exceeded", true, false},
	"limit":                   {400, "", `{"__type":"LimitExceededException","message":"Attempt limit exceeded, please try after some time."}`, "LimitExceededException", "Attempt limit exceeded, please try after some time.", false, false},
	"inside":                  {500, "", `{"__type":"InternalErrorException","message":"m"}`, "InternalErrorException", "m", true, false},
	"429 with a name":         {429, "", `{"__type":"NewestException","message":"m"}`, "NewestException", "m", true, false},
	"429 alone":               {429, "", "", auth.CodeMalformedResponse, "", true, false},
	"500 alone":               {500, "", "", auth.CodeMalformedResponse, "", true, false},
	"502 of a proxy":          {502, "", "", auth.CodeMalformedResponse, "", true, false},
	"404 alone":               {404, "", "", auth.CodeMalformedResponse, "", false, false},
	"403 with other JSON":     {403, "", `{"error":"forbidden"}`, auth.CodeMalformedResponse, "", false, false},
	"304":                     {304, "", "", auth.CodeMalformedResponse, "", false, true},
	"a type that is no name":  {400, "", `{"__type":"<b>bold</b>\nline","message":"m"}`, auth.CodeMalformedResponse, "", false, true},
	"a type without limit":    {400, "", `{"__type":"` + strings.Repeat("E", 129) + `","message":"m"}`, auth.CodeMalformedResponse, "", false, true},
	"200 that is not JSON":    {200, "", "", auth.CodeMalformedResponse, "", false, true},
	"200 with an error type?": {204, "NotAuthorizedException", "", auth.CodeMalformedResponse, "", false, true},
}

func TestFailure(t *testing.T) {
	for name, tt := range failures {
		t.Run(name, func(t *testing.T) {
			r := &response{status: tt.status, errorType: tt.header, requestID: "id"}
			if tt.body != "" {
				body, err := unmarshal(tt.body)
				if err != nil {
					t.Fatal(err)
				}
				var w writer
				encodeJSON(&w, "", body)
				r.body = mustDecode(t, w.buf)
			}
			got := r.failure()
			if got == nil {
				t.Fatal("no failure")
			}
			if got.Code != tt.code || got.Status != tt.status || got.RequestID != "id" || got.Retryable != tt.retryable {
				t.Errorf("%+v", *got)
			}
			if tt.text != "" && got.Message != tt.text || got.Message == "" {
				t.Errorf("message %q", got.Message)
			}
		})
	}
}

func TestNoFailure(t *testing.T) {
	for _, status := range []int{200, 204, 299} {
		if got := (&response{status: status, body: mustDecode(t, nil)}).failure(); got != nil {
			t.Errorf("%d: %v", status, got)
		}
	}
}
