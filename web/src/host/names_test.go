package host_test

import (
	"encoding/json"
	"maps"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws/retry"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"

	"github.com/cognito-wasm/cognito-wasm/web/internal/tstest"
)

// TestThrottling has one list in Go and TypeScript: that of the SDK, but for
// LimitExceededException, which tells a user to stop, and for what other services
// send.
func TestThrottling(t *testing.T) {
	ours := tstest.Words(t, "transport.ts", "const throttling = new Set([", "]")
	if native := tstest.Words(t, "../../../auth/error.go", "var throttling = map[string]bool{", "}"); !slices.Equal(ours, native) {
		t.Errorf("TypeScript has %v, Go %v", ours, native)
	}
	sdks := maps.Clone(retry.DefaultThrottleErrorCodes)
	for _, other := range []string{
		"LimitExceededException", "TransactionInProgressException", "RequestLimitExceeded", "BandwidthLimitExceeded", "PriorRequestNotComplete", "EC2ThrottledException",
	} {
		if _, ok := sdks[other]; !ok {
			t.Errorf("the SDK has no %s any more", other)
		}
		delete(sdks, other)
	}
	if want := slices.Sorted(maps.Keys(sdks)); !slices.Equal(ours, want) {
		t.Errorf("TypeScript has %v, the SDK %v", ours, want)
	}
}

// sdkOperations are the operations of the SDK's client with the types of their
// inputs and outputs.
func sdkOperations() map[string][2]reflect.Type {
	operations := map[string][2]reflect.Type{}
	client := reflect.TypeFor[*cip.Client]()
	for i := range client.NumMethod() {
		if m := client.Method(i); m.Type.NumIn() == 4 && m.Type.NumOut() == 2 {
			operations[m.Name] = [2]reflect.Type{m.Type.In(2).Elem(), m.Type.Out(0).Elem()}
		}
	}
	return operations
}

// members adds the names of a type's members, and those within.
func members(typ reflect.Type, names map[string]bool, seen map[reflect.Type]bool) {
	for typ.Kind() == reflect.Pointer || typ.Kind() == reflect.Slice || typ.Kind() == reflect.Map {
		typ = typ.Elem()
	}
	if typ.Kind() != reflect.Struct || seen[typ] {
		return
	}
	seen[typ] = true
	for i := range typ.NumField() {
		if field := typ.Field(i); field.IsExported() {
			names[field.Name] = true
			members(field.Type, names, seen)
		}
	}
}

// TestNamesAreKnown holds the lists of what may be seen to members of the SDK's
// types and to the parameters that package auth knows, so that a misspelt one
// does not go unnoticed.
func TestNamesAreKnown(t *testing.T) {
	known, seen := map[string]bool{}, map[reflect.Type]bool{}
	for _, types := range sdkOperations() {
		members(types[0], known, seen)
		members(types[1], known, seen)
	}
	for _, name := range tstest.Words(t, "../../../auth/names.go", "// Keys of AuthParameters", ")") {
		known[name] = true
	}
	// Members of exceptions, which the SDK reads by name: awsAwsjson11_deserializeError.
	for _, name := range []string{"__type", "message", "Message", "code"} {
		known[name] = true
	}
	known["headerName"] = true // so the API writes HttpHeader.HeaderName
	for begin, file := range map[string]string{
		"const always = [": "log.ts", "const open = new Set([": "secrets.ts", "const personal = new Set([": "secrets.ts",
	} {
		for _, name := range tstest.Words(t, file, begin, "]") {
			if !known[name] {
				t.Errorf("%s: %s is neither a member of the SDK's types nor a parameter that package auth knows", file, name)
			}
		}
	}
}

