/**
 * The step, from top to bottom: read → sign → exchange → check → publish. Where it fails, it fails
 * in one place, at the end.
 */
import type { KeyObject } from 'node:crypto';
import { type Findings, keepFindings, type Note } from './findings.ts';
import { checkCertificate } from './inputs/certificate.ts';
import { InputError } from './inputs/errors.ts';
import { type JobSummary, type Request, readInputs, readJobSummary } from './inputs/inputs.ts';
import { readLoginUrl } from './inputs/login-url.ts';
import { readPrivateKey } from './inputs/private-key.ts';
import { annotate } from './runner/annotate.ts';
import { requireRunner } from './runner/command-files.ts';
import { publish } from './runner/publish.ts';
import { withinDeadline } from './salesforce/deadline.ts';
import { type ExchangeEvent, exchange } from './salesforce/exchange.ts';
import { requireMatch, requireOrg, withIdentity } from './salesforce/guards.ts';
import { proxyFor } from './salesforce/http.ts';
import { reasonOf } from './salesforce/retry.ts';
import type { Token } from './salesforce/token.ts';
import { whoAmI } from './salesforce/userinfo.ts';
import { keepSecrets, type Secrets } from './secret.ts';
import type { World } from './world.ts';

/** Loaded when there is something to explain: a run that goes well does not pay for it. */
const explanations = () => import('./diagnosis/explain.ts');
const notices = () => import('./diagnosis/notices.ts');

/** A run of the step: the world it is in, what it keeps secret, and what it has found out. */
interface Run extends World {
  readonly secrets: Secrets;
  readonly findings: Findings;
  readonly note: Note;
}

/** Signs in and hands the token on. @returns the exit code; whatever goes wrong is told, and gives 1 */
export async function step(world: World): Promise<0 | 1> {
  const { toolkit, env, now } = world;
  const run: Run = {
    ...world,
    secrets: keepSecrets(toolkit.setSecret),
    ...keepFindings({
      attempts: 0,
      startedAt: now(),
      githubHosted: env['RUNNER_ENVIRONMENT'] === 'github-hosted',
    }),
  };
  const jobSummary = readJobSummary(toolkit);
  try {
    const request = readInputs(toolkit, run.secrets);
    if (jobSummary instanceof InputError) throw jobSummary;
    requireRunner(env);
    const { timeoutSeconds: seconds } = request;
    const deadline = run.findings.startedAt + seconds * 1000;
    const details = () => ({ seconds, attempts: run.findings.attempts });
    const token = await withinDeadline(signIn(request, deadline, run), {
      ...run,
      deadline,
      details,
    });
    publish(toolkit, token, request);
    await tellMore(token, { ...run, request, jobSummary });
    return 0;
  } catch (error) {
    const { explainFailure } = await explanations();
    await explainFailure(error, { ...run, summaryWanted: jobSummary !== 'never' });
    return 1;
  }
}

/** The road: each stop finds out something, and gives the next one what it needs. */
async function signIn(request: Request, deadline: number, run: Run): Promise<Token> {
  const { note, secrets } = run;
  const { consumerKey, username, maxAttempts } = request;
  note({ consumerKey, username });

  const target = readLoginUrl(request.loginUrl, request.audience);
  const { url: loginUrl, kind: hostKind, audience, audienceGiven } = target;
  note({ loginUrl, hostKind, audience, audienceGiven });

  const proxy = proxyFor(loginUrl);
  secrets.mask(proxy.secrets);
  if (proxy.host) note({ proxy: proxy.host });

  const key = await readKey(request, run);
  const claims = { issuer: consumerKey, subject: username, audience };
  const order = { claims, key, loginUrl, maxAttempts, deadline };
  const token = await exchange(order, { ...run, tell: (event) => hear(event, request, run) });
  return check(token, request, deadline, run);
}

/** The key that signs, compared with the certificate where the workflow gives one. */
async function readKey(request: Request, { toolkit, note, now }: Run): Promise<KeyObject> {
  const { key, fingerprint, encrypted } = readPrivateKey(request.privateKey, request.passphrase);
  note({ fingerprint });
  if (request.passphrase && !encrypted) annotate(toolkit, (await notices()).needlessPassphrase());
  if (request.certificate) {
    const certificate = checkCertificate(request.certificate, { fingerprint }, now());
    note({ certificateMatched: true });
    const { notAfter, daysLeft } = certificate;
    if (daysLeft < 30) annotate(toolkit, (await notices()).certificateEnds(notAfter, daysLeft));
    const until = notAfter.toISOString().slice(0, 10);
    toolkit.info(`The certificate belongs to the key and is valid until ${until}.`);
  }
  toolkit.info(`SHA-256 of the public key: ${fingerprint}`);
  const { FINGERPRINT_COMMAND } = await import('./diagnosis/catalogue/commands.ts');
  toolkit.info(`The certificate in the app must give the same: ${FINGERPRINT_COMMAND}`);
  return key;
}

/** What happens during the exchange: noted for the report, and told where somebody waits for it. */
async function hear(event: ExchangeEvent, request: Request, run: Run): Promise<void> {
  const { toolkit, findings, note } = run;
  if (event.is === 'request') note({ attempts: findings.attempts + 1 });
  if (event.is === 'answer') note({ skewSeconds: event.skewSeconds });
  if (event.is === 'clock') annotate(toolkit, (await notices()).clockSkew(event.skewSeconds));
  if (event.is === 'retry') {
    const { attempt, error, waitMs } = event;
    toolkit.info(
      `Attempt ${attempt} of ${request.maxAttempts} failed: ${reasonOf(error)}. Next attempt in ${(waitMs / 1000).toFixed(1)} s.`,
    );
  }
}

/** What must be true of a token before anyone gets it. Gives the token with what was learned. */
async function check(token: Token, request: Request, deadline: number, run: Run): Promise<Token> {
  const { http, now } = run;
  let known = token;
  if (request.verify) {
    const identity = await whoAmI(token, { http, now, timeoutMs: Math.max(1, deadline - now()) });
    requireMatch(identity, request.username, token);
    known = withIdentity(token, identity);
  }
  if (request.expectedOrgId) requireOrg(request.expectedOrgId, known);
  return known;
}

/** What is worth saying of a success. */
async function tellMore(
  token: Token,
  { request, jobSummary, toolkit, findings }: Run & Wishes,
): Promise<void> {
  if (request.exportEnv && token.format === 'jwt') annotate(toolkit, (await notices()).jwtToken());
  if (jobSummary !== 'always') return;
  const { summariseSuccess } = await explanations();
  await summariseSuccess(token, { toolkit, findings });
}

interface Wishes {
  readonly request: Request;
  readonly jobSummary: JobSummary;
}
