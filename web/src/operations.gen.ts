// Code generated from the AWS SDK for Go: go generate ./web/... DO NOT EDIT.

import type { CallOptions } from './api.js';

/**
 * Every operation of Cognito's that needs no AWS signature, with Cognito's own names. ClientId, SecretHash, ClientSecret, AccessToken
 * and DeviceKey are filled in where they were left out.
 *
 * Members that are not here go through in both directions. They are no part of the types, so that a mistyped member does not
 * compile: give an input that has more as a variable, and take an output's as (output as Record<string, unknown>).Member.
 */
export interface Operations {
  /**
   * Begins setup of time-based one-time password (TOTP) multi-factor authentication (MFA) for a user, with a unique private key
   * that Amazon Cognito generates and returns in the API response.
   * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AssociateSoftwareToken.html
   */
  AssociateSoftwareToken: {
    input: {
      /** A valid access token that Amazon Cognito issued to the currently signed-in user. */
      AccessToken?: string;
      /** The session identifier that maintains the state of authentication requests and challenge responses. */
      Session?: string;
    };
    output: {
      /** A unique generated shared secret code that is used by the TOTP algorithm to generate a one-time code. */
      SecretCode?: string;
      /** The session identifier that maintains the state of authentication requests and challenge responses. */
      Session?: string;
    };
  };
  /**
   * Changes the password for the currently signed-in user.
   * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ChangePassword.html
   */
  ChangePassword: {
    input: {
      /** A valid access token that Amazon Cognito issued to the user whose password you want to change. */
      AccessToken?: string;
      /** A new password that you prompted the user to enter in your application. */
      ProposedPassword: string;
      /** The user's previous password. */
      PreviousPassword?: string;
    };
    output: {};
  };
  /**
   * Completes registration of a passkey authenticator for the currently signed-in user.
   * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CompleteWebAuthnRegistration.html
   */
  CompleteWebAuthnRegistration: {
    input: {
      /** A valid access token that Amazon Cognito issued to the currently signed-in user. */
      AccessToken?: string;
      /** A RegistrationResponseJSON public-key credential response from the user's passkey provider. */
      Credential: unknown;
    };
    output: {};
  };
  /**
   * Confirms a device that a user wants to remember.
   * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ConfirmDevice.html
   */
  ConfirmDevice: {
    input: {
      /** A valid access token that Amazon Cognito issued to the currently signed-in user. */
      AccessToken?: string;
      /** The unique identifier, or device key, of the device that you want to update the status for. */
      DeviceKey?: string;
      /** A friendly name for the device, for example MyMobilePhone. */
      DeviceName?: string;
      /** The configuration of the device secret verifier. */
      DeviceSecretVerifierConfig?: DeviceSecretVerifierConfigType;
    };
    output: {
      /** When true, your user must confirm that they want to remember the device. */
      UserConfirmationNecessary?: boolean;
    };
  };
  /**
   * This public API operation accepts a confirmation code that Amazon Cognito sent to a user and accepts a new password for
   * that user. https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ConfirmForgotPassword.html
   */
  ConfirmForgotPassword: {
    input: {
      /** The ID of the app client where the user wants to reset their password. */
      ClientId?: string;
      /** The confirmation code that your user pool delivered when your user requested to reset their password. */
      ConfirmationCode: string;
      /** The new password that your user wants to set. */
      Password: string;
      /** The name of the user that you want to query or modify. */
      Username: string;
      /** Information that supports analytics outcomes with Amazon Pinpoint, including the user's endpoint ID. */
      AnalyticsMetadata?: AnalyticsMetadataType;
      /** A map of custom key-value pairs that you can provide as input for any custom workflows that this action triggers. */
      ClientMetadata?: Record<string, string>;
      /**
       * A keyed-hash message authentication code (HMAC) calculated using the secret key of a user pool client and username plus
       * the client ID in the message.
       */
      SecretHash?: string;
      /** Contextual data about your user session like the device fingerprint, IP address, or location. */
      UserContextData?: UserContextDataType;
    };
    output: {};
  };
  /**
   * Confirms the account of a new user.
   * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ConfirmSignUp.html
   */
  ConfirmSignUp: {
    input: {
      /** The ID of the app client associated with the user pool. */
      ClientId?: string;
      /** The confirmation code that your user pool sent in response to the SignUp request. */
      ConfirmationCode: string;
      /** The name of the user that you want to query or modify. */
      Username: string;
      /** Information that supports analytics outcomes with Amazon Pinpoint, including the user's endpoint ID. */
      AnalyticsMetadata?: AnalyticsMetadataType;
      /** A map of custom key-value pairs that you can provide as input for any custom workflows that this action triggers. */
      ClientMetadata?: Record<string, string>;
      /** When true, forces user confirmation despite any existing aliases. */
      ForceAliasCreation?: boolean;
      /**
       * A keyed-hash message authentication code (HMAC) calculated using the secret key of a user pool client and username plus
       * the client ID in the message.
       */
      SecretHash?: string;
      /** The optional session ID from a SignUp API request. */
      Session?: string;
      /** Contextual data about your user session like the device fingerprint, IP address, or location. */
      UserContextData?: UserContextDataType;
    };
    output: {
      /** A session identifier that you can use to immediately sign in the confirmed user. */
      Session?: string;
    };
  };
  /**
   * Deletes the profile of the currently signed-in user.
   * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteUser.html
   */
  DeleteUser: {
    input: {
      /** A valid access token that Amazon Cognito issued to the currently signed-in user. */
      AccessToken?: string;
    };
    output: {};
  };
  /**
   * Deletes attributes from the currently signed-in user.
   * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteUserAttributes.html
   */
  DeleteUserAttributes: {
    input: {
      /** A valid access token that Amazon Cognito issued to the currently signed-in user. */
      AccessToken?: string;
      /** An array of strings representing the user attribute names you want to delete. */
      UserAttributeNames: string[];
    };
    output: {};
  };
  /**
   * Deletes a registered passkey, or WebAuthn, authenticator for the currently signed-in user.
   * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteWebAuthnCredential.html
   */
  DeleteWebAuthnCredential: {
    input: {
      /** A valid access token that Amazon Cognito issued to the currently signed-in user. */
      AccessToken?: string;
      /** The unique identifier of the passkey that you want to delete. */
      CredentialId: string;
    };
    output: {};
  };
  /**
   * Given a device key, deletes a remembered device as the currently signed-in user.
   * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ForgetDevice.html
   */
  ForgetDevice: {
    input: {
      /** The unique identifier, or device key, of the device that the user wants to forget. */
      DeviceKey?: string;
      /** A valid access token that Amazon Cognito issued to the currently signed-in user. */
      AccessToken?: string;
    };
    output: {};
  };
  /**
   * Sends a password-reset confirmation code to the email address or phone number of the requested username.
   * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ForgotPassword.html
   */
  ForgotPassword: {
    input: {
      /** The ID of the user pool app client associated with the current signed-in user. */
      ClientId?: string;
      /** The name of the user that you want to query or modify. */
      Username: string;
      /** Information that supports analytics outcomes with Amazon Pinpoint, including the user's endpoint ID. */
      AnalyticsMetadata?: AnalyticsMetadataType;
      /** A map of custom key-value pairs that you can provide as input for any custom workflows that this action triggers. */
      ClientMetadata?: Record<string, string>;
      /**
       * A keyed-hash message authentication code (HMAC) calculated using the secret key of a user pool client and username plus
       * the client ID in the message.
       */
      SecretHash?: string;
      /** Contextual data about your user session like the device fingerprint, IP address, or location. */
      UserContextData?: UserContextDataType;
    };
    output: {
      /** Information about the phone number or email address that Amazon Cognito sent the password-recovery code to. */
      CodeDeliveryDetails?: CodeDeliveryDetailsType;
    };
  };
  /**
   * Given a device key, returns information about a remembered device for the current user.
   * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetDevice.html
   */
  GetDevice: {
    input: {
      /** The key of the device that you want to get information about. */
      DeviceKey?: string;
      /** A valid access token that Amazon Cognito issued to the currently signed-in user. */
      AccessToken?: string;
    };
    output: {
      /** Details of the requested device. */
      Device: DeviceType;
    };
  };
  /**
   * Given a refresh token, issues new ID, access, and optionally refresh tokens for the user who owns the submitted token.
   * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetTokensFromRefreshToken.html
   */
  GetTokensFromRefreshToken: {
    input: {
      /** The app client that issued the refresh token to the user who wants to request new tokens. */
      ClientId?: string;
      /** A valid refresh token that can authorize the request for new tokens. */
      RefreshToken: string;
      /** A map of custom key-value pairs that you can provide as input for any custom workflows that this action triggers. */
      ClientMetadata?: Record<string, string>;
      /** The client secret of the requested app client, if the client has a secret. */
      ClientSecret?: string;
      /**
       * When you enable device remembering, Amazon Cognito issues a device key that you can use for device authentication that
       * bypasses multi-factor authentication (MFA).
       */
      DeviceKey?: string;
    };
    output: {
      /** The object that your application receives after authentication. */
      AuthenticationResult?: AuthenticationResultType;
    };
  };
  /**
   * Gets user attributes and and MFA settings for the currently signed-in user.
   * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetUser.html
   */
  GetUser: {
    input: {
      /** A valid access token that Amazon Cognito issued to the currently signed-in user. */
      AccessToken?: string;
    };
    output: {
      /** An array of name-value pairs representing user attributes. */
      UserAttributes: AttributeType[];
      /** The name of the user that you requested. */
      Username: string;
      /** This response parameter is no longer supported. */
      MFAOptions?: MFAOptionType[];
      /** The user's preferred MFA. */
      PreferredMfaSetting?: string;
      /** The MFA options that are activated for the user. */
      UserMFASettingList?: string[];
    };
  };
  /**
   * Given an attribute name, sends a user attribute verification code for the specified attribute name to the currently
   * signed-in user.
   * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetUserAttributeVerificationCode.html
   */
  GetUserAttributeVerificationCode: {
    input: {
      /** A valid access token that Amazon Cognito issued to the currently signed-in user. */
      AccessToken?: string;
      /** The name of the attribute that the user wants to verify, for example email. */
      AttributeName: string;
      /** A map of custom key-value pairs that you can provide as input for any custom workflows that this action triggers. */
      ClientMetadata?: Record<string, string>;
    };
    output: {
      /** Information about the delivery destination of the user attribute verification code. */
      CodeDeliveryDetails?: CodeDeliveryDetailsType;
    };
  };
  /**
   * Lists the authentication options for the currently signed-in user.
   * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetUserAuthFactors.html
   */
  GetUserAuthFactors: {
    input: {
      /** A valid access token that Amazon Cognito issued to the currently signed-in user. */
      AccessToken?: string;
    };
    output: {
      /** The name of the user who is eligible for the authentication factors in the response. */
      Username: string;
      /**
       * The authentication types that are available to the user with USER_AUTH sign-in, for example "PASSWORD", "WEB_AUTHN".
       */
      ConfiguredUserAuthFactors?: AuthFactorType[];
      /** The challenge method that Amazon Cognito returns to the user in response to sign-in requests. */
      PreferredMfaSetting?: string;
      /** The MFA options that are activated for the user. */
      UserMFASettingList?: string[];
    };
  };
  /**
   * Invalidates the identity, access, and refresh tokens that Amazon Cognito issued to a user.
   * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GlobalSignOut.html
   */
  GlobalSignOut: {
    input: {
      /** A valid access token that Amazon Cognito issued to the currently signed-in user. */
      AccessToken?: string;
    };
    output: {};
  };
  /**
   * Declares an authentication flow and initiates sign-in for a user in the Amazon Cognito user directory.
   * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_InitiateAuth.html
   */
  InitiateAuth: {
    input: {
      /** The authentication flow that you want to initiate. */
      AuthFlow: AuthFlowType;
      /** The ID of the app client that your user wants to sign in to. */
      ClientId?: string;
      /** Information that supports analytics outcomes with Amazon Pinpoint, including the user's endpoint ID. */
      AnalyticsMetadata?: AnalyticsMetadataType;
      /** The authentication parameters. */
      AuthParameters?: Record<string, string>;
      /** A map of custom key-value pairs that you can provide as input for any custom workflows that this action triggers. */
      ClientMetadata?: Record<string, string>;
      /** The optional session ID from a ConfirmSignUp API request. */
      Session?: string;
      /** Contextual data about your user session like the device fingerprint, IP address, or location. */
      UserContextData?: UserContextDataType;
    };
    output: {
      /** The result of a successful and complete authentication request. */
      AuthenticationResult?: AuthenticationResultType;
      /**
       * This response parameter lists the available authentication challenges that users can select from in choice-based
       * authentication.
       */
      AvailableChallenges?: ChallengeNameType[];
      /** The name of an additional authentication challenge that you must respond to. */
      ChallengeName?: ChallengeNameType;
      /** The required parameters of the ChallengeName challenge. */
      ChallengeParameters?: Record<string, string>;
      /** The session identifier that links a challenge response to the initial authentication request. */
      Session?: string;
    };
  };
  /**
   * Lists the devices that Amazon Cognito has registered to the currently signed-in user.
   * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListDevices.html
   */
  ListDevices: {
    input: {
      /** A valid access token that Amazon Cognito issued to the currently signed-in user. */
      AccessToken?: string;
      /** The maximum number of devices that you want Amazon Cognito to return in the response. */
      Limit?: number;
      /** This API operation returns a limited number of results. */
      PaginationToken?: string;
    };
    output: {
      /** An array of devices and their details. */
      Devices?: DeviceType[];
      /** The identifier that Amazon Cognito returned with the previous request to this operation. */
      PaginationToken?: string;
    };
  };
  /**
   * Generates a list of the currently signed-in user's registered passkey, or WebAuthn, credentials.
   * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListWebAuthnCredentials.html
   */
  ListWebAuthnCredentials: {
    input: {
      /** A valid access token that Amazon Cognito issued to the currently signed-in user. */
      AccessToken?: string;
      /** The maximum number of the user's passkey credentials that you want to return. */
      MaxResults?: number;
      /** This API operation returns a limited number of results. */
      NextToken?: string;
    };
    output: {
      /** A list of registered passkeys for a user. */
      Credentials: WebAuthnCredentialDescription[];
      /** The identifier that Amazon Cognito returned with the previous request to this operation. */
      NextToken?: string;
    };
  };
  /**
   * Resends the code that confirms a new account for a user who has signed up in your user pool.
   * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ResendConfirmationCode.html
   */
  ResendConfirmationCode: {
    input: {
      /** The ID of the user pool app client where the user signed up. */
      ClientId?: string;
      /** The name of the user that you want to query or modify. */
      Username: string;
      /** Information that supports analytics outcomes with Amazon Pinpoint, including the user's endpoint ID. */
      AnalyticsMetadata?: AnalyticsMetadataType;
      /** A map of custom key-value pairs that you can provide as input for any custom workflows that this action triggers. */
      ClientMetadata?: Record<string, string>;
      /**
       * A keyed-hash message authentication code (HMAC) calculated using the secret key of a user pool client and username plus
       * the client ID in the message.
       */
      SecretHash?: string;
      /** Contextual data about your user session like the device fingerprint, IP address, or location. */
      UserContextData?: UserContextDataType;
    };
    output: {
      /** Information about the phone number or email address that Amazon Cognito sent the confirmation code to. */
      CodeDeliveryDetails?: CodeDeliveryDetailsType;
    };
  };
  /**
   * Some API operations in a user pool generate a challenge, like a prompt for an MFA code, for device authentication that
   * bypasses MFA, or for a custom authentication challenge.
   * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RespondToAuthChallenge.html
   */
  RespondToAuthChallenge: {
    input: {
      /** The name of the challenge that you are responding to. */
      ChallengeName: ChallengeNameType;
      /** The ID of the app client where the user is signing in. */
      ClientId?: string;
      /** Information that supports analytics outcomes with Amazon Pinpoint, including the user's endpoint ID. */
      AnalyticsMetadata?: AnalyticsMetadataType;
      /** The responses to the challenge that you received in the previous request. */
      ChallengeResponses?: Record<string, string>;
      /** A map of custom key-value pairs that you can provide as input for any custom workflows that this action triggers. */
      ClientMetadata?: Record<string, string>;
      /** The session identifier that maintains the state of authentication requests and challenge responses. */
      Session?: string;
      /** Contextual data about your user session like the device fingerprint, IP address, or location. */
      UserContextData?: UserContextDataType;
    };
    output: {
      /** The outcome of a successful authentication process. */
      AuthenticationResult?: AuthenticationResultType;
      /** The name of the next challenge that you must respond to. */
      ChallengeName?: ChallengeNameType;
      /** The parameters that define your response to the next challenge. */
      ChallengeParameters?: Record<string, string>;
      /** The session identifier that maintains the state of authentication requests and challenge responses. */
      Session?: string;
    };
  };
  /**
   * Revokes all of the access tokens generated by, and at the same time as, the specified refresh token.
   * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RevokeToken.html
   */
  RevokeToken: {
    input: {
      /** The ID of the app client where the token that you want to revoke was issued. */
      ClientId?: string;
      /** The refresh token that you want to revoke. */
      Token: string;
      /** The client secret of the requested app client, if the client has a secret. */
      ClientSecret?: string;
    };
    output: {};
  };
  /**
   * Set the user's multi-factor authentication (MFA) method preference, including which MFA factors are activated and if any
   * are preferred. https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SetUserMFAPreference.html
   */
  SetUserMFAPreference: {
    input: {
      /** A valid access token that Amazon Cognito issued to the currently signed-in user. */
      AccessToken?: string;
      /** User preferences for email message MFA. */
      EmailMfaSettings?: EmailMfaSettingsType;
      /** User preferences for SMS message MFA. */
      SMSMfaSettings?: SMSMfaSettingsType;
      /** User preferences for time-based one-time password (TOTP) MFA. */
      SoftwareTokenMfaSettings?: SoftwareTokenMfaSettingsType;
      /** User preferences for passkey MFA. */
      WebAuthnMfaSettings?: WebAuthnMfaSettingsType;
    };
    output: {};
  };
  /**
   * This action is no longer supported.
   * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SetUserSettings.html
   */
  SetUserSettings: {
    input: {
      /** A valid access token that Amazon Cognito issued to the currently signed-in user. */
      AccessToken?: string;
      /** You can use this parameter only to set an SMS configuration that uses SMS for delivery. */
      MFAOptions: MFAOptionType[];
    };
    output: {};
  };
  /**
   * Registers a user with an app client and requests a user name, password, and user attributes in the user pool.
   * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SignUp.html
   */
  SignUp: {
    input: {
      /** The ID of the app client where the user wants to sign up. */
      ClientId?: string;
      /** The username of the user that you want to sign up. */
      Username: string;
      /** Information that supports analytics outcomes with Amazon Pinpoint, including the user's endpoint ID. */
      AnalyticsMetadata?: AnalyticsMetadataType;
      /** A map of custom key-value pairs that you can provide as input for any custom workflows that this action triggers. */
      ClientMetadata?: Record<string, string>;
      /** The user's proposed password. */
      Password?: string;
      /**
       * A keyed-hash message authentication code (HMAC) calculated using the secret key of a user pool client and username plus
       * the client ID in the message.
       */
      SecretHash?: string;
      /** An array of name-value pairs representing user attributes. */
      UserAttributes?: AttributeType[];
      /** Contextual data about your user session like the device fingerprint, IP address, or location. */
      UserContextData?: UserContextDataType;
      /** Temporary user attributes that contribute to the outcomes of your pre sign-up Lambda trigger. */
      ValidationData?: AttributeType[];
    };
    output: {
      /** Indicates whether the user was automatically confirmed. */
      UserConfirmed: boolean;
      /** The unique identifier of the new user, for example a1b2c3d4-5678-90ab-cdef-EXAMPLE11111. */
      UserSub: string;
      /**
       * In user pools that automatically verify and confirm new users, Amazon Cognito sends users a message with a code or link
       * that confirms ownership of the phone number or email address that they entered.
       */
      CodeDeliveryDetails?: CodeDeliveryDetailsType;
      /**
       * A session Id that you can pass to ConfirmSignUp when you want to immediately sign in your user with the USER_AUTH flow
       * after they complete sign-up.
       */
      Session?: string;
    };
  };
  /**
   * Requests credential creation options from your user pool for the currently signed-in user.
   * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_StartWebAuthnRegistration.html
   */
  StartWebAuthnRegistration: {
    input: {
      /** A valid access token that Amazon Cognito issued to the currently signed-in user. */
      AccessToken?: string;
    };
    output: {
      /** The information that a user can provide in their request to register with their passkey provider. */
      CredentialCreationOptions: unknown;
    };
  };
  /**
   * Provides the feedback for an authentication event generated by threat protection features.
   * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateAuthEventFeedback.html
   */
  UpdateAuthEventFeedback: {
    input: {
      /** The ID of the authentication event that you want to submit feedback for. */
      EventId: string;
      /**
       * The feedback token, an encrypted object generated by Amazon Cognito and passed to your user in the notification email
       * message from the event.
       */
      FeedbackToken: string;
      /** Your feedback to the authentication event. */
      FeedbackValue: FeedbackValueType;
      /** The ID of the user pool where you want to update auth event feedback. */
      UserPoolId: string;
      /** The name of the user that you want to query or modify. */
      Username: string;
    };
    output: {};
  };
  /**
   * Updates the status of a the currently signed-in user's device so that it is marked as remembered or not remembered for the
   * purpose of device authentication.
   * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateDeviceStatus.html
   */
  UpdateDeviceStatus: {
    input: {
      /** A valid access token that Amazon Cognito issued to the currently signed-in user. */
      AccessToken?: string;
      /** The device key of the device you want to update, for example us-west-2_a1b2c3d4-5678-90ab-cdef-EXAMPLE11111. */
      DeviceKey?: string;
      /** To enable device authentication with the specified device, set to remembered .To disable, set to not_remembered. */
      DeviceRememberedStatus?: DeviceRememberedStatusType;
    };
    output: {};
  };
  /**
   * Updates the currently signed-in user's attributes.
   * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateUserAttributes.html
   */
  UpdateUserAttributes: {
    input: {
      /** A valid access token that Amazon Cognito issued to the currently signed-in user. */
      AccessToken?: string;
      /** An array of name-value pairs representing user attributes. */
      UserAttributes: AttributeType[];
      /** A map of custom key-value pairs that you can provide as input for any custom workflows that this action triggers. */
      ClientMetadata?: Record<string, string>;
    };
    output: {
      /**
       * When the attribute-update request includes an email address or phone number attribute, Amazon Cognito sends a message
       * to users with a code that confirms ownership of the new value that they entered.
       */
      CodeDeliveryDetailsList?: CodeDeliveryDetailsType[];
    };
  };
  /**
   * Registers the current user's time-based one-time password (TOTP) authenticator with a code generated in their authenticator
   * app from a private key that's supplied by your user pool.
   * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_VerifySoftwareToken.html
   */
  VerifySoftwareToken: {
    input: {
      /** A TOTP that the user generated in their configured authenticator app. */
      UserCode: string;
      /** A valid access token that Amazon Cognito issued to the currently signed-in user. */
      AccessToken?: string;
      /** A friendly name for the device that's running the TOTP authenticator. */
      FriendlyDeviceName?: string;
      /** The session ID from an AssociateSoftwareToken request. */
      Session?: string;
    };
    output: {
      /** This session ID satisfies an MFA_SETUP challenge. */
      Session?: string;
      /** Amazon Cognito can accept or reject the code that you provide. */
      Status?: VerifySoftwareTokenResponseType;
    };
  };
  /**
   * Submits a verification code for a signed-in user who has added or changed a value of an auto-verified attribute.
   * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_VerifyUserAttribute.html
   */
  VerifyUserAttribute: {
    input: {
      /** A valid access token that Amazon Cognito issued to the currently signed-in user. */
      AccessToken?: string;
      /** The name of the attribute that you want to verify. */
      AttributeName: string;
      /**
       * The verification code that your user pool sent to the added or changed attribute, for example the user's email address.
       */
      Code: string;
    };
    output: {};
  };
}

