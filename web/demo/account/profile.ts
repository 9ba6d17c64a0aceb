import { h } from '../dom';
import { type Field, form } from '../form';
import { chip, type Desk, head, type Panel } from './panel';

/** Attributes with a better label than their name, and what browsers can fill in for them. The first three are always there. */
const known: Readonly<Record<string, Pick<Field, 'label' | 'type' | 'autocomplete' | 'hint'>>> = {
  name: { label: 'Full name', type: 'text', autocomplete: 'name' },
  email: { label: 'Email address', type: 'email', autocomplete: 'email' },
  phone_number: { label: 'Phone number', type: 'tel', autocomplete: 'tel', hint: 'With the country code, such as +12025550102' },
  given_name: { label: 'First name', type: 'text', autocomplete: 'given-name' },
  family_name: { label: 'Last name', type: 'text', autocomplete: 'family-name' },
  birthdate: { label: 'Date of birth', type: 'date', autocomplete: 'bday' },
};
const always = ['name', 'email', 'phone_number'];

/** What only Cognito sets. */
const fixed = /^(sub|identities|.*_verified|cognito:.*)$/;

/** Attributes and the password. */
export class ProfilePanel implements Panel {
  readonly label = 'Profile';
  /** The address for which a code was sent, and where to. */
  #proving: { attribute: string; to: string } | undefined;

  async show(desk: Desk): Promise<Node[]> {
    const { UserAttributes } = await desk.client.getUser();
    const values = new Map(UserAttributes.map(({ Name, Value = '' }) => [Name, Value]));
    const proving = this.#proving;
    if (proving !== undefined) desk.wants(proving.attribute === 'email' ? 'EMAIL' : 'SMS');
    return [
      head('Your profile', 'An address or a phone number counts once it is proven by a code.'),
      ...(proving === undefined ? [] : [this.#proof(desk, proving)]),
      this.#attributes(desk, values),
      h('h3', { class: 'second' }, 'Your password'),
      password(desk),
    ];
  }

  #attributes(desk: Desk, values: ReadonlyMap<string, string>): HTMLElement {
    const names = [...always, ...[...values.keys()].filter((name) => !always.includes(name) && !fixed.test(name))];
    const fields = names.map((name): Field => ({
      label: name.replace(/^custom:/, ''), type: 'text', autocomplete: 'off', ...known[name], name, value: values.get(name) ?? '', optional: true,
      note: this.#state(desk, name, values),
    }));
    return form('profile', fields, 'Save', (entered) => desk.act(async () => {
      const changed = names.filter((name) => entered[name] !== (values.get(name) ?? ''));
      if (changed.length === 0) return 'There is nothing to save.';
      const { CodeDeliveryDetailsList: [sent] = [] } = await desk.client.updateUserAttributes({
        UserAttributes: changed.map((Name) => ({ Name, Value: entered[Name]! })), // an empty value deletes
      });
      if (sent === undefined) return 'Your profile is saved.';
      this.#proving = { attribute: sent.AttributeName ?? '', to: sent.Destination ?? '' };
      return 'Your profile is saved. A code is on its way.';
    }));
  }

  // Whether an address is proven, and the way to do it.
  #state(desk: Desk, attribute: string, values: ReadonlyMap<string, string>): Node | undefined {
    const proven = values.get(`${attribute}_verified`);
    if (proven === undefined || !values.get(attribute)) return undefined;
    if (proven === 'true') return chip('verified', 'good');
    const send = h('button', { type: 'button', class: 'link', onclick: () => void desk.act(async () => {
      const { CodeDeliveryDetails } = await desk.client.getUserAttributeVerificationCode({ AttributeName: attribute });
      this.#proving = { attribute, to: CodeDeliveryDetails?.Destination ?? '' };
      return 'A code is on its way.';
    }) }, this.#proving?.attribute === attribute ? 'Send another code' : 'Send a code');
    return h('span', { class: 'notes' }, chip('not verified', 'bad'), send);
  }

  #proof(desk: Desk, { attribute, to }: { attribute: string; to: string }): HTMLElement {
    const field: Field = { name: 'code', label: `Code sent to ${to}`, type: 'text', autocomplete: 'one-time-code', inputmode: 'numeric' };
    const later = h('button', { type: 'button', class: 'quiet', onclick: () => void desk.act(async () => {
      this.#proving = undefined;
      return 'You can prove it another time.';
    }) }, 'Later');
    const element = form('proof', [field], 'Verify', ({ code = '' }) => desk.act(async () => {
      await desk.client.verifyUserAttribute({ AttributeName: attribute, Code: code.trim() });
      this.#proving = undefined;
      return attribute === 'email' ? 'The email address is verified.' : 'The phone number is verified.';
    }), { buttons: [later] });
    element.classList.add('inset');
    return element;
  }
}

function password(desk: Desk): HTMLElement {
  return form('password', [
    { name: 'old', label: 'Current password', type: 'password', autocomplete: 'current-password' },
    { name: 'new', label: 'New password', type: 'password', autocomplete: 'new-password', hint: 'Cognito checks it against the pool’s policy.' },
  ], 'Change the password', ({ old, new: fresh }) => desk.act(async () => {
    await desk.client.changePassword({ PreviousPassword: old!, ProposedPassword: fresh! });
    return 'The password is changed.';
  }), { username: desk.session.username });
}
