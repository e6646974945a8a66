// Makes the embedded org reject a sign-in, and runs the setup command to find the cause.
import assert from 'node:assert/strict';
import { createHash, createPublicKey } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import type { TestContext } from 'node:test';
import type { DiagnosisResult } from '../../../setup/diagnose/diagnose.ts';
import { listFiles } from '../../../setup/metadata-project.ts';
import { GRANT_TYPE, makeAssertion, sendRequest } from '../../../simulator/client.ts';
import { type AppKey, makeAppKey } from '../../../simulator/org/keys.ts';
import type { Org } from '../../../simulator/org/org.ts';
import { refuseSignIns } from '../../../simulator/org/refusals/index.ts';
import { makeId } from '../../../simulator/org/salesforce-id.ts';
import type { LoginRow } from '../../../simulator/org/setup-records.ts';
import { fakeSf } from '../fake-sf.ts';
import { createHarness, type SetupHarness, type SetupOutput, TENANT_BY_ALIAS } from '../harness.ts';

export interface SignInAttempt {
  readonly loginUrl: string;
  readonly username: string;
  readonly audience: string;
}

export const PRODUCTION: SignInAttempt = {
  loginUrl: 'https://acme.my.salesforce.com',
  username: 'ci@acme.com',
  audience: 'https://login.salesforce.com',
};

export const KEY: AppKey = makeAppKey();

export const fingerprintOf = ({ certificatePem }: AppKey): string =>
  createHash('sha256')
    .update(createPublicKey(certificatePem).export({ type: 'spki', format: 'der' }))
    .digest('hex');

export interface DiagnosisStory {
  readonly harness: SetupHarness;
  readonly consumerKey: string;
  /** Signs in as the workflow does and returns the response. */
  signIn(attempt?: SignInAttempt): Promise<{ readonly status: number; readonly body: string }>;
  /** Returns the options that the job summary prints for the last sign-in. */
  options(changes?: Readonly<Record<string, string | undefined>>): string[];
  diagnose(...args: readonly string[]): Promise<DiagnosisOutput>;
}

export type DiagnosisOutput = DiagnosisResult['diagnosis'] & { readonly output: SetupOutput };

export async function createStory(t: TestContext, refusal?: string): Promise<DiagnosisStory> {
  const harness = await createHarness(t);
  const { org } = harness;
  org.uploadCertificate(KEY.certificatePem);
  const { consumerKey } = org.app;
  if (refusal !== undefined) refuseSignIns(org, refusal);
  let last = { attempt: PRODUCTION, time: Date.now() };
  const options: DiagnosisStory['options'] = (changes = {}) =>
    Object.entries({
      'login-url': last.attempt.loginUrl,
      user: last.attempt.username,
      'consumer-key': `${consumerKey.slice(0, 5)}…${consumerKey.slice(-4)}`,
      at: new Date(last.time).toISOString(),
      fingerprint: fingerprintOf(KEY),
      ...changes,
    }).flatMap(([name, value]) => (value === undefined ? [] : [`--${name}`, value]));
  return {
    harness,
    consumerKey,
    options,
    async signIn(attempt = PRODUCTION) {
      last = { attempt, time: Date.now() };
      return postAssertion(org, consumerKey, attempt);
    },
    async diagnose(...args) {
      const given = args.length > 0 ? args : options();
      const output = await harness.run('--diagnose', ...given, '--json');
      const { diagnosis, problem } = JSON.parse(output.stdout);
      assert.ok(diagnosis !== undefined, problem);
      return { ...diagnosis, output };
    },
  };
}

export function postAssertion(
  org: Org,
  consumerKey: string,
  { loginUrl, username, audience }: SignInAttempt,
): Promise<{ status: number; body: string }> {
  const exp = Math.floor(Date.now() / 1000) + 180;
  const claims = { iss: consumerKey, sub: username, aud: audience, exp };
  const form = { grant_type: GRANT_TYPE, assertion: makeAssertion(KEY.privateKey, claims) };
  return sendRequest(org, `${loginUrl}/services/oauth2/token`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: String(new URLSearchParams(form)),
  });
}

/** Returns the IDs of the causes in a diagnosis. */
export const causesOf = ({ causes }: Pick<DiagnosisOutput, 'causes'>): string[] =>
  causes.map(({ id }) => id);

export const suspectsOf = ({ suspects }: Pick<DiagnosisOutput, 'suspects'>): string[] =>
  suspects.map(({ id }) => id);

export type QueryAnswer =
  | readonly Readonly<Record<string, unknown>>[]
  | { readonly errorCode: string };

/**
 * Replaces the responses to queries by the given rows or errors, keyed by the queried object.
 */
export function answerQueries(
  { harness }: DiagnosisStory,
  answers: Readonly<Record<string, QueryAnswer>>,
): void {
  harness.intercept = (command) => {
    if (command.args[0] !== 'api') return undefined;
    const file = command.args.find((arg) => arg.startsWith('@'))?.slice(1) ?? '';
    const { batchRequests } = JSON.parse(readFileSync(file, 'utf8'));
    const original = fakeSf(harness.org, TENANT_BY_ALIAS, command);
    const { results } = JSON.parse(original.stdout);
    const changed = results.map((result: unknown, index: number) => {
      const [, object = ''] = /FROM(?:%20|\+)(\w+)/.exec(batchRequests[index].url) ?? [];
      const answer = answers[object];
      if (answer === undefined) return result;
      return 'errorCode' in answer
        ? { statusCode: 400, result: [{ ...answer, message: `${object} is refused` }] }
        : { statusCode: 200, result: { records: answer } };
    });
    return { ...original, stdout: JSON.stringify({ hasErrors: true, results: changed }) };
  };
}

/** Removes the files with these extensions from every retrieve, as an org does that hides them. */
export function hideFiles({ harness }: DiagnosisStory, ...extensions: readonly string[]): void {
  harness.intercept = (command) => {
    if (command.args[1] !== 'retrieve') return undefined;
    const result = fakeSf(harness.org, TENANT_BY_ALIAS, command);
    for (const path of listFiles(command.folder ?? ''))
      if (extensions.some((extension) => path.endsWith(`.${extension}-meta.xml`))) rmSync(path);
    return result;
  };
}

/** Adds a row for a rejected sign-in of the user to Login History. */
export function addLogin(
  { harness: { org } }: DiagnosisStory,
  fields: Pick<LoginRow, 'status'> & Partial<LoginRow>,
): void {
  org.records.logins.push({
    id: makeId('0Ya'),
    tenant: 'production',
    userId: org.users.get(PRODUCTION.username)?.userId18 ?? '',
    time: Date.now(),
    application: 'Embedded App',
    loginUrl: 'acme.my.salesforce.com',
    sourceIp: '203.0.113.7',
    ...fields,
  });
}

/** Returns the findings that have this state as texts, each preceded by the name of its check. */
export const findingsWith = (
  { findings }: Pick<DiagnosisOutput, 'findings'>,
  state: DiagnosisOutput['findings'][number]['state'],
): string[] =>
  findings
    .filter((finding) => finding.state === state)
    .map(({ check, text }) => `${check}: ${text}`);