/** An operation's types: Operation<'SignUp'>['input'], Operation<'SignUp'>['output']. */
export type Operation<Name extends keyof Operations> = Operations[Name];

/** The operations as methods, by the names that they have in the AWS SDK for JavaScript. */
export interface OperationMethods {
  /**
   * Begins setup of time-based one-time password (TOTP) multi-factor authentication (MFA) for a user, with a unique private key
   * that Amazon Cognito generates and returns in the API response.
   * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AssociateSoftwareToken.html
   */
  associateSoftwareToken(input?: Operation<'AssociateSoftwareToken'>['input'], options?: CallOptions): Promise<Operation<'AssociateSoftwareToken'>['output']>;
  /**
   * Changes the password for the currently signed-in user.
   * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ChangePassword.html
   */
  changePassword(input: Operation<'ChangePassword'>['input'], options?: CallOptions): Promise<Operation<'ChangePassword'>['output']>;
  /**
   * Completes registration of a passkey authenticator for the currently signed-in user.
   * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CompleteWebAuthnRegistration.html
   */
  completeWebAuthnRegistration(input: Operation<'CompleteWebAuthnRegistration'>['input'], options?: CallOptions): Promise<Operation<'CompleteWebAuthnRegistration'>['output']>;
  /**
   * Confirms a device that a user wants to remember.
   * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ConfirmDevice.html
   */
  confirmDevice(input?: Operation<'ConfirmDevice'>['input'], options?: CallOptions): Promise<Operation<'ConfirmDevice'>['output']>;
  /**
   * This public API operation accepts a confirmation code that Amazon Cognito sent to a user and accepts a new password for
   * that user. https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ConfirmForgotPassword.html
   */
  confirmForgotPassword(input: Operation<'ConfirmForgotPassword'>['input'], options?: CallOptions): Promise<Operation<'ConfirmForgotPassword'>['output']>;
  /**
   * Confirms the account of a new user.
   * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ConfirmSignUp.html
   */
  confirmSignUp(input: Operation<'ConfirmSignUp'>['input'], options?: CallOptions): Promise<Operation<'ConfirmSignUp'>['output']>;
  /**
   * Deletes the profile of the currently signed-in user.
   * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteUser.html
   */
  deleteUser(input?: Operation<'DeleteUser'>['input'], options?: CallOptions): Promise<Operation<'DeleteUser'>['output']>;
  /**
   * Deletes attributes from the currently signed-in user.
   * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteUserAttributes.html
   */
  deleteUserAttributes(input: Operation<'DeleteUserAttributes'>['input'], options?: CallOptions): Promise<Operation<'DeleteUserAttributes'>['output']>;
  /**
   * Deletes a registered passkey, or WebAuthn, authenticator for the currently signed-in user.
   * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteWebAuthnCredential.html
   */
  deleteWebAuthnCredential(input: Operation<'DeleteWebAuthnCredential'>['input'], options?: CallOptions): Promise<Operation<'DeleteWebAuthnCredential'>['output']>;
  /**
   * Given a device key, deletes a remembered device as the currently signed-in user.
   * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ForgetDevice.html
   */
  forgetDevice(input?: Operation<'ForgetDevice'>['input'], options?: CallOptions): Promise<Operation<'ForgetDevice'>['output']>;
  /**
   * Sends a password-reset confirmation code to the email address or phone number of the requested username.
   * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ForgotPassword.html
   */
  forgotPassword(input: Operation<'ForgotPassword'>['input'], options?: CallOptions): Promise<Operation<'ForgotPassword'>['output']>;
  /**
   * Given a device key, returns information about a remembered device for the current user.
   * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetDevice.html
   */
  getDevice(input?: Operation<'GetDevice'>['input'], options?: CallOptions): Promise<Operation<'GetDevice'>['output']>;
  /**
   * Given a refresh token, issues new ID, access, and optionally refresh tokens for the user who owns the submitted token.
   * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetTokensFromRefreshToken.html
   */
  getTokensFromRefreshToken(input: Operation<'GetTokensFromRefreshToken'>['input'], options?: CallOptions): Promise<Operation<'GetTokensFromRefreshToken'>['output']>;
  /**
   * Gets user attributes and and MFA settings for the currently signed-in user.
   * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetUser.html
   */
  getUser(input?: Operation<'GetUser'>['input'], options?: CallOptions): Promise<Operation<'GetUser'>['output']>;
  /**
   * Given an attribute name, sends a user attribute verification code for the specified attribute name to the currently
   * signed-in user.
   * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetUserAttributeVerificationCode.html
   */
  getUserAttributeVerificationCode(input: Operation<'GetUserAttributeVerificationCode'>['input'], options?: CallOptions): Promise<Operation<'GetUserAttributeVerificationCode'>['output']>;
  /**
   * Lists the authentication options for the currently signed-in user.
   * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetUserAuthFactors.html
   */
  getUserAuthFactors(input?: Operation<'GetUserAuthFactors'>['input'], options?: CallOptions): Promise<Operation<'GetUserAuthFactors'>['output']>;
  /**
   * Invalidates the identity, access, and refresh tokens that Amazon Cognito issued to a user.
   * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GlobalSignOut.html
   */
  globalSignOut(input?: Operation<'GlobalSignOut'>['input'], options?: CallOptions): Promise<Operation<'GlobalSignOut'>['output']>;
  /**
   * Declares an authentication flow and initiates sign-in for a user in the Amazon Cognito user directory.
   * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_InitiateAuth.html
   */
  initiateAuth(input: Operation<'InitiateAuth'>['input'], options?: CallOptions): Promise<Operation<'InitiateAuth'>['output']>;
  /**
   * Lists the devices that Amazon Cognito has registered to the currently signed-in user.
   * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListDevices.html
   */
  listDevices(input?: Operation<'ListDevices'>['input'], options?: CallOptions): Promise<Operation<'ListDevices'>['output']>;
  /**
   * Generates a list of the currently signed-in user's registered passkey, or WebAuthn, credentials.
   * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListWebAuthnCredentials.html
   */
  listWebAuthnCredentials(input?: Operation<'ListWebAuthnCredentials'>['input'], options?: CallOptions): Promise<Operation<'ListWebAuthnCredentials'>['output']>;
  /**
   * Resends the code that confirms a new account for a user who has signed up in your user pool.
   * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ResendConfirmationCode.html
   */
  resendConfirmationCode(input: Operation<'ResendConfirmationCode'>['input'], options?: CallOptions): Promise<Operation<'ResendConfirmationCode'>['output']>;
  /**
   * Some API operations in a user pool generate a challenge, like a prompt for an MFA code, for device authentication that
   * bypasses MFA, or for a custom authentication challenge.
   * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RespondToAuthChallenge.html
   */
  respondToAuthChallenge(input: Operation<'RespondToAuthChallenge'>['input'], options?: CallOptions): Promise<Operation<'RespondToAuthChallenge'>['output']>;
  /**
   * Revokes all of the access tokens generated by, and at the same time as, the specified refresh token.
   * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RevokeToken.html
   */
  revokeToken(input: Operation<'RevokeToken'>['input'], options?: CallOptions): Promise<Operation<'RevokeToken'>['output']>;
  /**
   * Set the user's multi-factor authentication (MFA) method preference, including which MFA factors are activated and if any
   * are preferred. https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SetUserMFAPreference.html
   */
  setUserMFAPreference(input?: Operation<'SetUserMFAPreference'>['input'], options?: CallOptions): Promise<Operation<'SetUserMFAPreference'>['output']>;
  /**
   * This action is no longer supported.
   * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SetUserSettings.html
   */
  setUserSettings(input: Operation<'SetUserSettings'>['input'], options?: CallOptions): Promise<Operation<'SetUserSettings'>['output']>;
  /**
   * Registers a user with an app client and requests a user name, password, and user attributes in the user pool.
   * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SignUp.html
   */
  signUp(input: Operation<'SignUp'>['input'], options?: CallOptions): Promise<Operation<'SignUp'>['output']>;
  /**
   * Requests credential creation options from your user pool for the currently signed-in user.
   * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_StartWebAuthnRegistration.html
   */
  startWebAuthnRegistration(input?: Operation<'StartWebAuthnRegistration'>['input'], options?: CallOptions): Promise<Operation<'StartWebAuthnRegistration'>['output']>;
  /**
   * Provides the feedback for an authentication event generated by threat protection features.
   * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateAuthEventFeedback.html
   */
  updateAuthEventFeedback(input: Operation<'UpdateAuthEventFeedback'>['input'], options?: CallOptions): Promise<Operation<'UpdateAuthEventFeedback'>['output']>;
  /**
   * Updates the status of a the currently signed-in user's device so that it is marked as remembered or not remembered for the
   * purpose of device authentication.
   * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateDeviceStatus.html
   */
  updateDeviceStatus(input?: Operation<'UpdateDeviceStatus'>['input'], options?: CallOptions): Promise<Operation<'UpdateDeviceStatus'>['output']>;
  /**
   * Updates the currently signed-in user's attributes.
   * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateUserAttributes.html
   */
  updateUserAttributes(input: Operation<'UpdateUserAttributes'>['input'], options?: CallOptions): Promise<Operation<'UpdateUserAttributes'>['output']>;
  /**
   * Registers the current user's time-based one-time password (TOTP) authenticator with a code generated in their authenticator
   * app from a private key that's supplied by your user pool.
   * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_VerifySoftwareToken.html
   */
  verifySoftwareToken(input: Operation<'VerifySoftwareToken'>['input'], options?: CallOptions): Promise<Operation<'VerifySoftwareToken'>['output']>;
  /**
   * Submits a verification code for a signed-in user who has added or changed a value of an auto-verified attribute.
   * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_VerifyUserAttribute.html
   */
  verifyUserAttribute(input: Operation<'VerifyUserAttribute'>['input'], options?: CallOptions): Promise<Operation<'VerifyUserAttribute'>['output']>;
}

