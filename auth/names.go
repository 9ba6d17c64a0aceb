package auth

// Flow is a value of Cognito's AuthFlowType.
type Flow string

// The flows of InitiateAuth. The two ADMIN flows belong to AdminInitiateAuth,
// which needs IAM credentials: an [API] that is no administrator's never sees
// them, because the client refuses them with a message that says why.
const (
	FlowUserSRPAuth           Flow = "USER_SRP_AUTH"
	FlowUserPasswordAuth      Flow = "USER_PASSWORD_AUTH"
	FlowCustomAuth            Flow = "CUSTOM_AUTH"
	FlowUserAuth              Flow = "USER_AUTH"
	FlowRefreshTokenAuth      Flow = "REFRESH_TOKEN_AUTH"
	FlowRefreshToken          Flow = "REFRESH_TOKEN"
	FlowAdminNoSRPAuth        Flow = "ADMIN_NO_SRP_AUTH"
	FlowAdminUserPasswordAuth Flow = "ADMIN_USER_PASSWORD_AUTH"
)

// ChallengeName is a value of Cognito's ChallengeNameType.
type ChallengeName string

// The challenges that Cognito may answer with.
const (
	ChallengePasswordVerifier       ChallengeName = "PASSWORD_VERIFIER"
	ChallengeNewPasswordRequired    ChallengeName = "NEW_PASSWORD_REQUIRED"
	ChallengeSMSMFA                 ChallengeName = "SMS_MFA"
	ChallengeSoftwareTokenMFA       ChallengeName = "SOFTWARE_TOKEN_MFA"
	ChallengeEmailOTP               ChallengeName = "EMAIL_OTP"
	ChallengeSMSOTP                 ChallengeName = "SMS_OTP"
	ChallengeSelectChallenge        ChallengeName = "SELECT_CHALLENGE"
	ChallengePassword               ChallengeName = "PASSWORD"
	ChallengePasswordSRP            ChallengeName = "PASSWORD_SRP"
	ChallengeWebAuthn               ChallengeName = "WEB_AUTHN"
	ChallengeSelectMFAType          ChallengeName = "SELECT_MFA_TYPE"
	ChallengeMFASetup               ChallengeName = "MFA_SETUP"
	ChallengeCustomChallenge        ChallengeName = "CUSTOM_CHALLENGE"
	ChallengeDeviceSRPAuth          ChallengeName = "DEVICE_SRP_AUTH"
	ChallengeDevicePasswordVerifier ChallengeName = "DEVICE_PASSWORD_VERIFIER"
	ChallengeAdminNoSRPAuth         ChallengeName = "ADMIN_NO_SRP_AUTH"
)

// Keys of AuthParameters, ChallengeParameters and ChallengeResponses.
const (
	paramUsername                 = "USERNAME"
	paramPassword                 = "PASSWORD"
	paramSRPA                     = "SRP_A"
	paramSRPB                     = "SRP_B"
	paramSalt                     = "SALT"
	paramSecretBlock              = "SECRET_BLOCK"
	paramUserIDForSRP             = "USER_ID_FOR_SRP"
	paramSecretHash               = "SECRET_HASH"
	paramRefreshToken             = "REFRESH_TOKEN"
	paramPasswordClaimSignature   = "PASSWORD_CLAIM_SIGNATURE"
	paramPasswordClaimSecretBlock = "PASSWORD_CLAIM_SECRET_BLOCK"
	paramTimestamp                = "TIMESTAMP"
	paramNewPassword              = "NEW_PASSWORD"
	paramRequiredAttributes       = "requiredAttributes"
	paramUserAttributes           = "userAttributes"
	paramSMSMFACode               = "SMS_MFA_CODE"
	paramSoftwareTokenMFACode     = "SOFTWARE_TOKEN_MFA_CODE"
	paramEmailOTPCode             = "EMAIL_OTP_CODE"
	paramSMSOTPCode               = "SMS_OTP_CODE"
	paramAnswer                   = "ANSWER"
	paramChallengeName            = "CHALLENGE_NAME"
	paramPreferredChallenge       = "PREFERRED_CHALLENGE"
	paramMFAsCanChoose            = "MFAS_CAN_CHOOSE"
	paramMFAsCanSetup             = "MFAS_CAN_SETUP"
	paramEmail                    = "EMAIL"
	paramCredential               = "CREDENTIAL"
	paramCredentialRequestOptions = "CREDENTIAL_REQUEST_OPTIONS"
	paramDeviceKey                = "DEVICE_KEY"
	paramDeliveryMedium           = "CODE_DELIVERY_DELIVERY_MEDIUM"
	paramDeliveryDestination      = "CODE_DELIVERY_DESTINATION"
)
