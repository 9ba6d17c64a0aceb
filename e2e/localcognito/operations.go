package localcognito

// operationTable lists every operation the server has. A new one is a file
// op_<name>.go with a function on decoded input and an entry here.
func operationTable() map[string]operation {
	table := make(map[string]operation)
	for _, op := range []operation{
		// Pools and clients; signed by the SDK.
		operate("CreateUserPool", createUserPool),
		operate("DescribeUserPool", describeUserPool),
		operate("DeleteUserPool", deleteUserPool),
		operate("CreateUserPoolClient", createUserPoolClient),
		operate("DescribeUserPoolClient", describeUserPoolClient),
		operate("SetUserPoolMfaConfig", setUserPoolMfaConfig),
		operate("GetUserPoolMfaConfig", getUserPoolMfaConfig),

		// Users, as an administrator; signed by the SDK.
		operate("AdminCreateUser", adminCreateUser),
		operate("AdminSetUserPassword", adminSetUserPassword),
		operate("AdminGetUser", adminGetUser),
		operate("AdminDeleteUser", adminDeleteUser),
		operate("AdminUpdateUserAttributes", adminUpdateUserAttributes),
		operate("AdminEnableUser", adminEnableUser),
		operate("AdminDisableUser", adminDisableUser),
		operate("AdminConfirmSignUp", adminConfirmSignUp),
		operate("AdminResetUserPassword", adminResetUserPassword),
		operate("AdminSetUserMFAPreference", adminSetUserMFAPreference),
		operate("AdminUserGlobalSignOut", adminUserGlobalSignOut),

		// Public, by client id.
		operate("SignUp", signUp),
		operate("ConfirmSignUp", confirmSignUp),
		operate("ResendConfirmationCode", resendConfirmationCode),
		operate("InitiateAuth", initiateAuth),
		operate("RespondToAuthChallenge", respondToAuthChallenge),
		operate("GetTokensFromRefreshToken", getTokensFromRefreshToken),
		operate("RevokeToken", revokeToken),

		// Public, by access token.
		operate("GetUser", getUser),
		operate("GetUserAuthFactors", getUserAuthFactors),
		operate("ChangePassword", changePassword),
		operate("GlobalSignOut", globalSignOut),
		operate("SetUserMFAPreference", setUserMFAPreference),
		operate("AssociateSoftwareToken", associateSoftwareToken),
		operate("VerifySoftwareToken", verifySoftwareToken),
		operate("StartWebAuthnRegistration", startWebAuthnRegistration),
		operate("CompleteWebAuthnRegistration", completeWebAuthnRegistration),
		operate("ListWebAuthnCredentials", listWebAuthnCredentials),
		operate("DeleteWebAuthnCredential", deleteWebAuthnCredential),
		operate("ConfirmDevice", confirmDevice),
		operate("GetDevice", getDevice),
		operate("ListDevices", listDevices),
		operate("UpdateDeviceStatus", updateDeviceStatus),
		operate("ForgetDevice", forgetDevice),
	} {
		table[op.name] = op
	}
	return table
}
