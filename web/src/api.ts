// The public types: declarations alone, so that this file and the one it exports, as they stand, are the package's.
//
// Names of flows, challenges, parameters and exceptions are Cognito's own. A Date is a Date; durations are milliseconds
// unless Cognito's own name says otherwise (ExpiresIn: seconds).

import type { OperationMethods } from './operations.gen.js';

export * from './operations.gen.js';

/**
 * The flows of InitiateAuth and AdminInitiateAuth. The ADMIN flows need IAM credentials, which a page cannot keep: see
 * ClientOptions.admin. https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminInitiateAuth.html
 */
export type AuthFlow =
  | 'USER_SRP_AUTH' | 'USER_PASSWORD_AUTH' | 'CUSTOM_AUTH' | 'USER_AUTH' | 'REFRESH_TOKEN_AUTH' | 'REFRESH_TOKEN'
  | 'ADMIN_USER_PASSWORD_AUTH' | 'ADMIN_NO_SRP_AUTH';

/**
 * Cognito's challenges. PASSWORD_VERIFIER, DEVICE_SRP_AUTH and DEVICE_PASSWORD_VERIFIER are answered inside; one that is
 * not here rejects with UnsupportedChallenge, the raw challenge on the error.
 */
export type ChallengeName =
  | 'SELECT_CHALLENGE' | 'PASSWORD' | 'PASSWORD_SRP' | 'EMAIL_OTP' | 'SMS_OTP' | 'WEB_AUTHN'
  | 'SMS_MFA' | 'SOFTWARE_TOKEN_MFA' | 'SELECT_MFA_TYPE' | 'MFA_SETUP'
  | 'NEW_PASSWORD_REQUIRED' | 'CUSTOM_CHALLENGE'
  | 'PASSWORD_VERIFIER' | 'DEVICE_SRP_AUTH' | 'DEVICE_PASSWORD_VERIFIER';

/** What the module may be loaded from: an address, a fetched Response, its bytes, or the compiled module. */
export type WasmSource = string | URL | Response | BufferSource | WebAssembly.Module;