/**
 * Information that your application adds to authentication requests.
 * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AnalyticsMetadataType.html
 */
export interface AnalyticsMetadataType {
  /** The endpoint ID. */
  AnalyticsEndpointId?: string;
}

/**
 * The name and value of a user attribute.
 * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AttributeType.html
 */
export interface AttributeType {
  /** The name of the attribute, for example email or custom:department. */
  Name: string;
  /** The value of the attribute. */
  Value?: string;
}

/**
 * The object that your application receives after authentication.
 * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AuthenticationResultType.html
 */
export interface AuthenticationResultType {
  /** Your user's access token. */
  AccessToken?: string;
  /** The expiration period of the authentication result in seconds. */
  ExpiresIn?: number;
  /** Your user's ID token. */
  IdToken?: string;
  /** The new device metadata from an authentication result. */
  NewDeviceMetadata?: NewDeviceMetadataType;
  /** Your user's refresh token. */
  RefreshToken?: string;
  /** The intended use of the token, for example Bearer. */
  TokenType?: string;
}

/**
 * The delivery details for an email or SMS message that Amazon Cognito sent for authentication or verification.
 * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CodeDeliveryDetailsType.html
 */
export interface CodeDeliveryDetailsType {
  /** The name of the attribute that Amazon Cognito verifies with the code. */
  AttributeName?: string;
  /** The method that Amazon Cognito used to send the code. */
  DeliveryMedium?: DeliveryMediumType;
  /** The email address or phone number destination where Amazon Cognito sent the code. */
  Destination?: string;
}

