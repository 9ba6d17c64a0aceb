// The Admin forms of operations, which are called with IAM credentials. auth/awssdk/admin.go does the same for Go programs.

import { bare } from '../data';
import type { Admin, Data } from '../messages';
import { isAuth } from './wire';

/** The name by which an operation is called. */
export const adminName = (operation: string): string => (isAuth(operation) ? `Admin${operation}` : operation);

/** The input of the Admin form: https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminInitiateAuth.html */
export function adminInput({ UserContextData, ...input }: Data, { userPoolId, contextData }: Admin & { userPoolId: string }): Data {
  const context = contextData === undefined && UserContextData === undefined ? undefined : bare({ ...contextData, ...UserContextData });
  return bare({ UserPoolId: userPoolId, ContextData: context, ...input });
}
