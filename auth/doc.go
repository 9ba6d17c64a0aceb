// Package auth is the conversation of a sign-in with an Amazon Cognito user
// pool: what the user answered becomes the next call, what Cognito said becomes
// the next [Step].
//
// A [Client] is bound to one user pool and one app client. [Client.Initiate]
// opens a sign-in and [Client.Respond] answers the challenges that need a
// person; challenges that need none (PASSWORD_VERIFIER) are answered inside,
// at once. Clients share nothing, so any number of them can work side by side,
// and every method may be called from several goroutines.
//
//	step, err := client.Initiate(ctx, auth.InitiateRequest{Username: "alice", Password: password})
//	for err == nil && !step.Done() {
//		step, err = client.Respond(ctx, step, ask(step)) // auth.Code, auth.NewPassword
//	}
//
// How Cognito is reached is behind [API]: package auth/awssdk adapts the AWS
// SDK for Go, and the browser build has a transport on fetch. The package
// imports neither.
//
// # How it is laid out
//
// A flow is one file flow_*.go and one entry in the table flows; a challenge is
// one file challenge_*.go and one entry in the table challenges.
//
// # Flows and challenges
//
// Flows: USER_SRP_AUTH, USER_PASSWORD_AUTH, REFRESH_TOKEN_AUTH (also under its
// other name REFRESH_TOKEN). Challenges: PASSWORD_VERIFIER, NEW_PASSWORD_REQUIRED,
// SMS_MFA, SOFTWARE_TOKEN_MFA, EMAIL_OTP. Not yet: CUSTOM_AUTH, USER_AUTH, the
// choice and set-up of MFA, remembered devices and passkeys; Initiate and Respond
// refuse them by name, [Client.InitiateAuth] and [Client.RespondToAuthChallenge]
// pass them through.
//
// # Secrets
//
// Passwords are byte slices that stay the caller's: the package neither keeps
// nor zeroes them. What has to become a string on its way to Cognito
// (USER_PASSWORD_AUTH, a new password) stays in memory until the collector
// reuses it. No error text holds a password, code, token, session or hash.
package auth
