import { ofDocument } from '../realm';

/**
 * Has the browser connect to where requests will go: name, TCP and TLS take two or three round trips, which nobody then waits for at the click.
 * A worker has no way to ask for it, but its requests use the page's connections.
 * https://html.spec.whatwg.org/multipage/links.html#link-type-preconnect
 */
export function preconnect(address: string): void {
  const link = ofDocument('createElement')?.call(document, 'link') as HTMLLinkElement | undefined;
  if (link === undefined) return;
  link.rel = 'preconnect';
  link.crossOrigin = 'anonymous'; // requests without cookies have connections apart
  link.href = address;
  (ofDocument('head') ?? ofDocument('documentElement')!).append(link);
  link.remove(); // it has done its work

}
