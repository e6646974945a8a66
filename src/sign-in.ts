/**
 * The step, from top to bottom: read → exchange → check → publish. Every failure ends up in one
 * place, the `catch` of `step`.
 */
import type { KeyObject } from 'node:crypto';
import { resolveProxy } from './http/proxy.ts';
import { checkCertificate } from './inputs/certificate.ts';
import { InputError } from './inputs/errors.ts';
import { type ActionInputs, readInputs, readJobSummary } from './inputs/inputs.ts';
import { readLoginUrl } from './inputs/login-url.ts';
import { readPrivateKey } from './inputs/private-key.ts';
import { maskableLines } from './redaction/secrets.ts';
import {
  debugFingerprint,
  emitNotice,
  logSignedIn,
  onExchangeEvent,
  reportFailure,
  reportSuccess,
} from './reporting.ts';
import { createRunContext, type RunContext } from './run.ts';
import { requireCommandFiles } from './runner/command-files.ts';
import { publish } from './runner/outputs.ts';
import type { Runtime } from './runtime.ts';
import { requestTimeout, withinDeadline } from './salesforce/deadline.ts';
import { shortReason } from './salesforce/errors.ts';
import { exchange } from './salesforce/exchange.ts';
import { revoke } from './salesforce/revoke.ts';
import type { Token } from './salesforce/token.ts';
import { fetchUserInfo } from './salesforce/userinfo.ts';
import { mergeIdentity, verifyIdentity, verifyOrg } from './salesforce/verify.ts';

/** Clean-up must not hold up a failing step. */
const REVOKE_TIMEOUT_MS = 5000;

/** Signs in and hands the token on. @returns the exit code: 1 after a failure, which is reported; never throws */
export async function run(runtime: Runtime): Promise<0 | 1> {
  const { core, env } = runtime;
  const context = createRunContext(runtime);
  const jobSummary = readJobSummary(core);
  try {
    const inputs = readInputs(core, context.secrets);
    if (jobSummary instanceof InputError) throw jobSummary;
    requireCommandFiles(env);
    const { timeoutSeconds: seconds } = inputs;
    const deadline = context.runInfo.startedAt + seconds * 1000;
    const details = () => ({ seconds, attempts: context.runInfo.attempts });
    const deadlineOptions = { ...context, deadline, details };
    const issuedToken = await withinDeadline(signIn(inputs, deadline, context), deadlineOptions);
    const token = await revokeOnFailure(issuedToken, inputs, context, async () => {
      const verifiedToken = await withinDeadline(
        verifyToken(issuedToken, inputs, deadline, context),
        deadlineOptions,
      );
      publish(verifiedToken, inputs, context);
      return verifiedToken;
    });
    logSignedIn(token, inputs, context);
    await reportSuccess(token, { ...context, inputs, jobSummary });
    return 0;
  } catch (error) {
    await reportFailure(error, { ...context, summaryWanted: jobSummary !== 'never' });
    return 1;
  }
}

/**
 * Each stop finds out something, and gives the next one what it needs.
 * @param deadline milliseconds since the epoch
 * @throws ActionError of the stop that failed
 */
async function signIn(inputs: ActionInputs, deadline: number, context: RunContext): Promise<Token> {
  const { core, record, secrets } = context;
  const { consumerKey, username, maxAttempts, revokeToken } = inputs;
  record({ consumerKey, username, revokeToken });

  const target = readLoginUrl(inputs.loginUrl, inputs.audience);
  const { url: loginUrl, kind: hostKind, audience, audienceFromInput, fallbackAudience } = target;
  record({ loginUrl, hostKind, audience, audienceFromInput });
  core.debug(`Token endpoint: ${loginUrl}/services/oauth2/token, audience ${audience}`);

  const proxy = resolveProxy(loginUrl, context.env);
  secrets.mask(proxy.secrets);
  if (proxy.variable) record({ proxyVariable: proxy.variable });
  if (proxy.url) record({ proxy: proxy.url.host });
  core.debug(`Proxy: ${proxy.url?.host ?? 'none'}, variable: ${proxy.variable ?? 'none'}`);

  const key = await readKey(inputs, context);
  const claims = { issuer: consumerKey, subject: username, audience };
  const options = { claims, fallbackAudience, key, loginUrl, maxAttempts, deadline };
  const token = await exchange(options, {
    ...context,
    onEvent: (event) => onExchangeEvent(event, inputs, context),
  });
  // Before the instance is asked anything: a failure would name its host.
  if (inputs.maskInstanceUrl) {
    secrets.mask([token.instanceUrl, new URL(token.instanceUrl).host]);
  }
  return token;
}

/**
 * The key that signs, compared with the certificate where the workflow gives one.
 * @throws InputError
 */
async function readKey(
  inputs: ActionInputs,
  { core, record, now }: RunContext,
): Promise<KeyObject> {
  const { privateKey, passphrase } = inputs;
  if (passphrase && maskableLines(passphrase.reveal()).length === 0)
    await emitNotice(core, (notices) => notices.shortPassphrase());
  const { key, fingerprint, encrypted } = await readPrivateKey(privateKey, passphrase);
  record({ fingerprint });
  await debugFingerprint(core, fingerprint);
  if (passphrase && !encrypted) await emitNotice(core, (notices) => notices.needlessPassphrase());
  if (inputs.certificate) {
    const certificate = checkCertificate(inputs.certificate, { fingerprint }, now());
    record({ certificateMatched: true });
    const { notAfter, daysLeft } = certificate;
    const expiryDate = notAfter.toISOString().slice(0, 10);
    core.debug(`The certificate belongs to the key and is valid until ${expiryDate}.`);
    if (daysLeft < 30)
      await emitNotice(core, (notices) => notices.certificateEnds(notAfter, daysLeft));
  }
  return key;
}

/**
 * What must be true of a token before anyone gets it.
 * @returns the token with what was learned
 * @throws VerificationError, or the error of the request that `verify` makes
 */
async function verifyToken(
  token: Token,
  inputs: ActionInputs,
  deadline: number,
  context: RunContext,
): Promise<Token> {
  const { now, secrets } = context;
  let verifiedToken = token;
  if (inputs.verify) {
    const timeoutMs = requestTimeout(deadline, now());
    const identity = await fetchUserInfo(token, { ...context, timeoutMs });
    await verifyIdentity(identity, { username: inputs.username, token, secrets });
    verifiedToken = mergeIdentity(token, identity);
  }
  if (inputs.expectedOrgId) verifyOrg(inputs.expectedOrgId, verifiedToken);
  return verifiedToken;
}

/**
 * Does what is left to do with a token. If that fails, nobody gets the token, and so it is revoked
 * where the workflow asks for that.
 * @throws what `work` throws
 */
async function revokeOnFailure<T>(
  token: Token,
  { revokeToken }: ActionInputs,
  context: RunContext,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (revokeToken) {
      const revocation = revoke(token, { ...context, timeoutMs: REVOKE_TIMEOUT_MS });
      const deadlineOptions = {
        ...context,
        deadline: context.now() + REVOKE_TIMEOUT_MS,
        details: () => ({}),
      };
      await withinDeadline(revocation, deadlineOptions).catch((revokeFailure: unknown) =>
        context.record({ revokeError: shortReason(revokeFailure) }),
      );
    }
    throw error;
  }
}