/** How a client finds its user pool, and how it runs. */
export interface ClientOptions {
  /** Such as "eu-west-1_AbC123xyz". */
  userPoolId: string;
  /** The app client's id, 1 to 128 characters. */
  clientId: string;
  /** For confidential test clients. A page cannot keep a secret: whoever loads it can read it. */
  clientSecret?: string;
  /** Default: what stands before the underscore in userPoolId. */
  region?: string;
  /** Instead of the region's endpoint: an emulator, a proxy, a host of your own. http or https. */
  endpoint?: string | URL;
  /** The region's FIPS endpoint. Default: false. */
  useFipsEndpoint?: boolean;
  /** The region's dual-stack endpoint. Default: false. */
  useDualstackEndpoint?: boolean;
  /** Default: cognito-auth.wasm beside the script. From one address a page compiles it once, for all its clients. */
  wasm?: WasmSource;
  /**
   * Where the module runs. Default: cognito-wasm.worker.js next to the script, wherever there are workers. `false` runs it on the
   * calling thread, which it blocks while it computes. Only a worker uses its idle time for the first half of the next sign-in: an SRP
   * key pair, used once, whose secret is in memory until then.
   */
  worker?: boolean | string | URL | (() => Worker);
  /**
   * Hashes, as in the attribute integrity ("sha256-…"), of the files at the addresses in `wasm` and `worker`. Any other file is
   * refused with IntegrityError. Default: the script checks the module next to it against a hash in the script, and the classic
   * script the worker, too. `false` checks nothing. A hash that nobody can check is refused: `wasm` with a compiled module, `worker` with a function.
   */
  integrity?: Integrity | false;
  /**
   * Where the session and the remembered devices are kept. 'memory' (default): until the page goes. 'session' and 'local': in the
   * page's storage. 'cookie': in cookies of the page's host, with the prefix __Host- on https. Or your own storage. Every script of
   * the page's origin can read all but 'memory'. 'cookie' keeps only the refresh token. The others keep all three tokens, so that a
   * new page has valid ones without a request. Safari deletes what scripts have stored after 7 days without a visit.
   */
  storage?: 'memory' | 'session' | 'local' | 'cookie' | TokenStorage;
  /**
   * Where tokens are. 'page' (default) hands them out. With 'worker' they never leave the worker: use client.fetch. No method gives a token
   * then, not even initiateAuth, and `call` takes only operations that are methods. A reload signs out, because only memory keeps what
   * the page cannot read. SECURITY.md says what a hostile script of the page can still do. InvalidArgument with worker: false, without
   * workers, and with `send`, `adopt`, or a storage other than 'memory'.
   */
  tokens?: 'page' | 'worker';
  /** Whether to confirm devices that Cognito tracks and to sign in with them again. Default: true. */
  deviceTracking?: boolean;
  /** Attempts of one call in all, 1 to 10. Default: 3, as in the AWS SDKs. */
  maxAttempts?: number;
  /**
   * Milliseconds for one call to Cognito, with all its attempts, and for loading while no byte arrives. Default: 30,000. Then the call
   * ends in TimeoutError. The browser's prompts have Cognito's own timeout.
   */
  timeout?: number;
  /**
   * When the module is fetched and started. 'auto' (default): now if nobody is signed in, else with the first call that
   * needs it. 'now', 'on-demand'. Outside of pages, 'auto' is 'on-demand'.
   */
  load?: 'auto' | 'now' | 'on-demand';
  /**
   * Origins to which client.fetch may send a token, such as "https://api.example.com". Default: the page's own, and none outside of pages.
   */
  fetchOrigins?: string[];
  /**
   * Takes over the session and the device that another client left in localStorage, the default of both. It does so when this client is
   * made, if nobody is signed in here. The other's entries stay, so that pages with that client go on, until somebody signs out or in
   * here, or Cognito ends the session. A device's entries stay for good, as they do there. With refresh token rotation, the first refresh
   * here leaves the other client with a used token. Then move all pages at once, to a `storage` that outlives the page: otherwise each page
   * takes over the used token again.
   */
  adopt?: 'amplify' | 'amazon-cognito-identity-js';
  /** Default of CallOptions.clientMetadata. */
  clientMetadata?: Record<string, string>;
  /** Default of CallOptions.analyticsMetadata. */
  analyticsMetadata?: { AnalyticsEndpointId?: string };
  /** Called before each call that has a user name, for the pool's threat protection. Default: AWS's own script, if loaded. */
  userContextData?: (username: string) => { IpAddress?: string; EncodedData?: string } | undefined;
  /**
   * Further headers of a request, asked for before each attempt: AWS WAF's token, a proxy's key. The endpoint has to allow
   * them in its CORS answer. Values never appear in the log.
   */
  headers?: (operation: string) => Record<string, string> | Promise<Record<string, string>>;
  /**
   * Refuses, with InvalidArgument and before anything is sent, what would send the password that signs in: USER_PASSWORD_AUTH,
   * ADMIN_USER_PASSWORD_AUTH, ADMIN_NO_SRP_AUTH, and PASSWORD as a preferred challenge, a choice or an answer. A new password
   * has to be sent and is (NEW_PASSWORD_REQUIRED). Default: false.
   */
  srpOnly?: boolean;
  /**
   * Another client that reaches Cognito, such as the AWS SDK's, which signs: for Node and for tests. What is said in a sign-in is
   * still decided here. Called once for each call of Cognito's, with the members that the AWS SDKs have too, until `timeout` or
   * the signal; it should end by `options.signal`. It gives Cognito's answer: a Date becomes seconds and a Uint8Array base64, as
   * in Cognito's JSON. Errors are understood by the name and $metadata (httpStatusCode, requestId) that those of the AWS SDK for
   * JavaScript have. Attempts, endpoint and headers are its own affair: InvalidArgument together with maxAttempts, endpoint,
   * region, useFipsEndpoint, useDualstackEndpoint or headers.
   */
  send?: (operation: string, input: Record<string, unknown>, options: { signal: AbortSignal }) => Promise<Record<string, unknown>>;
  /**
   * With `send`, whose credentials have to allow it: AdminInitiateAuth and AdminRespondToAuthChallenge take the place of
   * InitiateAuth and RespondToAuthChallenge, and the ADMIN flows exist. UserPoolId is filled in; ContextData is
   * `contextData`, with the IpAddress and EncodedData of userContextData in it where there are any. InvalidArgument without `send`.
   */
  admin?: boolean | { contextData?: ContextData };
  /** Hears of every request, after its answer. Only what is no secret and names nobody is shown. */
  log?: (entry: LogEntry) => void;
}

