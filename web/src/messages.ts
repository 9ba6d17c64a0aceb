// What goes between the page (page/remote.ts) and its host (host/serve.ts), whether that runs in a worker or beside the page.

import type { CallOptions, ContextData, LogEntry } from './api';
import type { ErrorData } from './error';

/** What can be sent to a worker. */
export type PortableSource = string | ArrayBuffer | WebAssembly.Module;

/** A source, and the hash of what should come of it; none for a compiled module, which has no bytes any more. */
export interface Checked {
  source: PortableSource;
  integrity: string | undefined;
}

/** Data between the two: plain objects, arrays, texts, numbers and flags. Passwords are bytes, which are zeroed when they were used. */
export type Data = Record<string, any>;

/** What completes a call, and what the program opens the client with. It may hold a client secret. */
export interface ClientSettings {
  userPoolId: string;
  clientId: string;
  clientSecret?: string;
  deviceTracking: boolean;
  clientMetadata?: Record<string, string>;
  analyticsMetadata?: object;
}

/** The part of a client's settings that concerns its host. Nothing of it changes any more. */
export interface HostSettings {
  /** An absolute address; empty where the page's own client sends. */
  endpoint: string;
  /** Attempts of one call in all. */
  maxAttempts: number;
  /** For all attempts of a call together, in milliseconds. */
  timeout: number;
  /** Refuses what would send the password that signs in. */
  srpOnly: boolean;
  /** Undefined: the public operations are called. */
  admin: Admin | undefined;
  client: ClientSettings;
  /** With tokens: 'worker'. Undefined: the page gets the tokens. */
  isolated: Isolated | undefined;
}

/** What a worker that keeps the tokens to itself has to know from the start, because later the page may be anybody's. */
export interface Isolated {
  /** Where requests with a token may go, beside Cognito. */
  origins: readonly string[];
  /** What it loads, whatever it is told later. */
  wanted?: Checked;
}

/** What the Admin forms of operations have beside the members of a sign-in. */
export interface Admin {
  contextData?: ContextData;
}

/** What is known of a session that is to be refreshed. */
export interface Refreshing {
  /** Where the endpoint knows InitiateAuth alone. Default: REFRESH_TOKEN_AUTH. */
  flow?: 'REFRESH_TOKEN_AUTH' | 'REFRESH_TOKEN';
  refreshToken?: string;
  /** For SECRET_HASH: the real name. */
  username?: string;
  /** The device that the tokens were issued to. */
  deviceKey?: string;
}

/** A request that the worker makes with its own token: the members of a Request. */
export interface Fetching {
  url: string;
  /** The handle. */
  token: string;
  init: Data;
  headers: [string, string][];
  body: Blob | ReadableStream | undefined;
}

/** Asked for further headers before each attempt of an operation. */
export type AskHeaders = (operation: string) => Promise<Record<string, string>>;

/** What another client made of a call: its answer, or the parts of its error that the host reads. Either may be anything. Without both, the answer could not be passed on. */
export interface Sent {
  answer?: unknown;
  error?: { readonly name: unknown; readonly message: unknown; readonly $metadata: unknown };
}

/** Has the page's own client send an operation. It does not reject. */
export type AskSend = (operation: string, input: Data, signal: AbortSignal) => Promise<Sent>;

/** Storage is the page's alone. `action` is get, set or remove. Undefined: the storage failed; get gives {} where there is nothing. */
export type AskStore = (action: 'get' | 'set' | 'remove', name: string, value: Data | undefined) => Promise<Data | undefined>;

/** Told of every request and what came of it. */
export type Log = (entry: LogEntry) => void;

/** What a host needs of the page. */
export interface Surroundings {
  log: Log | undefined;
  headers: AskHeaders | undefined;
  send: AskSend | undefined;
  store: AskStore;
}

/** The functions of the program's that a page calls. */
export type Export = 'initiate' | 'respond';

/** What gets a reply. */
export type Request =
  | { type: 'call'; id: number; name: Export; call: Data }
  | { type: 'send'; id: number; operation: string; input: Data; options: CallOptions }
  | { type: 'raw'; id: number; operation: string; input: Data; repeatable?: boolean }
  | { type: 'refresh'; id: number; request: Refreshing; options: CallOptions }
  | ({ type: 'fetch'; id: number } & Fetching)
  | { type: 'forget'; id: number; handles: unknown[] };

/** The host asks for headers, a send or the storage, and 'answer' or 'noAnswer' is what comes back. */
export type ToHost =
  | { type: 'load'; wanted: Checked; timeout: number }
  | { type: 'share' }
  | { type: 'start'; settings: HostSettings; log: boolean; headers: boolean; send: boolean }
  | Request
  | { type: 'open' }
  | { type: 'ping' }
  | { type: 'abort'; id: number }
  | { type: 'answer'; id: number; value: unknown }
  | { type: 'noAnswer'; id: number; error: ErrorData };

export type ToPage =
  | { type: 'alive' }
  | { type: 'refused'; error: ErrorData }
  | { type: 'shared'; module: WebAssembly.Module }
  | { type: 'reply'; id: number; value: Data }
  | { type: 'failure'; id: number; error: ErrorData }
  | { type: 'log'; entry: LogEntry }
  | { type: 'askHeaders'; id: number; operation: string }
  | { type: 'askSend'; id: number; operation: string; input: Data }
  | { type: 'endSend'; id: number }
  | { type: 'store'; id: number; action: 'get' | 'set' | 'remove'; name: string; value: Data | undefined };

export type ToPagePost = (message: ToPage, transfer?: Transferable[]) => void;

/** A page's connection with a host that runs on the same thread. */
export interface Connection {
  hear(message: ToHost): void;
  close(): void;
}

/** Where a host's script leaves the way to it: a function that makes a connection. Whoever has loaded the script finds it there. */
export const hostKey = Symbol.for('cognito-wasm.host');

export type Connect = (post: ToPagePost) => Connection;

/** The ids of the replies to 'open' and 'load'; those of calls count from 1. */
export const opening = 0, loading = -1;
