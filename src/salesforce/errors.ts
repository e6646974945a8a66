import { type FailureFields, StepError } from '../errors.ts';

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
  /** It says `login rate exceeded`, wherever and however. */
  readonly rateExceeded?: true;
  /** Host that a redirect points at. */
  readonly location?: string;
  /** Server time in milliseconds, from the `Date` header. */
  readonly serverTime?: number;
  /** `Retry-After` in milliseconds from when the answer came. */
  readonly retryAfter?: number;
}

/** Which request an error belongs to: the exchange, the check that `verify` asks for, or the revocation. */
export type RequestName = 'token' | 'userinfo' | 'revoke';

interface Answered {
  readonly request: RequestName;
  readonly answer: Answer;
}

/** An answer came, but not the one that was asked for. */
export abstract class AnsweredError<Code extends string = string> extends StepError<Code> {
  readonly request: RequestName;
  readonly answer: Answer;

  constructor({ request, answer, ...common }: FailureFields<Code> & Answered) {
    super(common);
    this.request = request;
    this.answer = answer;
  }
}

/** Salesforce, or something on the way, answered with anything but a success. */
export class SalesforceError extends AnsweredError {
  constructor(fields: Answered & { readonly transient?: boolean }) {
    super({ ...fields, code: fields.answer.error ?? String(fields.answer.status) });
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
export class AnswerError extends AnsweredError<AnswerProblem> {}

/** No answer came, or not a whole one. `code` is Node's (`ENOTFOUND`, `CERT_HAS_EXPIRED`, …) or one of ours. */
export class TransportError extends StepError {
  readonly request: RequestName;
  readonly host: string;

  constructor(
    fields: FailureFields<string> & { readonly request: RequestName; readonly host: string },
  ) {
    super(fields);
    this.request = fields.request;
    this.host = fields.host;
  }
}

export type GuardProblem = 'wrong-org' | 'wrong-user' | 'unknown-org' | 'out-of-time';

/** Salesforce gave a token, or time to wait for one; a limit that the workflow set was not kept. */
export class GuardError extends StepError<GuardProblem> {}

/** What a request ends with where it does not end well. */
export type RequestError = SalesforceError | AnswerError | TransportError;

export function isRequestError(error: unknown): error is RequestError {
  return error instanceof AnsweredError || error instanceof TransportError;
}

/**
 * A few words for a line of the log: why a request failed. Of an error that is none of ours only the
 * code is said: its message may quote anything.
 */
export function reasonOf(error: unknown): string {
  if (!isRequestError(error)) {
    const { code, name } = error as NodeJS.ErrnoException;
    return code ?? name;
  }
  if (error instanceof TransportError) return `${error.code} (${error.host})`;
  const { status, error: code } = error.answer;
  if (error instanceof AnswerError) return `HTTP ${status}, ${error.code}`;
  return code === undefined ? `HTTP ${status}` : `HTTP ${status} ${code}`;
}