/**
 * What a server knows of its user's request, for threat protection; `headerName` is written as the API has it.
 * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ContextDataType.html
 */
export interface ContextData {
  IpAddress: string;
  ServerName: string;
  ServerPath: string;
  HttpHeaders: { headerName?: string; headerValue?: string }[];
  EncodedData?: string;
}

/** What the next client will be given. The function is taken for the same one where it is the same object. */
export interface PreloadOptions {
  /** Default: cognito-auth.wasm beside the script. */
  wasm?: string | URL;
  /** As in ClientOptions. */
  worker?: ClientOptions['worker'];
  /** As in ClientOptions. */
  integrity?: Integrity | false;
}

/** One hash of SRI each, or several with spaces between them: https://www.w3.org/TR/SRI/#the-integrity-attribute */
export interface Integrity {
  wasm?: string;
  worker?: string;
}

/** What may accompany any call. */
export interface CallOptions {
  /** Ends the call: the promise rejects with AbortError, and the request is cancelled. */
  signal?: AbortSignal;
  /** Reaches the pool's Lambda triggers. Neither stored nor encrypted by Cognito. */
  clientMetadata?: Record<string, string>;
  /** The Amazon Pinpoint endpoint. */
  analyticsMetadata?: { AnalyticsEndpointId?: string };
  /** For threat protection; instead of ClientOptions.userContextData. */
  userContextData?: { IpAddress?: string; EncodedData?: string };
}

/** Opens a sign-in, or refreshes its tokens. Passwords are 1 to 256 characters, as text or as UTF-8 bytes. */
export type InitiateRequest =
  | { flow?: 'USER_SRP_AUTH'; username: string; password: string | Uint8Array }
  | { flow: 'USER_PASSWORD_AUTH'; username: string; password: string | Uint8Array }
  /** With ClientOptions.admin. */
  | { flow: 'ADMIN_USER_PASSWORD_AUTH' | 'ADMIN_NO_SRP_AUTH'; username: string; password: string | Uint8Array }
  /** With a password: SRP first, then the pool's own challenges. */
  | { flow: 'CUSTOM_AUTH'; username: string; password?: string | Uint8Array }
  /** Without a preferred challenge, a password prefers PASSWORD_SRP. `session` is that of ConfirmSignUp. */
  | {
      flow: 'USER_AUTH'; username: string; preferredChallenge?: 'PASSWORD' | 'PASSWORD_SRP' | 'EMAIL_OTP' | 'SMS_OTP' | 'WEB_AUTHN';
      password?: string | Uint8Array; session?: string;
    }
  /**
   * `refreshToken` defaults to this client's last; `username`, for app clients with a secret, and `deviceKey`, for pools
   * that track devices, default likewise.
   */
  | { flow: 'REFRESH_TOKEN_AUTH' | 'REFRESH_TOKEN'; refreshToken?: string; username?: string; deviceKey?: string };

/** Tokens as Cognito sent them. They are not verified here; a resource server does that. */
export interface Tokens {
  /** JWT. */
  accessToken: string;
  /** JWT; a refresh may come without. */
  idToken?: string;
  /** Opaque. After a refresh that brought none, the one that was sent. */
  refreshToken?: string;
  /** The device that Cognito issued the tokens to, if the pool tracks devices. It refuses a refresh that does not name it. */
  deviceKey?: string;
  /** "Bearer". */
  tokenType: string;
  /** End of the access token, by the local clock. */
  expiresAt: Date;
}

