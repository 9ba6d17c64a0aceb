// Amplify's SRP, called as its handleUserSRPAuthFlow and handlePasswordVerifierChallenge call it. The paths lead around
// the package's exports, which do not have it.
import BigInteger from '../../peers/node_modules/@aws-amplify/auth/dist/esm/providers/cognito/utils/srp/BigInteger/BigInteger.mjs';
import {
  getAuthenticationHelper, getNowString, getSignatureString,
} from '../../peers/node_modules/@aws-amplify/auth/dist/esm/providers/cognito/utils/srp/index.mjs';

export async function signIn({ userPoolId }, { username, password }, exchange) {
  const userPoolName = userPoolId.split('_')[1] || '';
  const helper = await getAuthenticationHelper(userPoolName);
  const { ChallengeParameters: challengeParameters } = await exchange('InitiateAuth', {
    AuthFlow: 'USER_SRP_AUTH', AuthParameters: { USERNAME: username, SRP_A: helper.A.toString(16) },
  });
  const user = challengeParameters.USER_ID_FOR_SRP;
  const hkdf = await helper.getPasswordAuthenticationKey({
    username: user, password,
    serverBValue: new BigInteger(challengeParameters.SRP_B, 16), salt: new BigInteger(challengeParameters.SALT, 16),
  });
  const dateNow = getNowString();
  return exchange('RespondToAuthChallenge', {
    ChallengeName: 'PASSWORD_VERIFIER',
    ChallengeResponses: {
      USERNAME: user,
      PASSWORD_CLAIM_SECRET_BLOCK: challengeParameters.SECRET_BLOCK,
      TIMESTAMP: dateNow,
      PASSWORD_CLAIM_SIGNATURE: getSignatureString({ username: user, userPoolName, challengeParameters, dateNow, hkdf }),
    },
  });
}
