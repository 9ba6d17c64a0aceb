import { invalid } from '../error';

/**
 * Refuses what Cognito's model refuses, and a pool without a region: SRP takes what follows the first underscore for its name. auth/validate.go
 * does the same. https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UserPoolClientType.html
 */
export function checkIds(userPoolId: string, clientId: string): void {
  if (userPoolId.length > 55 || !/^(?!_)[\w-]+_[0-9a-zA-Z]+$/.test(userPoolId)) {
    throw invalid('userPoolId', 'region_id, such as "eu-west-1_AbC123xyz", up to 55 characters');
  }
  if (!/^[\w+]{1,128}$/.test(clientId)) throw invalid('clientId', '1 to 128 letters, digits, _ or +');
}
