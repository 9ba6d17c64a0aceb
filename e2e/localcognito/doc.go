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
// The SRP claim, over salt and verifier alone (a password is never kept);
// SECRET_HASH; TOTP codes, and codes that it "sends" to the [Outbox]; sessions,
// which are single-use and bound to client, user and challenge; access tokens
// (signature, expiry, revocation, scope) and refresh tokens (rotation, reuse,
// revocation); lengths, patterns and enums of the API model.
//
// Not verified is the AWS signature (SigV4) of control-plane calls: any
// credentials pass. Do not let anybody reach the server who must not
// administrate it, and put no real secret into it: it listens on localhost
// unless told otherwise, and every page in a browser on the machine may call
// it, as the CORS headers say.
//
// # What is Cognito's
//
// Formulas, exception types, error and header shapes, claims and limits
// follow the API reference, the developer guide and the API model in the AWS
// SDK for Go. Behaviour that only captures and bug reports of other projects
// show: no Session in USER_SRP_AUTH, stable simulated users, the lenient
// reading and canonical spelling of TIMESTAMP, the masks of addresses, the
// echoing preflight answer, and most message texts. Types of exceptions are
// certain; branch on them, never on texts.
//
// # What is our choice
//
// These are not measured against AWS, or not documented by it:
//   - [SecretBlockTTL], one use per SECRET_BLOCK, and the messages of an old
//     or used one (NotAuthorizedException in any case).
//   - [Options.MaxClockSkew]. A client with a 12-hour clock in TIMESTAMP was
//     in use for years, so the real service may well be more lenient.
//   - A SECRET_BLOCK is read as standard base64 alone, SRP_A as at most 770
//     hexadecimal digits.
//   - The order of checks: lockout and RESET_REQUIRED show before the
//     password is proven; disabled, unconfirmed and expired accounts only to
//     those who prove it. A lockout shows at the verifier, not at InitiateAuth.
//   - A Session answered under another challenge's name is "mismatched auth
//     flow"; one of another client or user is invalid.
//   - The number of wrong MFA codes is not limited within a session's life;
//     email codes have eight digits as second factor too.
//   - A new password ends a lockout. Wrong passwords in ChangePassword do not
//     count towards one.
//   - A SECRET_HASH sent to a client without a secret is refused.
//   - REFRESH_TOKEN_AUTH on a client with rotation is refused at use with
//     InvalidParameterException, not when the client is created; reuse of a
//     rotated token after its grace period ends that token, not the family.
//   - RevokeToken answers {} to a refresh token it does not know.
//   - event_id stays the same when tokens are refreshed.
//   - User names are stored in lower case in pools that ignore case. A pool
//     created without UsernameConfiguration respects it.
//   - An invitation without an address appears in the outbox nevertheless.
//   - Content types other than application/x-amz-json-1.1, unknown targets,
//     other methods and bodies over 1 MiB: UnknownOperationException and
//     RequestEntityTooLargeException.
//   - /_local/outbox, which is not Cognito's at all.
//
// # What is left out
//
// CUSTOM_AUTH, USER_AUTH, MFA_SETUP, devices, passkeys and Lambda triggers
// are refused by name (UnsupportedOperationException). Sign-up, password
// reset by the user, groups, custom schemas' value constraints, password
// history, read and write attribute lists, request rates and hourly limits,
// managed login and threat protection do not exist; ClientMetadata,
// AnalyticsMetadata and UserContextData are accepted and not used.
package localcognito
