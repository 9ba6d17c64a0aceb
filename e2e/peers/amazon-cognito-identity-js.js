// amazon-cognito-identity-js as its users call it, with promises around its callbacks.
import { AuthenticationDetails, CognitoUser, CognitoUserAttribute, CognitoUserPool } from 'amazon-cognito-identity-js';

let pool, user, challenge;

export const open = async ({ userPoolId, clientId, endpoint }) => {
  pool = new CognitoUserPool({ UserPoolId: userPoolId, ClientId: clientId, endpoint });
};

/** Calls a method with this client's callbacks, and gives what the first of them was told. */
const settle = (call) => new Promise((resolve, reject) => {
  const asked = (name, choices) => {
    challenge = name;
    resolve({ done: false, challenge: name, choices });
  };
  call({
    onSuccess: (session) => resolve({ done: true, username: user.getUsername(), accessToken: session.getAccessToken().getJwtToken() }),
    onFailure: reject,
    newPasswordRequired: () => asked('NEW_PASSWORD_REQUIRED'),
    mfaRequired: (name) => asked(name),
    totpRequired: (name) => asked(name),
    customChallenge: () => asked('CUSTOM_CHALLENGE'),
    mfaSetup: (name) => asked(name),
    selectMFAType: (name, parameters) => asked(name, JSON.parse(parameters.MFAS_CAN_CHOOSE)),
    associateSecretCode: (secret) => resolve({ done: false, challenge: 'MFA_SETUP', secret }),
  });
});

export function begin({ flow = 'USER_SRP_AUTH', username, password }) {
  user = new CognitoUser({ Username: username, Pool: pool });
  user.setAuthenticationFlowType(flow);
  const details = new AuthenticationDetails({ Username: username, Password: password });
  return settle((callbacks) => flow === 'CUSTOM_AUTH' && !password ? user.initiateAuth(details, callbacks) : user.authenticateUser(details, callbacks));
}

export const respond = ({ code, choice, answer, setup, newPassword }) => settle((callbacks) => {
  if (newPassword) user.completeNewPasswordChallenge(newPassword, {}, callbacks);
  else if (answer) user.sendCustomChallengeAnswer(answer, callbacks);
  else if (choice) user.sendMFASelectionAnswer(choice, callbacks);
  else if (setup) user.associateSoftwareToken(callbacks);
  else if (challenge === 'MFA_SETUP') user.verifySoftwareToken(code, 'phone', callbacks);
  else user.sendMFACode(code, callbacks, challenge);
});

/** By REFRESH_TOKEN_AUTH. */
export const refresh = () => settle((callbacks) => user.getSession((error, session) =>
  error ? callbacks.onFailure(error) : user.refreshSession(session.getRefreshToken(), (failed, fresh) =>
    failed ? callbacks.onFailure(failed) : callbacks.onSuccess(fresh))));

/** Who is signed in for a page that opens, with a token that is refreshed on request. */
export const found = (forceRefresh = false) => new Promise((resolve, reject) => {
  const current = pool.getCurrentUser();
  if (current === null) return resolve('');
  const settled = (error) => error ? reject(error) : resolve(current.getUsername());
  current.getSession((error, session) => error || !forceRefresh ? settled(error) : current.refreshSession(session.getRefreshToken(), settled));
});

const delivery = ({ AttributeName, DeliveryMedium, Destination }) => `${AttributeName} ${DeliveryMedium} ${Destination}`;
/** Calls a method whose last parameter is a Node callback. */
const back = (call) => new Promise((resolve, reject) => call((error, ...results) => error ? reject(error) : resolve(results)));
/** Calls a method whose last parameter has onSuccess and onFailure. */
const told = (call) => new Promise((resolve, reject) => call({ onSuccess: resolve, onFailure: reject, inputVerificationCode: resolve }));
/** Of somebody who has not signed in. */
const named = (username) => new CognitoUser({ Username: username, Pool: pool });
const device = ({ DeviceKey, DeviceAttributes }) =>
  `${DeviceKey} ${DeviceAttributes.find(({ Name }) => Name === 'dev:device_remembered_status').Value}`;

