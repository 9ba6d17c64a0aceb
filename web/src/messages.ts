// What goes between the page (page/remote.ts) and its host (host/serve.ts), whether that runs in a worker or beside the page.

import type { LogEntry } from './api';
import type { ErrorData } from './error';

/** What can be sent to a worker. */
export type PortableSource = string | ArrayBuffer | WebAssembly.Module;

/** A source, and the hash of what should come of it; none for a compiled module, which has no bytes any more. */
export interface Checked {
  source: PortableSource;
  integrity: string | undefined;
}

/** The part of a client's settings that concerns its host. Nothing of it changes any more. */
export interface HostSettings {
  endpoint: string;
  /** Attempts of one call in all. */
  maxAttempts: number;
  /** For all attempts of a call together, in milliseconds. */
  timeout: number;
  /** The packet that opens the client in the program. */
  open: Uint8Array;
}

/** Asked for further headers before each attempt of an operation. */
export type AskHeaders = (operation: string) => Promise<Record<string, string>>;

/** Storage is the page's alone. `action` is get, set or remove; the answer begins with a byte that is 0 where the storage failed. */
export type AskStore = (action: string, name: string, packet: Uint8Array) => Promise<Uint8Array>;

/** What a host needs of the page. */
export interface Surroundings {
  log: ((entry: LogEntry) => void) | undefined;
  headers: AskHeaders | undefined;
  store: AskStore;
}

export type ToHost =
  | { type: 'load'; wanted: Checked; timeout: number }
  | { type: 'share' }
  | { type: 'start'; settings: HostSettings; log: boolean; headers: boolean }
  | { type: 'call'; id: number; packet: Uint8Array }
  | { type: 'send'; id: number; operation: string; packet: Uint8Array }
  | { type: 'open' }
  | { type: 'ping' }
  | { type: 'abort'; id: number }
  | { type: 'stored'; id: number; packet: Uint8Array }
  | { type: 'headers'; id: number; headers: Record<string, string> }
  | { type: 'headersFailed'; id: number; error: ErrorData };

export type ToPage =
  | { type: 'alive' }
  | { type: 'refused'; error: ErrorData }
  | { type: 'loaded' }
  | { type: 'shared'; module: WebAssembly.Module }
  | { type: 'unloadable'; error: ErrorData }
  | { type: 'reply'; id: number; packet: Uint8Array }
  | { type: 'failure'; id: number; error: ErrorData }
  | { type: 'log'; entry: LogEntry }
  | { type: 'askHeaders'; id: number; operation: string }
  | { type: 'store'; id: number; action: string; name: string; packet: Uint8Array };

/** Sends to the page, and what is listed is moved there where that can be. */
export type ToPagePost = (message: ToPage, transfer?: Transferable[]) => void;

/** A page's connection with a host that runs on the same thread. */
export interface Connection {
  hear(message: ToHost): void;
  close(): void;
}

/** Where a host's script leaves the way to it: a function that makes a connection. Whoever has loaded the script finds it there. */
export const hostKey = Symbol.for('cognito-wasm.host');

export type Connect = (post: ToPagePost) => Connection;

/** The id of the reply to 'open'; those of calls count from 1. */
export const opening = 0;
