package operations

import "testing"

// The comments are the SDK's.
func TestFirstSentence(t *testing.T) {
	for _, tt := range []struct{ comment, want string }{
		{"", ""},
		{"This member is required.\n", ""},
		{"The user's password.\n\nThis member is required.\n", "The user's password."},
		{" This response parameter is no longer supported. It provides information only\nabout SMS MFA configurations.\n",
			"This response parameter is no longer supported."},
		{"A [RegistrationResponseJSON] public-key credential response from the user's passkey provider.\n\n" +
			"[RegistrationResponseJSON]: https://www.w3.org/TR/WebAuthn-3/#dictdef-registrationresponsejson\n",
			"A RegistrationResponseJSON public-key credential response from the user's passkey provider."},
		{"To activate this setting, your user pool must be in the [Essentials tier]or higher.\n",
			"To activate this setting, your user pool must be in the Essentials tier or higher."},
		{"When true , your user must confirm that they want to remember the device. Prompt\nthe user for an answer.\n",
			"When true, your user must confirm that they want to remember the device."},
		{"Begins setup of time-based one-time password (TOTP) multi-factor authentication\n(MFA) for a user, with a key . Complete setup with a [VerifySoftwareToken] request.\n",
			"Begins setup of time-based one-time password (TOTP) multi-factor authentication (MFA) for a user, with a key."},
		{"Requires a scope claim for aws.cognito.signin.user.admin .\n", "Requires a scope claim for aws.cognito.signin.user.admin."},
		{"Some, e.g. This one. Another.\n", "Some, e.g. This one."},
		{"What ends */ a comment.", "What ends * / a comment."},
	} {
		if got := firstSentence(tt.comment); got != tt.want {
			t.Errorf("%q: got %q, want %q", tt.comment, got, tt.want)
		}
	}
}
