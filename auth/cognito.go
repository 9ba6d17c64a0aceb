package auth

// API is the part of Cognito's API that a sign-in needs: one method for all of its
// operations. An implementation tells them apart by the type of the input,
//
//	switch in := in.(type) {
//	case *auth.InitiateAuthInput:
//
// and answers those that it does not know with [ErrUnknownOperation], so that it
// need not change where this package begins to call a further one.
//
// Implementations send the input as it is. What spends something of which there is
// one, such as a session, they repeat only after an answer that says it was not
// done: throttling, 429 and 503 say so, InternalErrorException and a lost answer do
// not. Where the repetition meets NotAuthorizedException, they give the first error:
// the call was done after all, and its session is spent.
//
// An API for administrators, which calls AdminInitiateAuth and
// AdminRespondToAuthChallenge in the place of InitiateAuth and
// RespondToAuthChallenge, says so by a method Admin() bool that gives true.
type API interface {
	// Call calls the operation of an input and gives the output of the same name;
	// InitiateAuth and RespondToAuthChallenge have one output, *[AuthOutput].
	//
	// An exception of Cognito's must be an error that satisfies smithy.APIError
	// (its ErrorCode is the exception name). Of any other error, one with an HTTP
	// status (a method HTTPStatusCode that does not give 0) is taken for an answer
	// that is not Cognito's, the rest for a failure to reach it. Call must return
	// soon after ctx is done.
	Call(ctx Context, in Input) (Output, error)
}

// Input is what an operation is called with: *[InitiateAuthInput],
// *[RespondToAuthChallengeInput], *[AssociateSoftwareTokenInput],
// *[VerifySoftwareTokenInput] or *[ConfirmDeviceInput], and for [Client.Refresh]
// *[GetTokensFromRefreshTokenInput]. Later versions may add others.
type Input interface {
	// Operation is the operation's name in
	// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_Operations.html
	Operation() string
	input()
}

// Output is what an operation answers: *[AuthOutput],
// *[AssociateSoftwareTokenOutput], *[VerifySoftwareTokenOutput],
// *[ConfirmDeviceOutput] or *[GetTokensFromRefreshTokenOutput].
type Output interface {
	output()
}

// ErrUnknownOperation is what an [API] answers an [Input] with that it does not
// know. The client's error for it has CodeInvalidArgument and the operation's name;
// errors.Is finds this one behind it.
var ErrUnknownOperation error = &Error{Code: CodeInvalidArgument, Message: argAPI + ": expected one that knows the operation"}

// The operations, as X-Amz-Target and errors name them.
const (
	operationInitiateAuth           = "InitiateAuth"
	operationRespondToAuthChallenge = "RespondToAuthChallenge"
	operationAssociateSoftwareToken = "AssociateSoftwareToken"
	operationVerifySoftwareToken    = "VerifySoftwareToken"
	operationConfirmDevice          = "ConfirmDevice"
)

// Operation is InitiateAuth:
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_InitiateAuth.html
func (*InitiateAuthInput) Operation() string { return operationInitiateAuth }

// Operation is RespondToAuthChallenge:
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RespondToAuthChallenge.html
func (*RespondToAuthChallengeInput) Operation() string { return operationRespondToAuthChallenge }

// Operation is AssociateSoftwareToken, for MFA_SETUP:
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AssociateSoftwareToken.html
func (*AssociateSoftwareTokenInput) Operation() string { return operationAssociateSoftwareToken }

// Operation is VerifySoftwareToken, for MFA_SETUP:
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_VerifySoftwareToken.html
func (*VerifySoftwareTokenInput) Operation() string { return operationVerifySoftwareToken }

// Operation is ConfirmDevice, after NewDeviceMetadata:
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ConfirmDevice.html
func (*ConfirmDeviceInput) Operation() string { return operationConfirmDevice }

