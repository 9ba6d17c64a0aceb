// What a client is made of: ClientOptions, checked at once and as a whole.

import type { ClientOptions, ContextData, LogEntry } from '../api';
import { bare } from '../data';
import { checkRegion, regional } from '../endpoint';
import { CognitoAuthError, invalid } from '../error';
import type { Admin, AskHeaders, ClientSettings, HostSettings, Log, Surroundings } from '../messages';
import { Others } from './adopt';
import { checkIds } from './ids';
import { need } from '../need';
import { isA, list, member, property, read, readWhole, texts, touch } from '../read';
import { global } from '../realm';
import { sender } from './sender';
import * as shapes from './shapes';
import { type Given, givenIn } from './start';
import { deviceStore, type Kind, Store, storageOf } from './storage';
import { usualTimeout } from '../wait';

/** Options, read and found right. */
export interface Settings {
  host: HostSettings;
  surroundings: Surroundings;
  load: 'auto' | 'now' | 'on-demand';
  store: Store;
  kind: Kind;
  others: Others | undefined;
  /** Origins that client.fetch sends tokens to. */
  fetchOrigins: readonly string[];
  contextOf: ((username: string) => unknown) | undefined;
  /** What and where to start. */
  given: Given;
}

const adoptable = ['amplify', 'amazon-cognito-identity-js'];
const loads = ['auto', 'now', 'on-demand'];

/** Reads options. Throws InvalidArgument for what cannot be right, unknown names included. */
export function settingsOf(options: ClientOptions): Settings {
  const checked = read(options, shapes.clientOptions, 'options', '');
  refuseUnknown(options);
  const { userPoolId = '', clientId = '' } = checked;
  const {
    region = userPoolId.split('_')[0], useFipsEndpoint = false, useDualstackEndpoint = false, maxAttempts = 3, timeout = usualTimeout, load = 'auto', srpOnly = false, adopt,
    tokens = 'page', ...client
  } = checked; // which has no prototype
  checkIds(userPoolId, clientId);
  if (maxAttempts < 1 || maxAttempts > 10) throw invalid('maxAttempts', 'a whole number from 1 to 10');
  if (timeout < 1 || timeout > longest) throw invalid('timeout', `milliseconds, from 1 to ${longest}`);
  if (adopt !== undefined && !adoptable.includes(adopt)) throw invalid('adopt', adoptable.join(', '));
  if (!loads.includes(load)) throw invalid('load', loads.join(', '));
  const given = (name: keyof ClientOptions): unknown => property(options, name) ?? undefined;
  const functionIn = (name: keyof ClientOptions): ((...args: any[]) => unknown) | undefined => {
    const value = given(name);
    if (value !== undefined && typeof value !== 'function') throw invalid(name, 'a function');
    return value as ((...args: any[]) => unknown) | undefined;
  };
  const send = functionIn('send');
  let endpoint = send === undefined ? endpointOf(given('endpoint')) : '';
  if (endpoint === undefined) {
    checkRegion(region);
    endpoint = regional(region, useFipsEndpoint, useDualstackEndpoint);
  }
  const headers = functionIn('headers');
  const log = functionIn('log');
  const admin = adminOf(given('admin'));
  if (send !== undefined) {
    for (const name of bySend) if (given(name) !== undefined) throw invalid(name, 'nothing beside send, whose own affair it is');
  } else if (admin !== undefined) throw invalid('admin', 'send beside it: a client with IAM credentials');
  const { storage, kind } = storageOf(given('storage') ?? undefined);
  const store = new Store(storage, clientId, timeout);
  const isolated = tokens === 'worker';
  const fetchOrigins = originsOf(given('fetchOrigins'));
  const place = givenIn(options, timeout);
  if (!isolated && tokens !== 'page') throw invalid('tokens', 'page or worker');
  if (isolated && (send !== undefined || adopt !== undefined || kind !== 'memory' || place.worker === false || global('Worker') === undefined)) {
    throw invalid('tokens', "page, or a worker, storage: 'memory' and neither send nor adopt beside it");
  }
  return {
    host: {
      endpoint, maxAttempts, timeout, srpOnly, admin,
      client: bare({ deviceTracking: true, ...client }) as ClientSettings,
      isolated: isolated ? bare({ origins: fetchOrigins }) : undefined,
    },
    surroundings: { log: log && logger(log), headers: headers && asked(headers), send: send && sender(send), store: deviceStore(store) },
    load,
    others: adopt === undefined ? undefined : new Others(clientId),
    store,
    kind,
    fetchOrigins,
    contextOf: functionIn('userContextData'),
    given: isolated ? bare({ ...place, worker: place.worker ?? true }) : place,
  };
}

