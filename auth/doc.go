// Package auth is the conversation of a sign-in with an Amazon Cognito user
// pool: what the user answered becomes the next call, what Cognito said becomes
// the next [Step].
//
// A [Client] is bound to one user pool and one app client. [Client.Initiate]
// opens a sign-in and [Client.Respond] answers the challenges that need a
// person; challenges that need none (PASSWORD_VERIFIER, DEVICE_SRP_AUTH,
// DEVICE_PASSWORD_VERIFIER) are answered inside, at once. Clients share nothing,
// so any number of them can work side by side, and every method may be called
// from several goroutines.
//
//	step, err := client.Initiate(ctx, auth.InitiateRequest{Username: "alice", Password: password})
//	for err == nil && !step.Done() {
//		step, err = client.Respond(ctx, step, ask(step)) // auth.Code, auth.Choice, …
//	}
//
// How Cognito is reached is behind [API]: package auth/awssdk adapts the AWS
// SDK for Go, for everybody (New) and for administrators (NewAdmin); in the
// browser build the page sends. The package imports none of them.
//
// # How it is laid out
//
// A flow is one file flow_*.go and one entry in the table flows; a challenge is
// one file challenge_*.go and one entry in the table challenges.
//
// # Flows and challenges
//
// Every flow and every challenge of InitiateAuth and RespondToAuthChallenge:
//
//   - USER_SRP_AUTH, USER_PASSWORD_AUTH, REFRESH_TOKEN_AUTH and REFRESH_TOKEN. App
//     clients that rotate refresh tokens refuse the last two: [Client.Refresh].
//   - CUSTOM_AUTH, with SRP first if there is a Password. Each CUSTOM_CHALLENGE is
//     a step, answered with [CustomAnswer].
//   - USER_AUTH. Without a preference that the user can meet, a step
//     SELECT_CHALLENGE has the Choices, answered with [Choice]; the Session of
//     ConfirmSignUp needs no factor at all.
//   - ADMIN_USER_PASSWORD_AUTH and ADMIN_NO_SRP_AUTH where the [API] is an
//     administrator's, which says so by a method Admin() bool.
//   - Codes (SMS_MFA, SOFTWARE_TOKEN_MFA, EMAIL_OTP, SMS_OTP) are answered with
//     [Code], SELECT_MFA_TYPE with [Choice], NEW_PASSWORD_REQUIRED with
//     [NewPassword], PASSWORD and PASSWORD_SRP with [Password], WEB_AUTHN with
//     [Credential].
//   - MFA_SETUP is answered with [SetupSoftwareToken], after
//     [Client.TOTPSecret], or with [SetupEmail], after which EMAIL_OTP follows.
//
// The challenge ADMIN_NO_SRP_AUTH cannot come up, because the password is sent
// at once. What Cognito adds later passes through [Client.InitiateAuth] and
// [Client.RespondToAuthChallenge]; Initiate and Respond refuse it by name, with
// the answer in [Error.Challenge].
//
// # Remembered devices
//
// With a [DeviceStore] the device of a user is named in every call that takes
// DEVICE_KEY and proves itself in the place of MFA. A new device is confirmed
// before the last step is given out; [Step.NewDevice] has what came of it. A
// device that Cognito has forgotten, or whose proof it refuses, is dropped, and the
// sign-in goes on without; where it cannot, because a code is spent, it fails once.
// A store that is an [AliasStore] as well finds the devices of users who come by an
// alias. [Tokens.DeviceKey] belongs to the refresh token, with a store and without.
//
// # Secrets
//
// Passwords are byte slices that stay the caller's: the package neither keeps
// nor zeroes them. The SRP secret of a sign-in is overwritten when the sign-in has
// proved itself or failed, one that [Client.Prepare] made by [Client.Close]. What
// has to become a string on its way to Cognito (USER_PASSWORD_AUTH, a new password)
// stays in memory until the collector reuses it. No error text holds a password, code, token, session or hash.
package auth
