// The attributes of the element and the properties that say the same.

import { bare } from '../data';

/** Attributes that are there or not, by their properties. */
export const flags = { noPassword: 'no-password', signUp: 'sign-up', noForgotPassword: 'no-forgot-password', resume: 'resume', noSavePrompt: 'no-save-prompt' } as const;

/** Attributes with a text, by their properties. */
export const texts = {
  userPoolId: 'user-pool-id', clientId: 'client-id', region: 'region', endpoint: 'endpoint', storage: 'storage',
  flow: 'flow', loginWith: 'login-with', username: 'username', passkeys: 'passkeys', issuer: 'issuer',
  passwordRules: 'passwordrules', headingLevel: 'heading-level',
} as const;

/** Those that make another client. */
export const ofClient: Readonly<Record<string, keyof typeof texts>> = bare({
  'user-pool-id': 'userPoolId', 'client-id': 'clientId', region: 'region', endpoint: 'endpoint', storage: 'storage',
});

/** Properties that no attribute can say. */
export const objects = ['client', 'messages', 'signUpAttributes', 'clientMetadata'] as const;

/** Gives a class the properties of its attributes. */
export function reflect(prototype: HTMLElement): void {
  const property = (name: string, get: (this: HTMLElement) => unknown, set: (this: HTMLElement, value: unknown) => void): void => {
    Object.defineProperty(prototype, name, { __proto__: null, get, set, configurable: true, enumerable: true } as PropertyDescriptor);
  };
  for (const name of Object.keys(flags)) {
    const attribute = flags[name as keyof typeof flags];
    property(name, function () { return this.hasAttribute(attribute); }, function (value) { this.toggleAttribute(attribute, Boolean(value)); });
  }
  for (const name of Object.keys(texts)) {
    const attribute = texts[name as keyof typeof texts];
    property(name, function () { return this.getAttribute(attribute); }, function (value) {
      if (value === null || value === undefined || value === false) this.removeAttribute(attribute);
      else this.setAttribute(attribute, value === true ? '' : String(value));
    });
  }
}