func (*InitiateAuthInput) input()           {}
func (*RespondToAuthChallengeInput) input() {}
func (*AssociateSoftwareTokenInput) input() {}
func (*VerifySoftwareTokenInput) input()    {}
func (*ConfirmDeviceInput) input()          {}

func (*AuthOutput) output()                   {}
func (*AssociateSoftwareTokenOutput) output() {}
func (*VerifySoftwareTokenOutput) output()    {}
func (*ConfirmDeviceOutput) output()          {}

// AssociateSoftwareTokenInput has the Session of MFA_SETUP.
type AssociateSoftwareTokenInput struct {
	Session string
}

// AssociateSoftwareTokenOutput has the shared secret of the authenticator, in
// base32, and the Session that replaces the one that was sent.
type AssociateSoftwareTokenOutput struct {
	SecretCode string
	Session    string
}

// VerifySoftwareTokenInput has the six digits that the authenticator shows.
type VerifySoftwareTokenInput struct {
	Session            string
	UserCode           string
	FriendlyDeviceName string
}

// VerifySoftwareTokenOutput has the Session to answer MFA_SETUP with. Status is
// "SUCCESS" or "ERROR".
type VerifySoftwareTokenOutput struct {
	Status  string
	Session string
}

// ConfirmDeviceInput has the verifier of a new device; Salt and PasswordVerifier
// are base64 (srp.DeviceVerifier).
type ConfirmDeviceInput struct {
	AccessToken      string
	DeviceKey        string
	DeviceName       string
	Salt             string
	PasswordVerifier string
}

// ConfirmDeviceOutput tells whether the user has to be asked before the device
// is remembered (UpdateDeviceStatus).
type ConfirmDeviceOutput struct {
	UserConfirmationNecessary bool
}

// InitiateAuthInput is the request of InitiateAuth, member for member. Members
// with their zero value are not sent.
type InitiateAuthInput struct {
	AuthFlow          Flow
	ClientID          string
	AuthParameters    map[string]string
	ClientMetadata    map[string]string
	AnalyticsMetadata *AnalyticsMetadata
	UserContextData   *UserContextData
	// Session of ConfirmSignUp, for USER_AUTH alone. It can be used once.
	Session string
}

// RespondToAuthChallengeInput is the request of RespondToAuthChallenge, member
// for member. Members with their zero value are not sent.
type RespondToAuthChallengeInput struct {
	ChallengeName      ChallengeName
	ClientID           string
	Session            string
	ChallengeResponses map[string]string
	ClientMetadata     map[string]string
	AnalyticsMetadata  *AnalyticsMetadata
	UserContextData    *UserContextData
}

// AuthOutput is the answer of both operations: either an AuthenticationResult
// or a challenge. AvailableChallenges comes from InitiateAuth alone.
type AuthOutput struct {
	ChallengeName        ChallengeName
	Session              string
	ChallengeParameters  map[string]string
	AvailableChallenges  []string
	AuthenticationResult *AuthenticationResult
}

// AuthenticationResult holds the tokens as Cognito sends them:
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AuthenticationResultType.html
type AuthenticationResult struct {
	AccessToken  string
	IDToken      string
	RefreshToken string
	TokenType    string
	// ExpiresIn is the life of the access token in seconds.
	ExpiresIn int
	// NewDeviceMetadata is set when the pool tracks devices and this one is new.
	NewDeviceMetadata *NewDeviceMetadata
}

// NewDeviceMetadata names a device that Cognito has just begun to track.
type NewDeviceMetadata struct {
	DeviceKey      string
	DeviceGroupKey string
}

// AnalyticsMetadata is the Amazon Pinpoint endpoint that a call is counted for.
type AnalyticsMetadata struct {
	AnalyticsEndpointID string
}

// UserContextData is what threat protection looks at. EncodedData comes from
// AWS's own script (AmazonCognitoAdvancedSecurityData.getData); IpAddress is for
// servers that call on behalf of a user.
type UserContextData struct {
	IPAddress   string
	EncodedData string
}
