// Package localcognito is a local Cognito: a stand-in for Amazon Cognito user
// pools that verifies what it is sent. Start it in a test as one would start
// net/http/httptest, point a client at its URL, create pools and users with
// the AWS SDK's own calls, and sign in.
//
//	server, err := localcognito.Start(localcognito.Options{})
//	...
//	defer server.Close()
//	api := cognitoidentityprovider.New(cognitoidentityprovider.Options{
//		Region:       "eu-west-1",
//		BaseEndpoint: aws.String(server.URL()),
//		Credentials:  credentials.NewStaticCredentialsProvider("any", "any", ""),
//	})
//
// # What it verifies
//
// The SRP claim of users and of devices, over salt and verifier alone (a
// password is never kept); SECRET_HASH; TOTP codes, and codes that it "sends"
// to the [Outbox]; passkeys, at registration and at sign-in (origin, relying
// party, signature, counter, user verification); sessions, which are
// single-use and bound to client, user and challenge; access tokens
// (signature, expiry, revocation, scope) and refresh tokens (rotation, reuse,
// revocation, device); lengths, patterns and enums of the API model; values of
// attributes (Schema), what an app client may read and write of them, and the
// passwords that were used before (as verifiers too).
//
// The AWS signature (SigV4) of control-plane and Admin calls is verified with
// [Options.Credentials]; without any, all credentials pass, but pages of other
// origins are refused. Do not let anybody reach the server who must not
// administrate it, and put no real secret into it: it listens on localhost
// unless told otherwise, logs a warning where other machines may reach it and
// any credentials pass, and every page in a browser on the machine may call its
// public operations, as the CORS headers say. What is below /_local/ answers to
// loopback names and [Options.OutboxHosts] alone, so that no other page gets at codes.
//
// # Faults and the clock
//
// [Server.Faults] has calls go wrong: late, refused, throttled, or without an answer,
// the call carried out or not. [Server.Clock] moves the time. Both are at
// /_local/faults and /_local/clock too, under the names that Go has.
//
// # Triggers and records
//
// Lambda triggers are Go functions with the events of aws-lambda-go: see
// [Triggers] and [Server.SetTriggers]. LambdaConfig is refused. What calls say
// in AnalyticsMetadata, UserContextData, ContextData and ClientMetadata is kept
// for tests: see [Server.Recorded].
//
// # What is Cognito's
//
// Formulas, exception types, error and header shapes, claims and limits
// follow the API reference, the developer guide and the API model in the AWS
// SDK for Go; so do the events of triggers and which of them see
// ClientMetadata, the order of the steps of CUSTOM_AUTH, what a device
// replaces, and which factors go together with MFA. Behaviour that only
// captures and bug reports of other projects show: no Session in
// USER_SRP_AUTH, stable simulated users and their EMAIL_OTP in USER_AUTH, the
// lenient reading and canonical spelling of TIMESTAMP, the masks of addresses,
// the echoing preflight answer, the texts of signature errors, EMAIL as a key
// in MFA_SETUP, the refusal of custom challenges without
// privateChallengeParameters, the pattern of passwords, which takes spaces inside, and most
// message texts. Types of exceptions are certain;
// branch on them, never on texts.
//
// # What is our choice
//
// These are not measured against AWS, or not documented by it:
//   - [SecretBlockTTL], one use per SECRET_BLOCK, and the messages of an old
//     or used one (NotAuthorizedException in any case). An answer that is
//     refused for its DEVICE_KEY can be sent again without it.
//   - [Options.MaxClockSkew]. A client with a 12-hour clock in TIMESTAMP was
//     in use for years, so the real service may well be more lenient.
//   - A SECRET_BLOCK is read as standard base64 alone, SRP_A as at most 770
//     hexadecimal digits.
//   - The order of checks: lockout and RESET_REQUIRED show before the
//     password is proven; disabled, unconfirmed and expired accounts only to
//     those who prove it. A lockout shows at the verifier, not at InitiateAuth.
//     CUSTOM_AUTH and codes, which prove nothing first, show them at once.
//   - A Session answered under another challenge's name is "mismatched auth
//     flow"; one of another client or user is invalid. Sessions of
//     AdminInitiateAuth can be answered with RespondToAuthChallenge.
//   - The number of wrong codes is not limited within a session's life; email
//     codes have eight digits as second factor too, sign-up codes six.
//   - A new password ends a lockout, and a code to reset it. Wrong passwords in
//     ChangePassword do not count towards one.
//   - ForgotPassword and ConfirmForgotPassword take five calls per user and hour
//     each, the least that is documented; the hour begins with the first call,
//     refused calls do not count, and a reset clears both counts. A code replaces
//     the one before. The password policy is checked before the code, password
//     history after it; neither ends the code, nor does a wrong code.
//   - FORCE_CHANGE_PASSWORD refuses ForgotPassword to clients that hide users as
//     well. Unconfirmed users with a verified address get a code, whose use is
//     UserNotConfirmedException. Simulated details go by SMS to a name that is a
//     phone number, or where the pool knows SMS alone, else by email.
//   - AdminResetUserPassword is refused in pools with admin_only, as
//     ForgotPassword is. Tokens stay valid after a reset.
//   - The last PasswordHistorySize passwords include the present one, and
//     temporary ones. AdminCreateUser is not held to them. The message is ours.
//   - A client without ReadAttributes reads all attributes, one without
//     WriteAttributes writes all, custom ones included, as reports of the service
//     say; the API reference speaks of the standard ones. sub is always shown.
//     NEW_PASSWORD_REQUIRED is held to WriteAttributes, but shows all attributes.
//     SignUp calls unknown attributes unauthorized, UpdateUserAttributes names
//     them; what a client may not write comes before what is wrong with a value.
//   - Attribute values: numbers are decimal without exponent, booleans "true" or
//     "false", DateTime RFC 3339 with or without the time; lengths count
//     characters. The messages about values and constraints are ours. Formats of
//     standard attributes other than email and phone_number are not checked,
//     but for the length of birthdate.
//   - Immutable attributes cannot be set later on, even where the user has none.
//     Required ones cannot be deleted. Deleting an address deletes its _verified.
//   - UpdateUserAttributes sends codes for addresses that AutoVerifiedAttributes
//     names; administrators cause one in AttributesRequireVerificationBeforeUpdate
//     alone. There an address that waits is dropped by a later value, and
//     becomes the user's too where an administrator sets its _verified to true.
//     GetUserAttributeVerificationCode sends to the one that waits, and takes an
//     address that is verified already: five codes in an hour. VerifyUserAttribute
//     takes 15, right or wrong, until one was right. An alias that somebody else
//     has shows there, at once in pools that sign in by that address; the code
//     can be used again.
//   - SetUserSettings turns SMS MFA on or off. GetUser has no MFAOptions.
//   - UpdateAuthEventFeedback: UserPoolAddOnNotEnabledException unless
//     AdvancedSecurityMode is AUDIT or ENFORCED, where every FeedbackToken is
//     refused, for the server issues none.
//   - A SECRET_HASH sent to a client without a secret is refused.
//   - REFRESH_TOKEN_AUTH on a client with rotation is refused at use with
//     InvalidParameterException, not when the client is created.
//   - A second use of a rotated refresh token, within its grace period and after;
//     RevokeToken of one; the grace period that is not set: each variant is in
//     [Rotation]. The grace period counts from the first use, and whether the
//     successor was used makes no difference.
//   - RevokeToken answers {} to a refresh token it does not know.
//   - event_id stays the same when tokens are refreshed.
//   - User names are stored in lower case in pools that ignore case. A pool
//     created without UsernameConfiguration respects it.
//   - An invitation without an address appears in the outbox nevertheless.
//   - CUSTOM_AUTH: a wrong password ends the sign-in without asking
//     DefineAuthChallenge again. Its session leaves out SELECT_MFA_TYPE and
//     MFA_SETUP. Without one of its triggers
//     InvalidUserPoolConfigurationException.
//   - USER_AUTH: passkeys, like codes, are not offered to users with MFA,
//     unless the pool counts them as MFA. PREFERRED_CHALLENGE with an unknown
//     value, and PASSWORD or PASSWORD_SRP without their parameter, are
//     InvalidParameterException.
//   - SignUp and ConfirmSignUp give a Session to clients with ALLOW_USER_AUTH,
//     ConfirmSignUp also to callers who did not send that of SignUp, as Amplify
//     does not. Both live for AuthSessionValidity, and an expired one is refused
//     although the code was right.
//   - MFA_SETUP lists authenticator and email, whichever the pool has. An
//     email address becomes the user's when its code comes back. Either
//     method is enabled afterwards, and not preferred.
//   - WEB_AUTHN as MFA is offered in MFAS_CAN_CHOOSE and listed in
//     UserMFASettingList. It needs another method beside it.
//   - Passkeys: relying party id localhost where the pool sets none; origins
//     of that host and below, https or, on localhost, http. A refused
//     assertion ends its session. A counter that does not grow is refused.
//     Every passkey is called "Passkey". CREDENTIAL_REQUEST_OPTIONS and
//     CredentialCreationOptions are what the WebAuthn library makes.
//   - Devices: one DeviceGroupKey per pool. A device that was not confirmed
//     does not exist for a sign-in, but can refresh. Its tokens stay valid
//     until their end when it is forgotten; refreshing them ends at once.
//     Passwordless sign-ins are not asked for the device. Salts and verifiers
//     with the sign bit set are refused.
//     DEVICE_PASSWORD_VERIFIER has a Session. GetDevice and ForgetDevice need
//     the AccessToken.
//   - Groups: cognito:groups and cognito:roles are in order of precedence, then of
//     name. Groups without a role have no part in cognito:preferred_role. Adding a
//     member twice and removing somebody who is none succeed. UpdateGroup keeps
//     what it is not given. ListGroups and ListUsersInGroup go by name.
//   - Pagination tokens are the id of the next item.
//   - Triggers run one at a time and must not call the server. One that does not
//     answer within [Options.TriggerTimeout] is not asked again, as Cognito
//     would, and what has waited for it fails with InternalErrorException.
//     PreAuthentication runs at InitiateAuth alone.
//   - PreTokenGeneration: groups and roles stay as they are where all of
//     GroupOverrideDetails is nil, and are replaced otherwise, in both tokens by
//     V1_0 too. Claims that cannot be changed are left as they are, username and
//     scope of the access token among them; so are claims that begin with "dev:".
//     Scopes that are empty or have spaces, and claims that are not JSON:
//     InvalidLambdaResponseException. An access token without a scope has no
//     such claim.
//   - CustomMessage: a message without its placeholders is
//     InvalidLambdaResponseException. Its length is not checked, and an email can
//     be changed whatever the pool sends with. When it fails the call fails after
//     all, and what it has done stays: a user who signed up is there. The texts
//     without it.
//   - PreSignUp has no say over what AdminCreateUser makes, but can refuse it.
//     PostConfirmation runs at SignUp where PreSignUp confirms, and the clientId of
//     events that an administrator causes is CLIENT_ID_NOT_APPLICABLE.
//   - AWS signatures: one region, no session tokens, 15 minutes.
//   - A request that does not arrive within [Options.ReadTimeout]:
//     RequestTimeoutException. An Admin call of a foreign page:
//     AccessDeniedException.
//   - Content types other than application/x-amz-json-1.1, unknown targets,
//     other methods and bodies over 1 MiB: UnknownOperationException and
//     RequestEntityTooLargeException.
//   - TooManyRequestsException of a fault: status 400, "Rate exceeded".
//   - What is below /_local/, which is not Cognito's at all.
//
// # What is left out
//
// AddCustomAttributes, hourly limits other than those named above (SignUp,
// ConfirmSignUp, ResendConfirmationCode, ChangePassword, email codes), request
// rates, step-up authentication, the user migration trigger in ForgotPassword, the
// triggers CustomEmailSender, CustomSMSSender and InboundFederation, version V3_0
// of PreTokenGeneration, message templates of the pool other than those for MFA,
// links in place of codes, Admin operations on devices, managed login and threat
// protection do not exist: AdvancedSecurityMode is kept and does nothing else.
// Feature plans (tiers) are not told apart.
package localcognito