/** Where a sign-in stands. */
export type Step = DoneStep | ChallengeStep;

/** The user is signed in. */
export interface DoneStep {
  done: true;
  /** The real user name, not the alias that was typed. */
  username: string;
  tokens: Tokens;
  /** A device that Cognito began to track in this sign-in. */
  newDevice?: {
    key: string;
    /** The pool remembers devices only where the user agreed: ask, and call UpdateDeviceStatus. */
    userConfirmationNecessary: boolean;
    /** Why the device could not be confirmed or stored. */
    error?: CognitoAuthError;
  };
  /** Why the refresh token could not be stored. */
  storageError?: CognitoAuthError;
}

/**
 * Cognito wants something of the user. The step does not change by being answered: after a wrong code, answer it again.
 * A test of `step.challenge` narrows it, and with it what `respond` takes.
 */
export type ChallengeStep = { [C in ChallengeName]: ChallengeStepOf<C> }[ChallengeName];

/** A step with one challenge. */
export interface ChallengeStepOf<C extends ChallengeName> {
  done: false;
  challenge: C;
  /** The name Cognito wants back: the real one, once Cognito has told it, and not the alias that was typed. */
  username: string;
  /** Cognito's ChallengeParameters. */
  parameters: Readonly<Record<string, string>>;
  /** Cognito's Session, if there is one. */
  session?: string;
  /** Where a code was sent, masked by Cognito. */
  delivery?: { medium: 'SMS' | 'EMAIL'; destination: string };
  /** SELECT_CHALLENGE, SELECT_MFA_TYPE, MFA_SETUP: Cognito's names of what can be chosen. */
  choices?: readonly string[];
  /** NEW_PASSWORD_REQUIRED: names without "userAttributes.". */
  requiredAttributes?: readonly string[];
  /** NEW_PASSWORD_REQUIRED: what the user has already. */
  userAttributes?: Readonly<Record<string, string>>;
  /** Plain data for `client.resume`, across a reload. It holds the session and no password. */
  toJSON(): unknown;
}

/** What each challenge is answered with. A member too many is ignored; one that does not fit the challenge is refused. */
export interface Answers {
  /** Codes may be as they were typed: white space, hyphens and invisible marks are taken out, digits of any script are read. */
  SMS_MFA: { code: string };
  SMS_OTP: { code: string };
  EMAIL_OTP: { code: string };
  SOFTWARE_TOKEN_MFA: { code: string };
  /** One of step.choices; the password with PASSWORD and PASSWORD_SRP. */
  SELECT_CHALLENGE: { choice: string; password?: string | Uint8Array };
  /** One of step.choices. */
  SELECT_MFA_TYPE: { choice: string };
  PASSWORD: { password: string | Uint8Array };
  PASSWORD_SRP: { password: string | Uint8Array };
  /** What it asks is in step.parameters. */
  CUSTOM_CHALLENGE: { answer: string };
  /**
   * A credential the page got itself; without one the module asks the browser. With mediation 'conditional' the browser
   * offers passkeys in the autofill of an input with autocomplete="username webauthn".
   */
  WEB_AUTHN: { credential?: PublicKeyCredential | object; mediation?: 'conditional' | 'optional' | 'required' | 'silent' };
  /** An authenticator app that has the secret of totpSecret(step), or an email address. */
  MFA_SETUP: { setup: 'SOFTWARE_TOKEN_MFA'; code: string; deviceName?: string } | { setup: 'EMAIL_OTP'; email: string };
  /** Attributes are named without "userAttributes."; what the user has already is not sent again. */
  NEW_PASSWORD_REQUIRED: { newPassword: string | Uint8Array; attributes?: Record<string, string> };
  /** Answered by the module itself. */
  PASSWORD_VERIFIER: never;
  /** Answered by the module itself. */
  DEVICE_SRP_AUTH: never;
  /** Answered by the module itself. */
  DEVICE_PASSWORD_VERIFIER: never;
}

/** What a user answers. */
export type Answer = Answers[ChallengeName];

/**
 * One user pool and app client. Any number of clients can live side by side. Beside the methods here it has one for each operation of
 * Cognito's that needs no AWS signature, by its name and in its shapes.
 */
