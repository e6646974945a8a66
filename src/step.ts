/**
 * The step, from top to bottom: read → exchange → check → publish. Every failure ends up in one
 * place, the `catch` of `step`.
 */
import type { KeyObject } from 'node:crypto';
import { checkCertificate } from './inputs/certificate.ts';
import { InputError } from './inputs/errors.ts';
import { type Request, readInputs, readJobSummary } from './inputs/inputs.ts';
import { readLoginUrl } from './inputs/login-url.ts';
import { readPrivateKey } from './inputs/private-key.ts';
import { type Run, startRun } from './run.ts';
import { requireRunner } from './runner/command-files.ts';
import { publish } from './runner/publish.ts';
import { requestTimeout, withinDeadline } from './salesforce/deadline.ts';
import { reasonOf } from './salesforce/errors.ts';
import { exchange } from './salesforce/exchange.ts';
import { requireMatch, requireOrg, withIdentity } from './salesforce/guards.ts';
import { proxyFor } from './salesforce/proxy.ts';
import { revoke } from './salesforce/revoke.ts';
import type { Token } from './salesforce/token.ts';
import { whoAmI } from './salesforce/userinfo.ts';
import { maskable } from './secret.ts';
import {
  advise,
  debugFingerprint,
  explain,
  logSignedIn,
  onExchangeEvent,
  reportSuccess,
} from './tell.ts';
import type { World } from './world.ts';

/** Clean-up must not hold up a failing step. */
const REVOKE_TIMEOUT_MS = 5000;

/** Signs in and hands the token on. @returns the exit code: 1 after a failure, which is reported; never throws */
export async function step(world: World): Promise<0 | 1> {
  const { toolkit, env } = world;
  const run = startRun(world);
  const jobSummary = readJobSummary(toolkit);
  try {
    const request = readInputs(toolkit, run.secrets);
    if (jobSummary instanceof InputError) throw jobSummary;
    requireRunner(env);
    const { timeoutSeconds: seconds } = request;
    const deadline = run.findings.startedAt + seconds * 1000;
    const details = () => ({ seconds, attempts: run.findings.attempts });
    const limits = { ...run, deadline, details };
    const given = await withinDeadline(signIn(request, deadline, run), limits);
    const token = await orRevoke(given, request, run, async () => {
      const known = await withinDeadline(check(given, request, deadline, run), limits);
      publish(known, request, run);
      return known;
    });
    logSignedIn(token, request, run);
    await reportSuccess(token, { ...run, request, jobSummary });
    return 0;
  } catch (error) {
    await explain(error, { ...run, summaryWanted: jobSummary !== 'never' });
    return 1;
  }
}

/**
 * Each stop finds out something, and gives the next one what it needs.
 * @param deadline milliseconds since the epoch
 * @throws StepError of the stop that failed
 */
async function signIn(request: Request, deadline: number, run: Run): Promise<Token> {
  const { toolkit, note, secrets } = run;
  const { consumerKey, username, maxAttempts, revokeToken } = request;
  note({ consumerKey, username, revokeToken });

  const target = readLoginUrl(request.loginUrl, request.audience);
  const { url: loginUrl, kind: hostKind, audience, audienceGiven, secondAudience } = target;
  note({ loginUrl, hostKind, audience, audienceGiven });
  toolkit.debug(`Token endpoint: ${loginUrl}/services/oauth2/token, audience ${audience}`);

  const proxy = proxyFor(loginUrl, run.env);
  secrets.mask(proxy.secrets);
  if (proxy.variable) note({ proxyVariable: proxy.variable });
  if (proxy.url) note({ proxy: proxy.url.host });
  toolkit.debug(`Proxy: ${proxy.url?.host ?? 'none'}, variable: ${proxy.variable ?? 'none'}`);

  const key = await readKey(request, run);
  const claims = { issuer: consumerKey, subject: username, audience };
  const order = { claims, secondAudience, key, loginUrl, maxAttempts, deadline };
  const token = await exchange(order, {
    ...run,
    tell: (event) => onExchangeEvent(event, request, run),
  });
  // Before the instance is asked anything: a failure would name its host.
  if (request.maskInstanceUrl) {
    secrets.mask([token.instanceUrl, new URL(token.instanceUrl).host]);
  }
  return token;
}

/**
 * The key that signs, compared with the certificate where the workflow gives one.
 * @throws InputError
 */
async function readKey(request: Request, { toolkit, note, now }: Run): Promise<KeyObject> {
  const { privateKey, passphrase } = request;
  if (passphrase && maskable(passphrase.reveal()).length === 0)
    await advise(toolkit, (it) => it.shortPassphrase());
  const { key, fingerprint, encrypted } = await readPrivateKey(privateKey, passphrase);
  note({ fingerprint });
  await debugFingerprint(toolkit, fingerprint);
  if (passphrase && !encrypted) await advise(toolkit, (it) => it.needlessPassphrase());
  if (request.certificate) {
    const certificate = checkCertificate(request.certificate, { fingerprint }, now());
    note({ certificateMatched: true });
    const { notAfter, daysLeft } = certificate;
    const until = notAfter.toISOString().slice(0, 10);
    toolkit.debug(`The certificate belongs to the key and is valid until ${until}.`);
    if (daysLeft < 30) await advise(toolkit, (it) => it.certificateEnds(notAfter, daysLeft));
  }
  return key;
}

/**
 * What must be true of a token before anyone gets it.
 * @returns the token with what was learned
 * @throws GuardError, or the error of the request that `verify` makes
 */
async function check(token: Token, request: Request, deadline: number, run: Run): Promise<Token> {
  const { now, secrets } = run;
  let known = token;
  if (request.verify) {
    const timeoutMs = requestTimeout(deadline, now());
    const identity = await whoAmI(token, { ...run, timeoutMs });
    await requireMatch(identity, { username: request.username, token, secrets });
    known = withIdentity(token, identity);
  }
  if (request.expectedOrgId) requireOrg(request.expectedOrgId, known);
  return known;
}

/**
 * Does what is left to do with a token. If that fails, nobody gets the token, and so it is revoked
 * where the workflow asks for that.
 * @throws what `work` throws
 */
async function orRevoke<T>(
  token: Token,
  { revokeToken }: Request,
  run: Run,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (revokeToken) {
      const work = revoke(token, { ...run, timeoutMs: REVOKE_TIMEOUT_MS });
      const limits = { ...run, deadline: run.now() + REVOKE_TIMEOUT_MS, details: () => ({}) };
      await withinDeadline(work, limits).catch((why: unknown) =>
        run.note({ notRevoked: reasonOf(why) }),
      );
    }
    throw error;
  }
}
