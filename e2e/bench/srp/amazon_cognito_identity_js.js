// The SRP of amazon-cognito-identity-js, called as its CognitoUser.authenticateUserDefaultAuth calls it.
import { AuthenticationHelper, DateHelper } from 'amazon-cognito-identity-js';
import { Sha256 } from '@aws-crypto/sha256-js';
import { Buffer } from 'buffer';
import BigInteger from '../../peers/node_modules/amazon-cognito-identity-js/es/BigInteger.js';

const promise = (call) => new Promise((resolve, reject) => call((error, value) => (error ? reject(error) : resolve(value))));

export async function signIn({ userPoolId }, { username, password }, exchange) {
  const poolName = userPoolId.split('_')[1];
  const helper = new AuthenticationHelper(poolName);
  const A = await promise((callback) => helper.getLargeAValue(callback));
  const { ChallengeParameters: challenge } = await exchange('InitiateAuth', {
    AuthFlow: 'USER_SRP_AUTH', AuthParameters: { USERNAME: username, SRP_A: A.toString(16) },
  });
  const user = challenge.USER_ID_FOR_SRP;
  const serverBValue = new BigInteger(challenge.SRP_B, 16);
  const salt = new BigInteger(challenge.SALT, 16);
  const hkdf = await promise((callback) => helper.getPasswordAuthenticationKey(user, password, serverBValue, salt, callback));
  const dateNow = new DateHelper().getNowString();
  const hash = new Sha256(hkdf);
  hash.update(Buffer.concat([
    Buffer.from(poolName, 'utf8'), Buffer.from(user, 'utf8'), Buffer.from(challenge.SECRET_BLOCK, 'base64'), Buffer.from(dateNow, 'utf8'),
  ]));
  return exchange('RespondToAuthChallenge', {
    ChallengeName: 'PASSWORD_VERIFIER',
    ChallengeResponses: {
      USERNAME: user,
      PASSWORD_CLAIM_SECRET_BLOCK: challenge.SECRET_BLOCK,
      TIMESTAMP: dateNow,
      PASSWORD_CLAIM_SIGNATURE: Buffer.from(hash.digestSync()).toString('base64'),
    },
  });
}