/**
 * A Secure Remote Password (SRP) value that your application generates when you register a user's device.
 * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeviceSecretVerifierConfigType.html
 */
export interface DeviceSecretVerifierConfigType {
  /** A password verifier for a user's device. */
  PasswordVerifier?: string;
  /** The salt that you want to use in SRP authentication with the user's device. */
  Salt?: string;
}

/**
 * Information about a user's device that they've registered for device SRP authentication in your application.
 * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeviceType.html
 */
export interface DeviceType {
  /** Metadata about a user's device, like name and last-access source IP. */
  DeviceAttributes?: AttributeType[];
  /** The date and time when the item was created. */
  DeviceCreateDate?: Date;
  /** The device key, for example us-west-2_EXAMPLE-a1b2c3d4-5678-90ab-cdef-EXAMPLE22222. */
  DeviceKey?: string;
  /** The date when the user last signed in with the device. */
  DeviceLastAuthenticatedDate?: Date;
  /** The date and time when the item was modified. */
  DeviceLastModifiedDate?: Date;
}

/**
 * User preferences for multi-factor authentication with email messages.
 * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_EmailMfaSettingsType.html
 */
export interface EmailMfaSettingsType {
  /** Specifies whether email message MFA is active for a user. */
  Enabled?: boolean;
  /** Specifies whether email message MFA is the user's preferred method. */
  PreferredMfa?: boolean;
}

