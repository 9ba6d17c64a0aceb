package localcognito

import (
	"fmt"
	"net/http"
)

// Exception names as they appear in __type (API reference, "Errors" of each
// operation).
const (
	accessDenied                   = "AccessDeniedException"
	aliasExists                    = "AliasExistsException"
	codeMismatch                   = "CodeMismatchException"
	deviceKeyExists                = "DeviceKeyExistsException"
	enableSoftwareTokenMFA         = "EnableSoftwareTokenMFAException"
	expiredCode                    = "ExpiredCodeException"
	groupExists                    = "GroupExistsException"
	incompleteSignature            = "IncompleteSignatureException"
	internalError                  = "InternalErrorException"
	invalidLambdaResponse          = "InvalidLambdaResponseException"
	invalidParameter               = "InvalidParameterException"
	invalidPassword                = "InvalidPasswordException"
	invalidPoolConfiguration       = "InvalidUserPoolConfigurationException"
	invalidSignature               = "InvalidSignatureException"
	limitExceeded                  = "LimitExceededException"
	missingAuthenticationToken     = "MissingAuthenticationTokenException"
	notAuthorized                  = "NotAuthorizedException"
	passwordHistoryViolation       = "PasswordHistoryPolicyViolationException"
	passwordResetRequired          = "PasswordResetRequiredException"
	refreshTokenReuse              = "RefreshTokenReuseException"
	requestTimeout                 = "RequestTimeoutException"
	requestTooLarge                = "RequestEntityTooLargeException"
	resourceNotFound               = "ResourceNotFoundException"
	serialization                  = "SerializationException"
	softwareTokenMFANotFound       = "SoftwareTokenMFANotFoundException"
	tooManyRequests                = "TooManyRequestsException"
	unauthorized                   = "UnauthorizedException"
	unexpectedLambda               = "UnexpectedLambdaException"
	unknownOperation               = "UnknownOperationException"
	unrecognizedClient             = "UnrecognizedClientException"
	unsupportedOperation           = "UnsupportedOperationException"
	unsupportedTokenType           = "UnsupportedTokenTypeException"
	unsupportedUserState           = "UnsupportedUserStateException"
	userLambdaValidation           = "UserLambdaValidationException"
	usernameExists                 = "UsernameExistsException"
	userPoolAddOnNotEnabled        = "UserPoolAddOnNotEnabledException"
	userNotConfirmed               = "UserNotConfirmedException"
	userNotFound                   = "UserNotFoundException"
	webAuthnChallengeNotFound      = "WebAuthnChallengeNotFoundException"
	webAuthnClientMismatch         = "WebAuthnClientMismatchException"
	webAuthnCredentialNotSupported = "WebAuthnCredentialNotSupportedException"
	webAuthnNotEnabled             = "WebAuthnNotEnabledException"
	webAuthnOriginNotAllowed       = "WebAuthnOriginNotAllowedException"
	webAuthnRelyingPartyMismatch   = "WebAuthnRelyingPartyMismatchException"
)

// Messages that several places must send letter for letter the same, because
// a difference would tell a caller more than Cognito does.
const (
	msgIncorrectPassword = "Incorrect username or password."
	msgUserNotFound      = "User does not exist."
	msgUserDisabled      = "User is disabled."
	msgWrongCode         = "Invalid code or auth state for the user."
	msgTriggerCalls      = "A trigger must not call the local Cognito, which waits for the trigger."
)

// apiError is an answer of the service, as opposed to a failure of this
// program. Its message never contains a password, code, token or session.
type apiError struct {
	Type    string
	Message string
	Status  int // HTTP status; Cognito answers 400 to every client error
}

func (e *apiError) Error() string { return e.Type + ": " + e.Message }

func fail(typ, format string, args ...any) *apiError {
	msg := format
	if len(args) > 0 {
		msg = fmt.Sprintf(format, args...)
	}
	return &apiError{Type: typ, Message: msg, Status: http.StatusBadRequest}
}

func errInternal() *apiError {
	return &apiError{Type: internalError, Message: "Internal error.", Status: http.StatusInternalServerError}
}
