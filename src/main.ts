/**
 * The step, from top to bottom: read → sign → exchange → check → publish. Where it fails, it fails
 * in one place, at the end.
 */
import { accessSync, constants } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import * as core from '@actions/core';
import { GuardError } from './errors.ts';
import type { Run } from './findings.ts';
import { type CheckedCertificate, checkCertificate } from './inputs/certificate.ts';
import { type JobSummary, type Request, readInputs, readJobSummary } from './inputs/inputs.ts';
import { readLoginUrl } from './inputs/login-url.ts';
import { readPrivateKey } from './inputs/private-key.ts';
import { publish } from './runner/publish.ts';
import { exchange } from './salesforce/exchange.ts';
import { proxyFor, toolkitHttp } from './salesforce/http.ts';
import { reason } from './salesforce/retry.ts';
import type { Token } from './salesforce/token.ts';
import { holdAgainst, holdToOrg, whoAmI } from './salesforce/userinfo.ts';

/** Loaded when there is something to explain: a run that goes well does not pay for it. */
const explanations = () => import('./diagnosis/explain.ts');

/** Every request ends by the deadline on its own, and says more; this ends what never settles at all. */
const GRACE_MS = 1000;

const run: Run = {
  attempts: 0,
  startedAt: Date.now(),
  githubHosted: process.env['RUNNER_ENVIRONMENT'] === 'github-hosted',
};

try {
  const request = readInputs(core);
  const jobSummary = readJobSummary(core);
  requireRunner();
  const deadline = run.startedAt + request.timeoutSeconds * 1000;
  const token = await inTime(signIn(request, deadline), request.timeoutSeconds, deadline);
  publish(core, token, request);
  await afterwards(request, token, jobSummary);
} catch (error) {
  process.exitCode = 1;
  const { explainFailure } = await explanations();
  await explainFailure(core, error, run, summaryWanted());
}
// Rather than just ending here: a socket to a silent proxy would keep the process alive.
await new Promise((resolve) => process.stdout.write('', resolve));
process.exit();

async function signIn(request: Request, deadline: number): Promise<Token> {
  const { consumerKey, username } = request;
  Object.assign(run, { consumerKey, username });

  const target = readLoginUrl(request.loginUrl, request.audience);
  const { url: loginUrl, kind: hostKind, audience, audienceGiven } = target;
  Object.assign(run, { loginUrl, hostKind, audience, audienceGiven });
  const proxy = proxyFor(loginUrl);
  for (const secret of proxy.secrets) core.setSecret(secret);
  if (proxy.host) run.proxy = proxy.host;

  const key = readPrivateKey(request.privateKey, request.passphrase);
  run.fingerprint = key.fingerprint;
  if (request.passphrase && !key.encrypted) (await explanations()).warnNeedlessPassphrase(core);
  if (request.certificate) {
    const certificate = checkCertificate(request.certificate, key, Date.now());
    run.certificateMatched = true;
    await warnOfExpiry(certificate);
    const until = certificate.notAfter.toISOString().slice(0, 10);
    core.info(`The certificate belongs to the key and is valid until ${until}.`);
  }
  core.info(`SHA-256 of the public key: ${key.fingerprint}`);
  core.info(
    'The certificate in the app must give the same: openssl x509 -in server.crt -pubkey -noout | openssl pkey -pubin -outform der | openssl dgst -sha256',
  );

  const token = await exchange(request, key, target, deadline, run, {
    http: toolkitHttp,
    mask: core.setSecret,
    now: Date.now,
    sleep,
    random: Math.random,
    onRetry: (error, waitMs, attempt) =>
      core.info(
        `Attempt ${attempt} of ${request.maxAttempts} failed: ${reason(error)}. Next attempt in ${(waitMs / 1000).toFixed(1)} s.`,
      ),
    onSkew: async (skewSeconds) => (await explanations()).warnSkew(core, skewSeconds),
  });
  return check(token, request, deadline);
}

/** What must be true of a token before anyone gets it. Gives the token with what was learned. */
async function check(token: Token, request: Request, deadline: number): Promise<Token> {
  let known = token;
  if (request.verify) {
    const identity = await whoAmI(toolkitHttp, token, Math.max(1, deadline - Date.now()), Date.now);
    holdAgainst(identity, request.username, token);
    const { orgId = '', userId = '' } = identity;
    known = { ...token, orgId: token.orgId || orgId, userId: token.userId || userId };
  }
  if (request.expectedOrgId) holdToOrg(request.expectedOrgId, known.orgId);
  return known;
}

async function warnOfExpiry(certificate: CheckedCertificate): Promise<void> {
  if (certificate.daysLeft < 30) (await explanations()).warnExpiry(core, certificate);
}

async function afterwards(request: Request, token: Token, jobSummary: JobSummary): Promise<void> {
  if (request.exportEnv && token.format === 'jwt') (await explanations()).warnJwtToken(core);
  if (jobSummary !== 'always') return;
  const { summariseSuccess } = await explanations();
  await summariseSuccess(core, token, request.username, run);
}

async function inTime<T>(work: Promise<T>, seconds: number, deadline: number): Promise<T> {
  const timer = new AbortController();
  const left = Math.max(0, deadline - Date.now()) + GRACE_MS;
  const tooLate = sleep(left, undefined, { signal: timer.signal });
  try {
    return await Promise.race([
      work,
      tooLate.then(() => {
        throw new GuardError('out-of-time', { seconds, attempts: run.attempts });
      }),
    ]);
  } finally {
    timer.abort();
    tooLate.catch(() => undefined);
  }
}

/** Asked anew, because reading the other inputs may be what failed. */
function summaryWanted(): boolean {
  try {
    return readJobSummary(core) !== 'never';
  } catch {
    return true;
  }
}

/**
 * Without these files @actions/core prints the token as a workflow command; and one that cannot be
 * written would leave the outputs half set.
 */
function requireRunner(): void {
  for (const name of ['GITHUB_OUTPUT', 'GITHUB_ENV', 'GITHUB_STATE']) {
    try {
      accessSync(process.env[name] ?? '', constants.W_OK);
    } catch {
      throw new GuardError('no-runner', { name });
    }
  }
}