/**
 * This data type is no longer supported.
 * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_MFAOptionType.html
 */
export interface MFAOptionType {
  /** The attribute name of the MFA option type. */
  AttributeName?: string;
  /** The delivery medium to send the MFA code. */
  DeliveryMedium?: DeliveryMediumType;
}

/**
 * A user's preference for using SMS message multi-factor authentication (MFA).
 * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SMSMfaSettingsType.html
 */
export interface SMSMfaSettingsType {
  /** Specifies whether SMS message MFA is activated. */
  Enabled?: boolean;
  /** Specifies whether SMS is the preferred MFA method. */
  PreferredMfa?: boolean;
}

/**
 * A user's preference for using time-based one-time password (TOTP) multi-factor authentication (MFA).
 * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SoftwareTokenMfaSettingsType.html
 */
export interface SoftwareTokenMfaSettingsType {
  /** Specifies whether software token MFA is activated. */
  Enabled?: boolean;
  /** Specifies whether software token MFA is the preferred MFA method. */
  PreferredMfa?: boolean;
}

/**
 * Contextual data, such as the user's device fingerprint, IP address, or location, used for evaluating the risk of an
 * unexpected event by Amazon Cognito threat protection.
 * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UserContextDataType.html
 */
export interface UserContextDataType {
  /** Encoded device-fingerprint details that your app collected with the Amazon Cognito context data collection library. */
  EncodedData?: string;
  /** The source IP address of your user's device. */
  IpAddress?: string;
}