/** An hour. Timers take 2^31 ms at the most, and nobody waits that long. */
const longest = 3_600_000;

/** What a client that sends decides for itself. */
const bySend = ['endpoint', 'region', 'useFipsEndpoint', 'useDualstackEndpoint', 'maxAttempts', 'headers'] as const;

function adminOf(value: unknown): Admin | undefined {
  if (value === undefined || value === false) return undefined;
  if (value === true) return bare({});
  if (typeof value !== 'object' || value === null || touch('admin', () => Object.keys(value)).some((name) => name !== 'contextData')) {
    throw invalid('admin', 'true, false or { contextData }');
  }
  const contextData = property(value, 'contextData', 'admin.contextData') ?? undefined;
  return bare({ contextData: contextData === undefined ? undefined : (readWhole(contextData, shapes.contextData, 'admin.contextData') as ContextData) });
}

// A name that is not known does nothing, and whoever wrote it thinks that it does.
function refuseUnknown(options: ClientOptions): void {
  const known = [...Object.keys(shapes.clientOptions), ...shapes.otherOptions];
  for (const name of touch('options', () => Object.keys(options))) {
    if (known.includes(name)) continue;
    const given = letters(name);
    const meant = given && (known.find((other) => letters(other) === given) ?? known.find((other) => letters(other).includes(given)));
    throw invalid('options', `${meant ? `${meant}, not` : 'no option called'} ${JSON.stringify(name.slice(0, 40))}`);
  }
}

const letters = (name: string): string => name.slice(0, 40).toLowerCase().replace(/[^a-z]/g, '');

function endpointOf(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  need(['URL']);
  let url: URL | undefined;
  if (typeof value === 'string' || isA(value, URL)) {
    try {
      url = new URL(value);
    } catch {
      // refused below
    }
  }
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') {
    throw invalid('endpoint', 'an absolute http or https address without credentials');
  }
  return url.href;
}

// What the function gives may be anything; the host looks at what it says.
const asked = (give: (operation: string) => unknown): AskHeaders => async (operation) => {
  let headers: unknown;
  try {
    headers = await give(operation);
  } catch (cause) {
    throw new CognitoAuthError('InvalidArgument', 'headers: the function failed', { cause });
  }
  return touch('headers', () => texts(headers ?? {}, 'headers'));
};

function originsOf(value: unknown): string[] {
  if (value === undefined) {
    const page: unknown = member(global('location'), 'origin');
    return typeof page === 'string' ? [page] : [];
  }
  return list(value, 'fetchOrigins').map((given, i) => {
    try {
      const { origin, href } = new URL(given);
      if (origin !== 'null' && (href === `${origin}/` || given === origin)) return origin;
    } catch {
      // refused below
    }
    throw invalid(`fetchOrigins.${i}`, 'an origin such as https://api.example.com, without a path');
  });
}

// What a page does with its log must not become a failed sign-in.
const logger = (log: (entry: LogEntry) => unknown): Log => (entry) => {
  try {
    log(entry);
  } catch (error) {
    (global('reportError') ?? console.error)(error); // Node has no reportError
  }
};
