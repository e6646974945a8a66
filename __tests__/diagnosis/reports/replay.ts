/**
 * Replays a failure from a public thread: runs the main step with the inputs, environment and
 * responses that the thread describes.
 */
import { createHttpClient } from '../../../src/http/client.ts';
import { type RequestName, TransportError } from '../../../src/http/errors.ts';
import { run } from '../../../src/sign-in.ts';
import { pkcs8, rsaPair } from '../../helpers/crypto.ts';
import { fakeRuntime, httpResponse } from '../../helpers/fake-runtime.ts';
import { VALID_RESPONSE } from '../../helpers/token-response.ts';

/** A failure that was reported in public. The summary paraphrases the thread. */
export interface PublicReport {
  /** URL of the thread. */
  readonly source: string;
  readonly summary: string;
  /** A run that reproduces the failure. Undefined if nobody in the thread found the cause. */
  readonly replay?: Replay;
}

interface Replay {
  /** Inputs that replace the valid ones. */
  readonly inputs?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly responses?: NonNullable<Parameters<typeof fakeRuntime>[0]['responses']>;
  /** True if only the real HTTP client can detect the failure. */
  readonly usesNetwork?: boolean;
  /** Matches the first cause, if the run itself reveals it. */
  readonly first?: RegExp;
  /** Matches one of the causes, if only the thread reveals which one it was. */
  readonly listed?: RegExp;
  /** Matches another text in the report. */
  readonly says?: RegExp;
}

export const KEY_PAIR = rsaPair();
export const PRIVATE_KEY = pkcs8(KEY_PAIR.privateKey);

const INPUTS = {
  'consumer-key': '3MVG9.a_consumer_key',
  'private-key': PRIVATE_KEY,
  username: 'ci@acme.com',
  'login-url': 'https://login.salesforce.com',
};

export const MY_DOMAIN = { 'login-url': 'https://acme.my.salesforce.com' };
export const SANDBOX = {
  'login-url': 'https://acme--dev.sandbox.my.salesforce.com',
  username: 'ci@acme.com.dev',
};
export const VERIFY = { verify: 'true' };
export const HOSTED = { RUNNER_ENVIRONMENT: 'github-hosted' };
export const SELF_HOSTED = { RUNNER_ENVIRONMENT: 'self-hosted' };
export const JOB = { ...HOSTED, GITHUB_JOB: 'deploy', 'INPUT_SECRET-SOURCE': 'Actions' };

export const refusal = (error: string, description: string, headers = {}) =>
  httpResponse(400, { error, error_description: description }, headers);
export const restError = (status: number, errorCode: string, message: string) =>
  httpResponse(status, [{ message, errorCode }]);
export const token = (changes = {}) => httpResponse(200, { ...VALID_RESPONSE, ...changes });
export const page = (status: number, text: string) =>
  httpResponse(status, `<html><body><h1>${text}</h1></body></html>`);
export const networkError = (
  code: string,
  host = 'login.salesforce.com',
  request: RequestName = 'token',
) => new TransportError({ code, request, host });

interface ReplayResult {
  readonly exitCode: 0 | 1;
  /** The errors, the warnings and the job summary. */
  readonly text: string;
  readonly firstCause: string;
}

/** Runs the step and returns its exit code and its report. */
export async function replay({
  inputs,
  env,
  responses = [],
  usesNetwork,
}: Replay): Promise<ReplayResult> {
  const allInputs = { ...INPUTS, ...inputs };
  const runtime = fakeRuntime({
    inputs: allInputs,
    env: { 'INPUT_LOGIN-URL': allInputs['login-url'], ...env },
    responses,
  });
  const exitCode = await run(usesNetwork ? { ...runtime, createHttpClient } : runtime);
  const annotations = ['error', 'warning', 'summary'].flatMap((name) => runtime.callsTo(name));
  const text = annotations.flat().join('\n');
  const [, firstCause = ''] = /^(?:Most likely cause|Cause): (.*)$/m.exec(text) ?? [];
  return { exitCode, text, firstCause };
}