// TestLog fills every member of every operation that is sent, in both directions,
// and looks what the log shows.
func TestLog(t *testing.T) {
	p := start(t)
	for _, name := range tstest.Call[[]string](t, p, "operations", nil) {
		types := sdkOperations()[name]
		for _, typ := range types {
			message := filled(typ, 0)
			if typ == types[0] {
				for _, member := range []string{"AuthParameters", "ChallengeResponses", "ClientMetadata"} {
					if _, ok := message[member]; ok {
						message[member] = parameters()
					}
				}
			} else if _, ok := message["ChallengeParameters"]; ok {
				message["ChallengeParameters"] = parameters()
			}
			message["UserAttributes"] = []any{object{"Name": "email", "Value": "secret"}, "secret"}
			for _, input := range []object{{}, {"AuthParameters": object{"USERNAME": "alice"}}} {
				shown := tstest.Call[json.RawMessage](t, p, "redact", object{"operation": name, "message": message, "input": input})
				if strings.Contains(string(shown), "secret") {
					t.Errorf("%s: the log shows %s", name, shown)
				}
			}
		}
	}
	// What is another operation's word may be anybody's in this one.
	status := object{"Status": "WORD"}
	for operation, want := range map[string]string{"VerifySoftwareToken": `{"Status":"WORD"}`, "GetUser": `{"Status":"[redacted]"}`, "BrandNew": `{"Status":"[redacted]"}`} {
		got := tstest.Call[json.RawMessage](t, p, "redact", object{"operation": operation, "message": status, "input": object{}})
		if !sameJSON(t, got, []byte(want)) {
			t.Errorf("%s: the log shows %s, want %s", operation, got, want)
		}
	}
	// The user's name shows in no text either.
	request := object{"AuthFlow": "USER_AUTH", "AuthParameters": object{"USERNAME": "alice"}}
	answer := object{"message": "User alice does not exist.", "AvailableChallenges": []string{"PASSWORD", "EMAIL_OTP"}, "ChallengeName": "SELECT_CHALLENGE"}
	got := tstest.Call[json.RawMessage](t, p, "redact", object{"operation": "InitiateAuth", "message": answer, "input": request})
	if want := `{"message":"[redacted]","AvailableChallenges":["PASSWORD","EMAIL_OTP"],"ChallengeName":"SELECT_CHALLENGE"}`; !sameJSON(t, got, []byte(want)) {
		t.Errorf("the log shows %s, want %s", got, want)
	}
	got = tstest.Call[json.RawMessage](t, p, "redact", object{"operation": "AdminInitiateAuth", "message": request, "input": request})
	if want := `{"AuthFlow":"USER_AUTH","AuthParameters":{"USERNAME":"[redacted]"}}`; !sameJSON(t, got, []byte(want)) {
		t.Errorf("the log shows %s, want %s", got, want)
	}
}

// open are members whose values are Cognito's words and not a person's: enumerations
// of the SDK's, and parameters that name a challenge, a kind or a time.
var open = []string{
	"AuthFlow", "ChallengeName", "CHALLENGE_NAME", "PREFERRED_CHALLENGE", "TIMESTAMP", "MFAS_CAN_CHOOSE", "MFAS_CAN_SETUP", "requiredAttributes",
	"CODE_DELIVERY_DELIVERY_MEDIUM", "TokenType", "AvailableChallenges", "Status", "ConfiguredUserAuthFactors", "PreferredMfaSetting", "UserMFASettingList",
	"__type", "message", "Message", "code", "DeliveryMedium", "DeviceRememberedStatus", "FeedbackValue",
	// Names of attributes.
	"AttributeName", "UserAttributeNames", "Name",
}

func filled(typ reflect.Type, depth int) object {
	message := object{}
	for i := range typ.NumField() {
		field := typ.Field(i)
		if !field.IsExported() || field.Name == "ResultMetadata" {
			continue
		}
		message[field.Name] = value(field.Name, field.Type, depth)
	}
	return message
}

func value(name string, typ reflect.Type, depth int) any {
	switch typ.Kind() {
	case reflect.Pointer:
		return value(name, typ.Elem(), depth)
	case reflect.Slice:
		return []any{value(name, typ.Elem(), depth), value(name, typ.Elem(), depth)}
	case reflect.Struct:
		if depth < 5 && typ.PkgPath() != "time" {
			return filled(typ, depth+1)
		}
	case reflect.Map, reflect.Interface:
		return object{"a": "secret", "b": []string{"secret"}}
	case reflect.String:
		if slices.Contains(open, name) {
			return "WORD"
		}
	case reflect.Bool:
		return true
	case reflect.Int32:
		return 3600
	}
	return "secret"
}

// parameters have all that package auth knows, an address and what is new.
func parameters() object {
	all := object{"userAttributes.email": "secret", "NEWEST": "secret", "phone_number": "secret"}
	source, err := os.ReadFile("../../../auth/names.go")
	if err != nil {
		panic(err)
	}
	for _, match := range regexp.MustCompile(`param\w+ += "(\w+)"`).FindAllStringSubmatch(string(source), -1) {
		if all[match[1]] = "secret"; slices.Contains(open, match[1]) {
			all[match[1]] = "WORD"
		}
	}
	return all
}

// TestNothingIsRedactedForNobody counts what an unheard call looks at: of the
// members of its input each is read for the request alone.
func TestNothingIsRedactedForNobody(t *testing.T) {
	p := start(t)
	s := server(t, refuse(200, "", "{}"))
	reads := func(logs bool) int {
		return tstest.Call[int](t, p, "reads", call{Endpoint: s.URL, Operation: "GetUserAuthFactors", Logs: logs})
	}
	if quiet, heard := reads(false), reads(true); quiet == 0 || heard <= quiet {
		t.Errorf("a member is read %d times without a log and %d times with one", quiet, heard)
	} else if quiet > 2 {
		t.Errorf("a member is read %d times without a log, want 2: whether it is there, and for the request", quiet)
	}
}
