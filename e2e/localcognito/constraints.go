package localcognito

import (
	"fmt"
	"math"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// constraint is what the API model demands of one shape. For strings min and
// max count characters, for integers they bound the value; max 0 means none.
type constraint struct {
	min, max  int
	pattern   string // matched against the whole value
	enum      []string
	sensitive bool // the value is never repeated in a message

	re *regexp.Regexp
}

// constraints holds the shapes of the API model (API reference, "Length
// Constraints", "Pattern", "Valid Values"), by the model's own names.
var constraints = compileConstraints(map[string]constraint{
	"AccessTokenValidityType":     {min: 1, max: 86400},
	"AdvancedSecurityModeType":    {enum: []string{"OFF", "AUDIT", "ENFORCED"}},
	"AliasAttributeType":          {enum: []string{"phone_number", "email", "preferred_username"}},
	"AllowedFirstAuthFactorType":  {enum: []string{"PASSWORD", "EMAIL_OTP", "SMS_OTP", "WEB_AUTHN"}},
	"ArnType":                     {min: 20, max: 2048, pattern: `arn:[\w+=/,.@-]+:[\w+=/,.@-]+:([\w+=/,.@-]*)?:[0-9]+:[\w+=/,.@-]+(:[\w+=/,.@-]+)?(:[\w+=/,.@-]+)?`},
	"AttributeDataType":           {enum: []string{"String", "Number", "DateTime", "Boolean"}},
	"AttributeNameType":           {min: 1, max: 32, pattern: `[\p{L}\p{M}\p{S}\p{N}\p{P}\t\n\r ]+`},
	"AttributeValueType":          {max: 2048, sensitive: true},
	"AuthFlowType":                {enum: []string{"USER_SRP_AUTH", "REFRESH_TOKEN_AUTH", "REFRESH_TOKEN", "CUSTOM_AUTH", "ADMIN_NO_SRP_AUTH", "USER_PASSWORD_AUTH", "ADMIN_USER_PASSWORD_AUTH", "USER_AUTH"}},
	"AuthSessionValidityType":     {min: 3, max: 15},
	"ChallengeNameType":           {enum: []string{"SMS_MFA", "EMAIL_OTP", "SOFTWARE_TOKEN_MFA", "SELECT_MFA_TYPE", "MFA_SETUP", "PASSWORD_VERIFIER", "CUSTOM_CHALLENGE", "SELECT_CHALLENGE", "DEVICE_SRP_AUTH", "DEVICE_PASSWORD_VERIFIER", "ADMIN_NO_SRP_AUTH", "NEW_PASSWORD_REQUIRED", "SMS_OTP", "PASSWORD", "WEB_AUTHN", "PASSWORD_SRP"}},
	"ClientIdType":                {min: 1, max: 128, pattern: `[\w+]+`, sensitive: true},
	"ClientNameType":              {min: 1, max: 128, pattern: `[\w\s+=,.@-]+`},
	"ClientPermissionType":        {min: 1, max: 131072},
	"ClientSecretType":            {min: 24, max: 64, pattern: `[\w+]+`, sensitive: true},
	"ConfirmationCodeType":        {min: 1, max: 2048, pattern: `[\S]+`, sensitive: true},
	"CustomAttributeNameType":     {min: 1, max: 20, pattern: `[\p{L}\p{M}\p{S}\p{N}\p{P}]+`},
	"DeliveryMediumType":          {enum: []string{"SMS", "EMAIL"}},
	"DescriptionType":             {max: 2048},
	"DeviceKeyType":               {min: 1, max: 55, pattern: `[\w-]+_[0-9a-f-]+`},
	"DeviceNameType":              {min: 1, max: 1024},
	"DeviceRememberedStatusType":  {enum: []string{"remembered", "not_remembered"}},
	"EventIdType":                 {min: 1, max: 50, pattern: `[\w+-]+`},
	"ExplicitAuthFlowsType":       {enum: []string{"ADMIN_NO_SRP_AUTH", "CUSTOM_AUTH_FLOW_ONLY", "USER_PASSWORD_AUTH", "ALLOW_ADMIN_USER_PASSWORD_AUTH", "ALLOW_CUSTOM_AUTH", "ALLOW_USER_PASSWORD_AUTH", "ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_AUTH"}},
	"FeedbackValueType":           {enum: []string{"Valid", "Invalid"}},
	"FeatureType":                 {enum: []string{"ENABLED", "DISABLED"}},
	"GroupNameType":               {min: 1, max: 128, pattern: `[\p{L}\p{M}\p{S}\p{N}\p{P}]+`},
	"IdTokenValidityType":         {min: 1, max: 86400},
	"MessageActionType":           {enum: []string{"RESEND", "SUPPRESS"}},
	"PaginationKey":               {min: 1, max: 131072, pattern: `[\S]+`},
	"PasswordHistorySizeType":     {max: 24},
	"PasswordPolicyMinLengthType": {min: 6, max: 99},
	// Measured: the API reference has [\S]+, which would refuse spaces inside
	// (platform-forms-client#5635, amplify-swift#3129).
	"PasswordType":                      {max: 256, pattern: `^[\S]+.*[\S]+$`, sensitive: true},
	"PrecedenceType":                    {max: math.MaxInt32},
	"PriorityType":                      {min: 1, max: 2},
	"PreventUserExistenceErrorTypes":    {enum: []string{"LEGACY", "ENABLED"}},
	"QueryLimitType":                    {max: 60},
	"RecoveryOptionNameType":            {enum: []string{"verified_email", "verified_phone_number", "admin_only"}},
	"RefreshTokenValidityType":          {max: 315360000},
	"RelyingPartyIdType":                {min: 1, max: 127},
	"RetryGracePeriodSecondsType":       {max: 60},
	"SearchPaginationTokenType":         {min: 1, pattern: `[\S]+`},
	"SecretHashType":                    {min: 1, max: 128, pattern: `[\w+=/]+`, sensitive: true},
	"SessionType":                       {min: 20, max: 2048, sensitive: true},
	"SoftwareTokenMFAUserCodeType":      {min: 6, max: 6, pattern: `[0-9]+`, sensitive: true},
	"StringType":                        {max: 131072},
	"TemporaryPasswordValidityDays":     {max: 365},
	"TimeUnitsType":                     {enum: []string{"seconds", "minutes", "hours", "days"}},
	"TokenModelType":                    {pattern: `[A-Za-z0-9-_=.]+`, sensitive: true},
	"UserPoolIdType":                    {min: 1, max: 55, pattern: `[\w-]+_[0-9a-zA-Z]+`},
	"UserPoolMfaType":                   {enum: []string{"OFF", "ON", "OPTIONAL"}},
	"UserPoolNameType":                  {min: 1, max: 128, pattern: `[\w\s+=,.@-]+`},
	"UserVerificationType":              {enum: []string{"required", "preferred"}},
	"UsernameAttributeType":             {enum: []string{"phone_number", "email"}},
	"UsernameType":                      {min: 1, max: 128, pattern: `[\p{L}\p{M}\p{S}\p{N}\p{P}]+`, sensitive: true},
	"VerifiedAttributeType":             {enum: []string{"phone_number", "email"}},
	"WebAuthnCredentialsQueryLimitType": {max: 20},
	"WebAuthnFactorConfigurationType":   {enum: []string{"SINGLE_FACTOR", "MULTI_FACTOR_WITH_USER_VERIFICATION"}},
})

// javaClasses spells out what the patterns mean in Java, in which the service
// matches them: its \S leaves out a vertical tab too, its dot every line
// terminator (java.util.regex.Pattern).
var javaClasses = strings.NewReplacer(`[\S]`, `[^\s\x0b]`, `.*`, `[^\n\r\x{85}\x{2028}\x{2029}]*`)

func compileConstraints(table map[string]constraint) map[string]constraint {
	for name, c := range table {
		if c.pattern != "" {
			c.re = regexp.MustCompile(`\A(?:` + javaClasses.Replace(c.pattern) + `)\z`)
			table[name] = c
		}
	}
	return table
}

// decode reads a request into the struct in points to and checks it against
// the model. Members carry their shape in a tag: `shape:"UsernameType"`,
// `shape:"UsernameType,required"`, or `shape:"PasswordType,blank"` where an
// empty value is the same as none. Names are case-sensitive and unknown
// members are ignored, as in every AWS JSON service.
func decode(body []byte, in any) error {
	if err := json.Unmarshal(body, in); err != nil {
		// The decoder's own text may repeat parts of the body.
		return fail(serialization, "The request body is not a JSON object of the operation's input shape.")
	}
	var problems []string
	checkStruct("", reflect.ValueOf(in).Elem(), jsontext.Value(body), &problems)
	return validationError(problems)
}

// checkMember applies one shape to a value that does not stand in a struct,
// such as an entry of AuthParameters.
func checkMember(shape, path, value string) error {
	var problems []string
	checkString(constraints[shape], path, value, &problems)
	return validationError(problems)
}

func validationError(problems []string) error {
	switch n := len(problems); n {
	case 0:
		return nil
	case 1:
		return fail(invalidParameter, "%s", "1 validation error detected: "+problems[0])
	default:
		return fail(invalidParameter, "%d validation errors detected: %s", n, strings.Join(problems, "; "))
	}
}

func checkStruct(path string, v reflect.Value, raw jsontext.Value, problems *[]string) {
	var members map[string]jsontext.Value
	if json.Unmarshal(raw, &members) != nil {
		return
	}
	for i := range v.NumField() {
		field := v.Type().Field(i)
		if field.Anonymous {
			checkStruct(path, v.Field(i), raw, problems)
			continue
		}
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		shape, option, _ := strings.Cut(field.Tag.Get("shape"), ",")
		memberPath := path + lowerFirst(name)
		member := members[name]
		if len(member) == 0 || member.Kind() == 'n' {
			if option == "required" {
				*problems = append(*problems, fmt.Sprintf("Value null at '%s' failed to satisfy constraint: Member must not be null", memberPath))
			}
			continue
		}
		if option == "blank" && v.Field(i).IsZero() {
			continue
		}
		checkValue(constraints[shape], memberPath, v.Field(i), member, problems)
	}
}

func checkValue(c constraint, path string, v reflect.Value, raw jsontext.Value, problems *[]string) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			checkValue(c, path, v.Elem(), raw, problems)
		}
	case reflect.Struct:
		checkStruct(path+".", v, raw, problems)
	case reflect.Slice:
		var elements []jsontext.Value
		if json.Unmarshal(raw, &elements) != nil || len(elements) != v.Len() {
			return
		}
		for i, e := range elements {
			checkValue(c, fmt.Sprintf("%s.%d.member", path, i+1), v.Index(i), e, problems)
		}
	case reflect.String:
		checkString(c, path, v.String(), problems)
	case reflect.Int:
		n := v.Int()
		if n < int64(c.min) {
			*problems = append(*problems, fmt.Sprintf("Value '%d' at '%s' failed to satisfy constraint: Member must have value greater than or equal to %d", n, path, c.min))
		}
		if c.max > 0 && n > int64(c.max) {
			*problems = append(*problems, fmt.Sprintf("Value '%d' at '%s' failed to satisfy constraint: Member must have value less than or equal to %d", n, path, c.max))
		}
	}
}

func checkString(c constraint, path, value string, problems *[]string) {
	broken := func(format string, args ...any) {
		shown := "Value"
		if !c.sensitive {
			shown = "Value '" + value + "'"
		}
		*problems = append(*problems, shown+" at '"+path+"' failed to satisfy constraint: Member must "+fmt.Sprintf(format, args...))
	}
	length := utf8.RuneCountInString(value)
	if c.re != nil && !c.re.MatchString(value) {
		broken("satisfy regular expression pattern: %s", c.pattern)
	}
	if length < c.min {
		broken("have length greater than or equal to %d", c.min)
	}
	if c.max > 0 && length > c.max {
		broken("have length less than or equal to %d", c.max)
	}
	if len(c.enum) > 0 && !slices.Contains(c.enum, value) {
		broken("satisfy enum value set: [%s]", strings.Join(c.enum, ", "))
	}
}

func lowerFirst(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToLower(r)) + s[n:]
}
