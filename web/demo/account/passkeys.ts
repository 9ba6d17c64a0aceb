import type { CognitoAuthError } from '../../src/api';
import { h } from '../dom';
import { action, type Desk, head, list, moment, nothing, type Panel, row } from './panel';

/** Cognito's ways to say that a pool has no passkeys. */
const absent: ReadonlySet<string> = new Set(['WebAuthnNotEnabledException', 'WebAuthnConfigurationMissingException']);

/** The passkeys of the user. */
export class PasskeysPanel implements Panel {
  readonly label = 'Passkeys';

  async show(desk: Desk): Promise<Node[]> {
    try {
      const { Credentials } = await desk.client.listWebAuthnCredentials();
      return [
        head('Your passkeys', 'A passkey signs you in by a finger, a face or a PIN, with USER_AUTH. The key never leaves your device.'),
        Credentials.length === 0 ? nothing('You have no passkey yet.') : list(Credentials.map(({ CredentialId, FriendlyCredentialName, CreatedAt, AuthenticatorTransports }) => row(
          FriendlyCredentialName, [], [[`Made ${moment(CreatedAt)}`, AuthenticatorTransports.join(', ')].filter((text) => text !== '').join(', ')],
          action(desk, 'Delete', FriendlyCredentialName, async () => {
            await desk.client.deleteWebAuthnCredential({ CredentialId });
            return 'The passkey signs nobody in any more. Remove it from your device, too.';
          }),
        ))),
        h('div', { class: 'actions' }, action(desk, 'Add a passkey', undefined, async () => {
          await desk.client.registerPasskey();
          return 'This device has a passkey now.';
        }, 'primary')),
      ];
    } catch (error) {
      if (!absent.has((error as CognitoAuthError).code)) throw error;
      return [head('Your passkeys'), nothing('This user pool has no passkeys.')];
    }
  }
}