export interface AuthClient extends OperationMethods {
  /** Resolves when the module runs; rejects as the first call would. */
  ready(options?: { signal?: AbortSignal }): Promise<void>;

  /** Opens a sign-in and follows it to the first step that needs the user, or to the tokens. */
  initiate(request: InitiateRequest, options?: CallOptions): Promise<Step>;
  /** Answers a challenge and follows the sign-in on. */
  respond<S extends ChallengeStep>(step: S, answer: Answers[S['challenge']], options?: CallOptions): Promise<Step>;
  /** Rebuilds a step from what its toJSON() gave, or from the JSON text of it. Throws InvalidArgument. */
  resume(saved: unknown): ChallengeStep;

  /**
   * The session of the signed-in user, with valid tokens: refreshed if necessary, once for all tabs that ask. Null: nobody is signed in.
   * `refresh: false` gives the session as it is, although its tokens may have expired; 'force' refreshes although they have not. Rejects if
   * Cognito did not answer, or said nothing about the session, which then goes on; and with SignedOut if somebody else signed in meanwhile.
   */
  session(options?: CallOptions & { refresh?: boolean | 'force' }): Promise<Session | null>;
  /**
   * What is known of the session without waiting: undefined until the storage has been read. The same object until it changes, so that with
   * `subscribe` it is a store for UI libraries. Its tokens may have expired.
   */
  snapshot(): Session | null | undefined;
  /**
   * Calls the listener at every change, in every tab, once it is stored. Returns a function that stops it. The listener is never awaited and
   * may call the client. What it throws is reported as an uncaught error.
   */
  subscribe(listener: (change: SessionChange) => void): () => void;
  /**
   * Signs out here and in all tabs at once, whatever happens next. Then it revokes the refresh token at Cognito (RevokeToken), or with
   * `everywhere` the user's sessions on all devices (GlobalSignOut). Whoever checks only the signature accepts an access token until it
   * expires. Does not reject if Cognito cannot be reached: `revoked` and `error` tell.
   */
  signOut(options?: CallOptions & { everywhere?: boolean }): Promise<SignedOut>;
  /**
   * fetch with the access token, or the ID token, as Authorization: Bearer, only to the page's origin and `fetchOrigins`. After a 401 it
   * refreshes the tokens and tries once more, unless the body was a stream. A redirect fails, because it could take the token
   * elsewhere. Rejects with SignedOut if nobody is signed in, with InvalidArgument for other origins, and otherwise as fetch does.
   */
  fetch(input: string | URL | Request, init?: RequestInit & { token?: 'access' | 'id' }): Promise<Response>;

  /**
   * Begins the set-up of an authenticator app. With a step MFA_SETUP, respond(step, {setup: 'SOFTWARE_TOKEN_MFA', code}) goes on. Without
   * a step, it is for the user who signed in with this client, and verifySoftwareToken({UserCode}) ends it.
   */
  totpSecret(step?: ChallengeStep, options?: CallOptions): Promise<TotpSecret>;

  /** Makes a passkey for the user who signed in with this client: StartWebAuthnRegistration, the browser, CompleteWebAuthnRegistration. */
  registerPasskey(options?: CallOptions): Promise<void>;

  /**
   * Sends any operation with any input, as it is: nothing is filled in or looked at, an answer's timestamps are seconds. With
   * `repeatable`, a call whose answer was lost is repeated: say so of what spends nothing. Default: what is known of the
   * operation, and false for one that is not known. With tokens: 'worker' only what is a method too.
   */
  call(operation: string, input: Record<string, unknown>, options?: { signal?: AbortSignal; repeatable?: boolean }): Promise<Record<string, unknown>>;

  /** Ends the worker; pending calls reject with code "Closed". What was computed ahead is thrown away. */
  close(): void;
}

/** A step of a client with tokens: 'worker'. */
export type IsolatedStep = Omit<DoneStep, 'tokens'> | ChallengeStep;

/** A session of a client with tokens: 'worker'. */
export type IsolatedSession = Omit<Session, 'tokens'>;