/**
 * The details of a passkey, or webauthN, biometric or security-key authentication factor for a user.
 * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_WebAuthnCredentialDescription.html
 */
export interface WebAuthnCredentialDescription {
  /** Information about the transport methods of the passkey credential, for example USB or Bluetooth Low Energy. */
  AuthenticatorTransports: string[];
  /** The date and time when the item was created. */
  CreatedAt: Date;
  /** The unique identifier of the passkey credential. */
  CredentialId: string;
  /** An automatically-generated friendly name for the passkey credential. */
  FriendlyCredentialName: string;
  /** The relying-party ID of the provider for the passkey credential. */
  RelyingPartyId: string;
  /** The general category of the passkey authenticator. */
  AuthenticatorAttachment?: string;
}

/**
 * A user's preference for using passkey, or WebAuthn, multi-factor authentication (MFA).
 * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_WebAuthnMfaSettingsType.html
 */
export interface WebAuthnMfaSettingsType {
  /** Specifies whether passkey MFA is activated for a user. */
  Enabled?: boolean;
}

/**
 * Information that your user pool responds with in AuthenticationResult when you configure it to remember devices and a user
 * signs in with an unrecognized device.
 * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_NewDeviceMetadataType.html
 */
export interface NewDeviceMetadataType {
  /** The device group key, an identifier used in generating the DEVICE_PASSWORD_VERIFIER for device SRP authentication. */
  DeviceGroupKey?: string;
  /** The device key, an identifier used in generating the DEVICE_PASSWORD_VERIFIER for device SRP authentication. */
  DeviceKey?: string;
}

