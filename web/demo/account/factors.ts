import type { AuthClient } from '../../src/api';
import { draw } from '../../src/element/qr';
import { announce, h } from '../dom';
import { form } from '../form';
import { action, chip, type Desk, head, list, type Panel, row } from './panel';

type Preference = Parameters<AuthClient['setUserMFAPreference']>[0];

/** The second factors by Cognito's names: what they are called, and where their setting is. */
const factors = [
  { name: 'SMS_MFA', title: 'Codes by SMS', setting: 'SMSMfaSettings', attribute: 'phone_number', lacks: 'There is no phone number in your profile.' },
  { name: 'EMAIL_OTP', title: 'Codes by email', setting: 'EmailMfaSettings', attribute: 'email', lacks: 'There is no email address in your profile.' },
  { name: 'SOFTWARE_TOKEN_MFA', title: 'Authenticator app', setting: 'SoftwareTokenMfaSettings', attribute: undefined, lacks: 'No app is set up.' },
] as const;

type Factor = (typeof factors)[number];

const issuer = 'cognito-wasm demo';

/** What is asked for beside the password, and the set-up of an authenticator app. */
export class FactorsPanel implements Panel {
  readonly label = 'Second factors';
  /** Of an app that is being set up. */
  #secret: { text: string; uri: string } | undefined;

  async show(desk: Desk): Promise<Node[]> {
    const { UserAttributes, UserMFASettingList: on = [], PreferredMfaSetting: preferred } = await desk.client.getUser();
    const { ConfiguredUserAuthFactors: has = [] } = await desk.client.getUserAuthFactors();
    const value = (name: string | undefined): string | undefined => UserAttributes.find(({ Name }) => Name === name)?.Value;
    const app = on.includes('SOFTWARE_TOKEN_MFA') || (has as string[]).includes('SOFTWARE_TOKEN');
    if (this.#secret !== undefined) desk.wants('AUTHENTICATOR');
    return [
      head('Your second factors', on.length === 0
        ? 'None is on: the password alone signs you in.'
        : on.length > 1 && preferred === undefined ? 'None is preferred: the sign-in asks which.' : 'Asked for after the password.'),
      list(factors.map((factor) => this.#row(desk, factor, factor.attribute === undefined ? (app ? 'An app is set up.' : undefined) : value(factor.attribute), on, preferred))),
      ...(this.#secret === undefined ? [] : [this.#setUp(desk, this.#secret)]),
    ];
  }

  #row(desk: Desk, factor: Factor, known: string | undefined, on: readonly string[], preferred: string | undefined): HTMLElement {
    const { name, title, setting, lacks } = factor;
    const isOn = on.includes(name);
    const set = (Enabled: boolean, PreferredMfa: boolean, text: string) => async (): Promise<string> => {
      await desk.client.setUserMFAPreference({ [setting]: { Enabled, PreferredMfa } } as Preference);
      return text;
    };
    return row(title, [
      ...(isOn ? [chip('on', 'good')] : []),
      ...(preferred === name ? [chip('preferred')] : []),
    ], [known ?? lacks],
      isOn && preferred !== name ? action(desk, 'Prefer', title, set(true, true, `${title}: preferred from now on.`)) : undefined,
      isOn ? action(desk, 'Turn off', title, set(false, false, `${title}: off.`)) : undefined,
      !isOn && known !== undefined ? action(desk, 'Turn on', title, set(true, on.length === 0, `${title}: on. The next sign-in asks for one.`)) : undefined,
      factor.attribute === undefined && this.#secret === undefined ? action(desk, known === undefined ? 'Set up' : 'Set up another', title, async () => {
        const { secret, uri } = await desk.client.totpSecret();
        this.#secret = { text: secret, uri: uri(issuer) };
        return 'Scan the code with your app, and enter what the app shows.';
      }) : undefined,
    );
  }

  #setUp(desk: Desk, { text, uri }: { text: string; uri: string }): HTMLElement {
    const key = h('code', { id: 'secret', class: 'key' }, text.replace(/.{4}(?=.)/g, '$& '));
    const copy = h('button', { type: 'button', 'aria-describedby': 'secret', onclick: () => {
      const select = (): void => { getSelection()?.selectAllChildren(key); };
      navigator.clipboard?.writeText(text).then(() => announce('The key is copied.'), select) ?? select();
    } }, 'Copy the key');
    const cancel = action(desk, 'Cancel', undefined, async () => {
      this.#secret = undefined;
      return 'Nothing has changed.';
    }, 'quiet');
    const proof = form('app', [
      { name: 'code', label: 'Code that the app shows', type: 'text', autocomplete: 'one-time-code', inputmode: 'numeric' },
    ], 'Confirm', ({ code = '' }) => desk.act(async () => {
      await desk.client.verifySoftwareToken({ UserCode: code.trim(), FriendlyDeviceName: 'phone' });
      await desk.client.setUserMFAPreference({ SoftwareTokenMfaSettings: { Enabled: true, PreferredMfa: true } });
      this.#secret = undefined;
      return 'The app is set up. The next sign-in asks for a code of it.';
    }), { buttons: [cancel] });
    return h('section', { class: 'set-up inset', 'aria-labelledby': 'set-up-title' },
      h('h4', { id: 'set-up-title' }, 'Set up an authenticator app'),
      h('div', { class: 'qr', role: 'img', 'aria-label': 'QR code with the key' }, draw(uri)),
      h('div', { class: 'set-up-text' },
        h('p', {}, 'Scan the picture with your app, or enter the key there by hand.'),
        key,
        h('div', { class: 'actions' }, copy, h('a', { class: 'button', href: uri }, 'Open in an app')),
        proof,
      ),
    );
  }
}
