package localcognito

// operationTable lists every operation the server has. A new one is a file
// op_<name>.go with a function on decoded input and an entry here.
func operationTable() map[string]operation {
	table := make(map[string]operation)
	for _, op := range []operation{
		// Pools and clients.
		signed(operate("CreateUserPool", createUserPool)),
		signed(operate("DescribeUserPool", describeUserPool)),
		signed(operate("DeleteUserPool", deleteUserPool)),
		signed(operate("CreateUserPoolClient", createUserPoolClient)),
		signed(operate("DescribeUserPoolClient", describeUserPoolClient)),
		signed(operate("SetUserPoolMfaConfig", setUserPoolMfaConfig)),
		signed(operate("GetUserPoolMfaConfig", getUserPoolMfaConfig)),

		// Groups.
		signed(operate("CreateGroup", createGroup)),
		signed(operate("GetGroup", getGroup)),
		signed(operate("UpdateGroup", updateGroup)),
		signed(operate("DeleteGroup", deleteGroup)),
		signed(operate("ListGroups", listGroups)),
		signed(operate("ListUsersInGroup", listUsersInGroup)),
		signed(operate("AdminAddUserToGroup", adminAddUserToGroup)),
		signed(operate("AdminRemoveUserFromGroup", adminRemoveUserFromGroup)),
		signed(operate("AdminListGroupsForUser", adminListGroupsForUser)),

		// Users, as an administrator.
		signed(operate("AdminCreateUser", adminCreateUser)),
		signed(operate("AdminSetUserPassword", adminSetUserPassword)),
		signed(operate("AdminGetUser", adminGetUser)),
		signed(operate("AdminDeleteUser", adminDeleteUser)),
		signed(operate("AdminUpdateUserAttributes", adminUpdateUserAttributes)),
		signed(operate("AdminDeleteUserAttributes", adminDeleteUserAttributes)),
		signed(operate("AdminEnableUser", adminEnableUser)),
		signed(operate("AdminDisableUser", adminDisableUser)),
		signed(operate("AdminConfirmSignUp", adminConfirmSignUp)),
		signed(operate("AdminResetUserPassword", adminResetUserPassword)),
		signed(operate("AdminSetUserMFAPreference", adminSetUserMFAPreference)),
		signed(operate("AdminUserGlobalSignOut", adminUserGlobalSignOut)),
		signed(operate("AdminInitiateAuth", adminInitiateAuth)),
		signed(operate("AdminRespondToAuthChallenge", adminRespondToAuthChallenge)),

		// Public, by client id.
		operate("SignUp", signUp),
		operate("ConfirmSignUp", confirmSignUp),
		operate("ResendConfirmationCode", resendConfirmationCode),
		operate("ForgotPassword", forgotPassword),
		operate("ConfirmForgotPassword", confirmForgotPassword),
		operate("InitiateAuth", initiateAuth),
		operate("RespondToAuthChallenge", respondToAuthChallenge),
		operate("GetTokensFromRefreshToken", getTokensFromRefreshToken),
		operate("RevokeToken", revokeToken),
		operate("UpdateAuthEventFeedback", updateAuthEventFeedback),

		// Public, by access token.
		operate("GetUser", getUser),
		operate("UpdateUserAttributes", updateUserAttributes),
		operate("DeleteUserAttributes", deleteUserAttributes),
		operate("GetUserAttributeVerificationCode", getUserAttributeVerificationCode),
		operate("VerifyUserAttribute", verifyUserAttribute),
		operate("DeleteUser", deleteUser),
		operate("SetUserSettings", setUserSettings),
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