/** Values that are known today; Cognito may have others. */
export type AuthFactorType = 'PASSWORD' | 'EMAIL_OTP' | 'SMS_OTP' | 'WEB_AUTHN' | 'SOFTWARE_TOKEN' | (string & {});

/** Values that are known today; Cognito may have others. */
export type AuthFlowType =
  | 'USER_SRP_AUTH' | 'REFRESH_TOKEN_AUTH' | 'REFRESH_TOKEN' | 'CUSTOM_AUTH' | 'ADMIN_NO_SRP_AUTH' | 'USER_PASSWORD_AUTH'
  | 'ADMIN_USER_PASSWORD_AUTH' | 'USER_AUTH' | (string & {});

/** Values that are known today; Cognito may have others. */
export type ChallengeNameType =
  | 'SMS_MFA' | 'EMAIL_OTP' | 'SOFTWARE_TOKEN_MFA' | 'SELECT_MFA_TYPE' | 'MFA_SETUP' | 'PASSWORD_VERIFIER' | 'CUSTOM_CHALLENGE'
  | 'SELECT_CHALLENGE' | 'DEVICE_SRP_AUTH' | 'DEVICE_PASSWORD_VERIFIER' | 'ADMIN_NO_SRP_AUTH' | 'NEW_PASSWORD_REQUIRED'
  | 'SMS_OTP' | 'PASSWORD' | 'WEB_AUTHN' | 'PASSWORD_SRP' | (string & {});

/** Values that are known today; Cognito may have others. */
export type DeliveryMediumType = 'SMS' | 'EMAIL' | (string & {});

/** Values that are known today; Cognito may have others. */
export type DeviceRememberedStatusType = 'remembered' | 'not_remembered' | (string & {});

/** Values that are known today; Cognito may have others. */
export type FeedbackValueType = 'Valid' | 'Invalid' | (string & {});

/** Values that are known today; Cognito may have others. */
export type VerifySoftwareTokenResponseType = 'SUCCESS' | 'ERROR' | (string & {});
