// Package tokensource keeps the tokens of a signed-in user fresh, for native
// programs. A [Source] is an oauth2.TokenSource, so that whatever takes one of those
// can call as the user: oauth2.NewClient for HTTP, oauth.TokenSource for gRPC.
//
//	source, err := tokensource.New(ctx, tokensource.Config{Client: client, Tokens: *step.Tokens, Save: keep})
//	…
//	http := oauth2.NewClient(ctx, source)          // sends the access token
//	http = oauth2.NewClient(ctx, source.IDTokens()) // or the ID token
//
// It refreshes by [auth.Client.Refresh], so it is for app clients that rotate refresh
// tokens as well as for those that do not. A rotated refresh token can be used once:
// there must be one Source for it, in one program.
//
// # Errors
//
// They are *[auth.Error].
//
//   - Cognito has ended the session: NotAuthorizedException,
//     RefreshTokenReuseException, UserNotFoundException, UserNotConfirmedException or
//     PasswordResetRequiredException. The error stays, nothing is sent any more, and
//     the user has to sign in again.
//   - Save has failed: CodeStorageError, with its error behind it. The tokens are not
//     lost: [Source.Tokens] has them, and the next call tries Save again.
//   - Anything else, such as CodeNetworkError and throttling: the next call tries to
//     refresh again.
package tokensource
