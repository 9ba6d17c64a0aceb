// This project's own module, from the files that it ships.
let client, step, request, session;

export const open = async (options) => {
  client = await CognitoWasm.createClient(options);
};

async function settle(next) {
  step = next;
  if (step.done) return { done: true, username: step.username, accessToken: step.tokens.accessToken };
  return step.challenge === 'WEB_AUTHN' ? settle(await client.respond(step, {})) : { done: false, challenge: step.challenge, choices: step.choices };
}

export async function begin(wanted) {
  request = wanted;
  const { flow, username, password, preferred, email } = request;
  if (email) {
    session = (await client.signUp({ Username: username, Password: password, UserAttributes: [{ Name: 'email', Value: email }] })).Session;
    return { done: false, challenge: 'CONFIRM_SIGN_UP' };
  }
  return settle(await client.initiate({ flow, username, password, preferredChallenge: preferred }));
}

export async function respond(answer) {
  const { username, email } = request;
  if (email) {
    const confirmed = await client.confirmSignUp({ Username: username, ConfirmationCode: answer.code, Session: session });
    return settle(await client.initiate({ flow: 'USER_AUTH', username, session: confirmed.Session }));
  }
  if (step.challenge === 'MFA_SETUP' && !answer.email) {
    if (answer.setup) return { done: false, challenge: step.challenge, secret: (await client.totpSecret(step)).secret };
    return settle(await client.respond(step, { setup: 'SOFTWARE_TOKEN_MFA', ...answer }));
  }
  return settle(await client.respond(step, answer));
}

export const refresh = async () => settle(await client.initiate({ flow: 'REFRESH_TOKEN_AUTH' }));

export async function registerPasskey() {
  await client.registerPasskey();
  return { done: true, accessToken: step.tokens.accessToken };
}

const delivery = ({ AttributeName, DeliveryMedium, Destination }) => `${AttributeName} ${DeliveryMedium} ${Destination}`;
const sent = (output) => delivery(output.CodeDeliveryDetails);
const device = ({ DeviceKey, DeviceAttributes }) =>
  `${DeviceKey} ${DeviceAttributes.find(({ Name }) => Name === 'dev:device_remembered_status').Value}`;

/** What users do with their accounts, by the operation that it comes to. */
export const account = {
  SignUp: ({ username, password, email }) =>
    client.signUp({ Username: username, Password: password, UserAttributes: [{ Name: 'email', Value: email }] }).then(sent),
  ResendConfirmationCode: ({ username }) => client.resendConfirmationCode({ Username: username }).then(sent),
  ConfirmSignUp: ({ username, code }) => client.confirmSignUp({ Username: username, ConfirmationCode: code }),
  ForgotPassword: ({ username }) => client.forgotPassword({ Username: username }).then(sent),
  ConfirmForgotPassword: ({ username, code, password }) =>
    client.confirmForgotPassword({ Username: username, ConfirmationCode: code, Password: password }),
  ChangePassword: ({ previous, password }) => client.changePassword({ PreviousPassword: previous, ProposedPassword: password }),

  'GetUser, attributes': ({ attribute }) =>
    client.getUser().then((user) => user.UserAttributes.find(({ Name }) => Name === attribute)?.Value ?? ''),
  'GetUser, MFA': () =>
    client.getUser().then(({ PreferredMfaSetting = 'none', UserMFASettingList = [] }) => `${PreferredMfaSetting} of ${UserMFASettingList}`),
  UpdateUserAttributes: ({ attributes }) => client.updateUserAttributes({
    UserAttributes: Object.entries(attributes).map(([Name, Value]) => ({ Name, Value })),
  }).then((output) => output.CodeDeliveryDetailsList.map(delivery)),
  GetUserAttributeVerificationCode: ({ attribute }) => client.getUserAttributeVerificationCode({ AttributeName: attribute }).then(sent),
  VerifyUserAttribute: ({ attribute, code }) => client.verifyUserAttribute({ AttributeName: attribute, Code: code }),
  DeleteUserAttributes: ({ attribute }) => client.deleteUserAttributes({ UserAttributeNames: [attribute] }),

  AssociateSoftwareToken: () => client.associateSoftwareToken().then(({ SecretCode }) => SecretCode),
  VerifySoftwareToken: ({ code }) => client.verifySoftwareToken({ UserCode: code }),
  SetUserMFAPreference: ({ method }) => client.setUserMFAPreference({
    [method === 'SMS_MFA' ? 'SMSMfaSettings' : 'SoftwareTokenMfaSettings']: { Enabled: true, PreferredMfa: true },
  }),
  SetUserSettings: ({ on }) => client.setUserSettings({ MFAOptions: on ? [{ DeliveryMedium: 'SMS', AttributeName: 'phone_number' }] : [] }),
  GetUserAuthFactors: () => client.getUserAuthFactors().then(({ ConfiguredUserAuthFactors }) => ConfiguredUserAuthFactors),

  'UpdateDeviceStatus, remembered': () => client.updateDeviceStatus({ DeviceRememberedStatus: 'remembered' }),
  'UpdateDeviceStatus, not remembered': () => client.updateDeviceStatus({ DeviceRememberedStatus: 'not_remembered' }),
  ListDevices: () => client.listDevices().then(({ Devices }) => Devices.map(device)),
  GetDevice: () => client.getDevice().then(({ Device }) => device(Device)),
  'ForgetDevice, this one': () => client.forgetDevice(),
  'ForgetDevice, another': ({ key }) => client.forgetDevice({ DeviceKey: key }),

  GlobalSignOut: () => client.globalSignOut(),
  RevokeToken: () => client.revokeToken({ Token: step.tokens.refreshToken }),
  DeleteUser: () => client.deleteUser(),
};