/** A method that is named like an operation, whose answer has no tokens. */
export type IsolatedMethod<Method extends (...given: never[]) => Promise<{ AuthenticationResult?: object }>> = (...given: Parameters<Method>) => Promise<
  Omit<Awaited<ReturnType<Method>>, 'AuthenticationResult'> & {
    AuthenticationResult?: Omit<NonNullable<Awaited<ReturnType<Method>>['AuthenticationResult']>, 'AccessToken' | 'IdToken' | 'RefreshToken'>;
  }
>;

/** A client with tokens: 'worker', which shows none. */
export interface IsolatedAuthClient extends Omit<
  AuthClient, 'initiate' | 'respond' | 'session' | 'snapshot' | 'subscribe' | 'initiateAuth' | 'respondToAuthChallenge' | 'getTokensFromRefreshToken'
> {
  /** As in AuthClient. */
  initiate(request: InitiateRequest, options?: CallOptions): Promise<IsolatedStep>;
  /** As in AuthClient. */
  respond<S extends ChallengeStep>(step: S, answer: Answers[S['challenge']], options?: CallOptions): Promise<IsolatedStep>;
  /** As in AuthClient. */
  session(options?: CallOptions & { refresh?: boolean | 'force' }): Promise<IsolatedSession | null>;
  /** As in AuthClient. */
  snapshot(): IsolatedSession | null | undefined;
  /** As in AuthClient. */
  subscribe(listener: (change: SessionChange<IsolatedSession>) => void): () => void;
  /** As in AuthClient. */
  readonly initiateAuth: IsolatedMethod<AuthClient['initiateAuth']>;
  /** As in AuthClient. */
  readonly respondToAuthChallenge: IsolatedMethod<AuthClient['respondToAuthChallenge']>;
  /** As in AuthClient. */
  readonly getTokensFromRefreshToken: IsolatedMethod<AuthClient['getTokensFromRefreshToken']>;
}

/** A session: somebody is signed in. */
export interface Session {
  /** Random, of this sign-in: the same over refreshes and tabs, another one after signing in again. */
  readonly id: string;
  /** The real user name. */
  readonly username: string;
  /** Of the ID token, or without one of the access token: decoded and not verified. Empty once that token has ended. */
  readonly claims: Readonly<Record<string, unknown>>;
  readonly tokens: Readonly<Tokens>;
  /** When it has to be refreshed: the earlier end of the access and the ID token, by the local clock. */
  readonly expiresAt: Date;
}

/** What has happened to the session. `session` is what there is now. */
export type SessionChange<S = Session> = { session: S | null } & (
  /** `storageError`: why it could not be stored; it is in memory. */
  | { type: 'signedIn' | 'tokensRefreshed'; storageError?: CognitoAuthError }
  /** The session goes on: there was no answer, or one that says nothing of it. Once for each outage. */
  | { type: 'refreshFailed'; error: CognitoAuthError }
  /** Somebody signed out, here or in another tab; somebody else signed in; or the storage was cleared. */
  | { type: 'signedOut'; reason: 'asked' | 'replaced' | 'cleared' }
  /** Cognito says so: NotAuthorizedException, RefreshTokenReuseException, UserNotFoundException, PasswordResetRequiredException or UserNotConfirmedException. */
  | { type: 'sessionExpired'; error: CognitoAuthError }
);

/** What became of a sign-out at Cognito. On this device it is always done. */
export interface SignedOut {
  /**
   * Whether the refresh token, or with `everywhere` all of the user's, are good no more. A session that Cognito had ended already counts as
   * such, although with `everywhere` nobody can know of the others then.
   */
  revoked: boolean;
  /** Why not. */
  error?: CognitoAuthError;
}

/** The shared secret of an authenticator app. */
export interface TotpSecret {
  /** Base32 (RFC 4648), to be typed. */
  secret: string;
  /** An otpauth URI, for a QR code. The account defaults to the user name. */
  uri(issuer: string, account?: string): string;
}

