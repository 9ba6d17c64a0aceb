// What goes between the page (remote.ts) and its worker (worker.ts).

import type { LogEntry } from './api';
import type { ErrorData } from './error';
import type { HostSettings } from './host/host';
import type { Checked } from './host/load';

export type ToWorker =
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

/** The id of the reply to 'open'; those of calls count from 1. */
export const opening = 0;
