// The attributes of the element and the properties that say the same.

/** Attributes that are there or not. */
export const flags = ['no-password', 'sign-up', 'no-forgot-password', 'resume', 'no-save-prompt'] as const;

/** Attributes that make another client. */
export const ofClient = ['user-pool-id', 'client-id', 'region', 'endpoint', 'storage'] as const;

/** Attributes with a text. */
export const texts = [...ofClient, 'flow', 'login-with', 'username', 'passkeys', 'issuer', 'passwordrules', 'heading-level'] as const;

/** Properties that no attribute can say. */
export const objects = ['client', 'messages', 'signUpAttributes', 'clientMetadata'] as const;

/** The property of an attribute: userPoolId is that of user-pool-id. */
export const propertyOf = (attribute: string): string => attribute.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());

/** Gives a class the properties of its attributes. */
export function reflect(prototype: HTMLElement): void {
  const property = (attribute: string, get: (this: HTMLElement) => unknown, set: (this: HTMLElement, value: any) => void): void => {
    Object.defineProperty(prototype, propertyOf(attribute), { __proto__: null, get, set, configurable: true, enumerable: true } as PropertyDescriptor);
  };
  for (const name of flags) {
    property(name, function () { return this.hasAttribute(name); }, function (value) { this.toggleAttribute(name, Boolean(value)); });
  }
  for (const name of texts) {
    property(name, function () { return this.getAttribute(name); }, function (value) {
      if (value === null || value === undefined || value === false) this.removeAttribute(name);
      else this.setAttribute(name, value === true ? '' : value);
    });
  }
}
