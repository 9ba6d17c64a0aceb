package auth

import "context"

// API is the part of Cognito's API that a sign-in needs. Implementations send
// the input as it is. What spends something of which there is one, such as a
// session, they repeat only after an answer that says it was not done: throttling,
// 429 and 503 say so, InternalErrorException and a lost answer do not.
//
// An exception of Cognito's must be an error that satisfies smithy.APIError
// (its ErrorCode is the exception name). Of any other error, one with an HTTP
// status (a method HTTPStatusCode that does not give 0) is taken for an answer
// that is not Cognito's, the rest for a failure to reach it.
// All methods must return soon after ctx is done.
//
// An API for administrators, which calls AdminInitiateAuth and
// AdminRespondToAuthChallenge in the place of the first two, says so by a method
// Admin() bool that gives true.
type API interface {
	// InitiateAuth calls the operation of the same name:
	// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_InitiateAuth.html
	InitiateAuth(ctx context.Context, in *InitiateAuthInput) (*AuthOutput, error)
	// RespondToAuthChallenge calls the operation of the same name:
	// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RespondToAuthChallenge.html
	RespondToAuthChallenge(ctx context.Context, in *RespondToAuthChallengeInput) (*AuthOutput, error)
	// AssociateSoftwareToken calls the operation of the same name, for MFA_SETUP:
	// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AssociateSoftwareToken.html
	AssociateSoftwareToken(ctx context.Context, in *AssociateSoftwareTokenInput) (*AssociateSoftwareTokenOutput, error)
	// VerifySoftwareToken calls the operation of the same name, for MFA_SETUP:
	// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_VerifySoftwareToken.html
	VerifySoftwareToken(ctx context.Context, in *VerifySoftwareTokenInput) (*VerifySoftwareTokenOutput, error)
	// ConfirmDevice calls the operation of the same name, after NewDeviceMetadata:
	// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ConfirmDevice.html
	ConfirmDevice(ctx context.Context, in *ConfirmDeviceInput) (*ConfirmDeviceOutput, error)
}

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