/** A storage of the page's. Keys begin with "cognito-wasm."; values are JSON and hold secrets. */
export interface TokenStorage {
  get(key: string): string | null | Promise<string | null>;
  set(key: string, value: string): void | Promise<void>;
  remove(key: string): void | Promise<void>;
}

/** What InitiateAuth answers, and RespondToAuthChallenge without AvailableChallenges. ExpiresIn is in seconds. */
export interface AuthOutput {
  ChallengeName?: ChallengeName;
  Session?: string;
  ChallengeParameters?: Record<string, string>;
  AvailableChallenges?: ChallengeName[];
  AuthenticationResult?: {
    AccessToken?: string; ExpiresIn?: number; TokenType?: string; RefreshToken?: string; IdToken?: string;
    NewDeviceMetadata?: { DeviceKey?: string; DeviceGroupKey?: string };
  };
}

/** Codes of errors that are not Cognito's exceptions. */
export type LocalErrorCode =
  /** A value cannot be right; nothing was sent. */
  | 'InvalidArgument'
  /** Cognito asks for something this client cannot do. */
  | 'UnsupportedChallenge'
  /** No readable answer. */
  | 'NetworkError'
  /** The signal ended the call. */
  | 'AbortError'
  /** What was waited for did not answer in time: see ClientOptions.timeout. */
  | 'TimeoutError'
  /** The answer is not Cognito's, or lacks what the challenge needs. */
  | 'MalformedResponse'
  /** The module or its worker could not be loaded. */
  | 'LoadError'
  /** The module or its worker is not the file that it should be; it was not run. */
  | 'IntegrityError'
  /** The program ended; the next call starts it again. */
  | 'RuntimeExited'
  /** Nobody is signed in, or not the user who was when the call began. */
  | 'SignedOut'
  /** The storage of the page failed. */
  | 'StorageError'
  /** The browser gave no passkey. */
  | 'PasskeyError'
  /** The client was closed. */
  | 'Closed'
  /** A defect of this module. */
  | 'InternalError';

/** One request and what came of it. */
export interface LogEntry {
  /** When it was sent. */
  time: Date;
  /** Such as "InitiateAuth". */
  operation: string;
  /** Counted from 1. */
  attempt: number;
  durationMs: number;
  /** The HTTP status, where there was an answer. */
  status?: number;
  /** The exception's name, or a LocalErrorCode. */
  code?: string;
  /** The message sent, redacted. */
  request: unknown;
  /** The message received, redacted. */
  response?: unknown;
}

/** What is known of an error beside its code and message. */
export interface ErrorDetails {
  operation?: string;
  status?: number;
  requestId?: string;
  /** Default: false. */
  retryable?: boolean;
  challenge?: AuthOutput;
  cause?: unknown;
}

/**
 * The one class of errors that promises are rejected with. `name === code`: Cognito's exception name
 * ("NotAuthorizedException") or one of LocalErrorCode. The message never holds a secret.
 */
export declare class CognitoAuthError extends Error {
  constructor(code: string, message: string, details?: ErrorDetails);
  readonly code: string;
  /** The API operation that failed, such as "RespondToAuthChallenge". */
  readonly operation?: string;
  /** The HTTP status, where there was an answer. */
  readonly status?: number;
  /** Cognito's x-amzn-requestid, for support cases. */
  readonly requestId?: string;
  /** Whether the same call may succeed later. */
  readonly retryable: boolean;
  /** The raw challenge behind UnsupportedChallenge. Not enumerable, so that a log of the error does not hold the session. */
  readonly challenge?: AuthOutput;
}

/**
 * Makes a client for one user pool, at once. Throws InvalidArgument for options that cannot be right, names that are not known
 * included. The module is loaded later (`load`), in its own worker by default; LoadError and IntegrityError come from
 * `ready` and from the calls that need it, and the next one tries again.
 */
export declare function createClient(options: ClientOptions & { tokens: 'worker' }): IsolatedAuthClient;
export declare function createClient(options: ClientOptions): AuthClient;

/** Begins to fetch and compile the module for the next client; the promise tells when that is done. */
export declare function preload(options?: PreloadOptions): Promise<void>;