/** What users do with their accounts, by the operation that it comes to. */
export const account = {
  SignUp: ({ username, password, email }) => back((callback) =>
    pool.signUp(username, password, [new CognitoUserAttribute({ Name: 'email', Value: email })], null, callback)).then(([result]) => delivery(result.codeDeliveryDetails)),
  ResendConfirmationCode: ({ username }) => back((callback) => named(username).resendConfirmationCode(callback)).then(([result]) => delivery(result.CodeDeliveryDetails)),
  ConfirmSignUp: ({ username, code }) => back((callback) => named(username).confirmRegistration(code, false, callback)),
  ForgotPassword: ({ username }) => told((callbacks) => named(username).forgotPassword(callbacks)).then((result) => delivery(result.CodeDeliveryDetails)),
  ConfirmForgotPassword: ({ username, code, password }) => told((callbacks) => named(username).confirmPassword(code, password, callbacks)),
  ChangePassword: ({ previous, password }) => back((callback) => user.changePassword(previous, password, callback)),

  'GetUser, attributes': ({ attribute }) => back((callback) => user.getUserAttributes(callback))
    .then(([list]) => list.find((entry) => entry.getName() === attribute)?.getValue() ?? ''),
  'GetUser, MFA': () => back((callback) => user.getUserData(callback, { bypassCache: true }))
    .then(([{ PreferredMfaSetting = 'none', UserMFASettingList = [] }]) => `${PreferredMfaSetting} of ${UserMFASettingList}`),
  UpdateUserAttributes: ({ attributes }) => back((callback) => user.updateAttributes(
    Object.entries(attributes).map(([Name, Value]) => new CognitoUserAttribute({ Name, Value })), callback)).then(([, result]) => result.CodeDeliveryDetailsList.map(delivery)),
  GetUserAttributeVerificationCode: ({ attribute }) => told((callbacks) => user.getAttributeVerificationCode(attribute, callbacks)).then((result) => delivery(result.CodeDeliveryDetails)),
  VerifyUserAttribute: ({ attribute, code }) => told((callbacks) => user.verifyAttribute(attribute, code, callbacks)),
  DeleteUserAttributes: ({ attribute }) => back((callback) => user.deleteAttributes([attribute], callback)),

  AssociateSoftwareToken: () => new Promise((resolve, reject) => user.associateSoftwareToken({ associateSecretCode: resolve, onFailure: reject })),
  VerifySoftwareToken: ({ code }) => told((callbacks) => user.verifySoftwareToken(code, 'phone', callbacks)),
  SetUserMFAPreference: ({ method }) => {
    const settings = { Enabled: true, PreferredMfa: true };
    return back((callback) => user.setUserMfaPreference(method === 'SMS_MFA' ? settings : null, method === 'SMS_MFA' ? null : settings, callback));
  },
  SetUserSettings: ({ on }) => back((callback) => on ? user.enableMFA(callback) : user.disableMFA(callback)),

  'UpdateDeviceStatus, remembered': () => told((callbacks) => user.setDeviceStatusRemembered(callbacks)),
  'UpdateDeviceStatus, not remembered': () => told((callbacks) => user.setDeviceStatusNotRemembered(callbacks)),
  ListDevices: () => told((callbacks) => user.listDevices(10, null, callbacks)).then(({ Devices }) => Devices.map(device)),
  GetDevice: () => told((callbacks) => user.getDevice(callbacks)).then(({ Device }) => device(Device)),
  'ForgetDevice, this one': () => told((callbacks) => user.forgetDevice(callbacks)),
  'ForgetDevice, another': ({ key }) => told((callbacks) => user.forgetSpecificDevice(key, callbacks)),

  GlobalSignOut: () => told((callbacks) => user.globalSignOut(callbacks)),
  RevokeToken: () => back((callback) => user.signOut(callback)),
  DeleteUser: () => back((callback) => user.deleteUser(callback)),
};
