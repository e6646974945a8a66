/**
 * What can go wrong, as data. No text for people is made here: src/diagnosis/ turns one of these
 * errors, and what is known of the run, into words. Nothing stored in an error may hold a secret.
 */

import type { InputName } from './inputs/inputs.ts';

/** Facts that the diagnosis may show: names, numbers, hosts. Never a part of a secret. */
export type Details = Readonly<Record<string, string | number>>;

export abstract class StepError extends Error {
  abstract readonly kind: 'input' | 'salesforce' | 'transport' | 'answer' | 'guard';
  /** Which mistake it is, within its kind. */
  readonly code: string;
  /** Whether the same request, made again a moment later, may succeed. */
  readonly transient: boolean;

  constructor(code: string, transient: boolean) {
    super(code);
    this.name = new.target.name;
    this.code = code;
    this.transient = transient;
  }
}

/** Every way in which a value below `with:` can be wrong. */
export type InputProblem =
  | 'missing'
  | 'masked'
  | 'unexpanded-variable'
  | 'not-a-boolean'
  | 'not-a-whole-number'
  | 'out-of-range'
  | 'not-one-of'
  | 'consumer-key-form'
  | 'username-form'
  | 'org-id-form'
  | 'org-id-checksum'
  | 'login-url-form'
  | 'login-url-http'
  | 'login-url-extra'
  | 'login-url-path'
  | 'login-url-lightning'
  | 'audience-underivable'
  | 'audience-form'
  | 'key-is-certificate'
  | 'key-is-certificate-request'
  | 'key-is-public-key'
  | 'key-is-ec'
  | 'key-is-rsa-pss'
  | 'key-is-other-algorithm'
  | 'key-is-too-short'
  | 'key-is-openssh'
  | 'key-is-putty'
  | 'key-is-pkcs12'
  | 'key-is-java-keystore'
  | 'key-is-path'
  | 'key-is-consumer-secret'
  | 'key-is-auth-url'
  | 'key-needs-passphrase'
  | 'key-wrong-passphrase'
  | 'key-old-cipher'
  | 'key-damaged'
  | 'key-unrecognised'
  | 'certificate-is-key'
  | 'certificate-unreadable'
  | 'certificate-mismatch';

/** A value below `with:` is missing or cannot work. Nothing was sent. */
export class InputError extends StepError {
  override readonly kind = 'input';
  declare readonly code: InputProblem;
  readonly input: InputName;
  readonly details: Details;

  constructor(code: InputProblem, input: InputName, details: Details = {}) {
    super(code, false);
    this.input = input;
    this.details = details;
  }
}

/** What came back over HTTP, read as far as it could be read and safe to show. */
export interface Answer {
  /** HTTP status. */
  readonly status: number;
  readonly form: 'oauth' | 'rest' | 'json' | 'html' | 'text' | 'empty';
  /** `error` of OAuth, or `errorCode` of a REST array. */
  readonly error?: string;
  /** `error_description` of OAuth, or `message` of a REST array. */
  readonly description?: string;
  /** The beginning of a body that is neither: the title of a page, the first words of a text. */
  readonly excerpt?: string;
  /** Host that a redirect points at. */
  readonly location?: string;
  /** Server time in milliseconds, from the `Date` header. */
  readonly serverTime?: number;
  /** `Retry-After` in milliseconds from when the answer came. */
  readonly retryAfter?: number;
}

/** Which request an error belongs to: the exchange, the check that `verify` asks for, or the revocation. */
export type RequestName = 'token' | 'userinfo' | 'revoke';

/** Salesforce, or something on the way, answered with anything but a success. */
export class SalesforceError extends StepError {
  override readonly kind = 'salesforce';
  readonly request: RequestName;
  readonly answer: Answer;

  constructor(request: RequestName, answer: Answer, transient: boolean) {
    super(answer.error ?? String(answer.status), transient);
    this.request = request;
    this.answer = answer;
  }
}

/** No answer came, or not a whole one. `code` is Node's (`ENOTFOUND`, `CERT_HAS_EXPIRED`, …) or one of ours. */
export class TransportError extends StepError {
  override readonly kind = 'transport';
  readonly request: RequestName;
  readonly host: string;
  readonly details: Details;

  constructor(
    code: string,
    request: RequestName,
    host: string,
    transient: boolean,
    details: Details = {},
  ) {
    super(code, transient);
    this.request = request;
    this.host = host;
    this.details = details;
  }
}

export type AnswerProblem =
  | 'not-json'
  | 'not-an-object'
  | 'no-access-token'
  | 'access-token-form'
  | 'no-instance-url'
  | 'instance-url-form'
  | 'instance-url-http'
  | 'instance-url-foreign'
  | 'no-identity';

/** The status says success, but the body is not what it should be. */
export class AnswerError extends StepError {
  override readonly kind = 'answer';
  declare readonly code: AnswerProblem;
  readonly request: RequestName;
  readonly answer: Answer;
  readonly details: Details;

  constructor(
    code: AnswerProblem,
    request: RequestName,
    answer: Answer,
    transient: boolean,
    details: Details = {},
  ) {
    super(code, transient);
    this.request = request;
    this.answer = answer;
    this.details = details;
  }
}

export type GuardProblem = 'wrong-org' | 'wrong-user' | 'out-of-time' | 'no-runner';

/** A limit that the workflow set was not kept, or there is no runner to keep one for. */
export class GuardError extends StepError {
  override readonly kind = 'guard';
  declare readonly code: GuardProblem;
  readonly details: Details;

  constructor(code: GuardProblem, details: Details) {
    super(code, false);
    this.details = details;
  }
}
