/**
 * The main step: read the inputs, request a token, verify it, set the outputs. The `catch` in `run`
 * handles every failure.
 */
import type { KeyObject } from 'node:crypto';
import { bypassesProxy } from './http/proxy.ts';
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

/** Short, because a step that has failed should end soon. */
const REVOKE_TIMEOUT_MS = 5000;

/**
 * Signs in and sets the outputs. Never throws.
 * @returns the exit code; if it is 1, the failure has been reported
 */
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
  } finally {
    context.closeConnections();
  }
}

/**
 * Validates the login URL, loads the key and requests the token.
 * @param deadline milliseconds since the epoch
 * @throws InputError, HttpStatusError, InvalidResponseError, TransportError
 */
async function signIn(inputs: ActionInputs, deadline: number, context: RunContext): Promise<Token> {
  const { core, proxy, record, secrets } = context;
  const { consumerKey, username, maxAttempts, revokeToken } = inputs;
  record({ consumerKey, username, revokeToken });

  const target = readLoginUrl(inputs.loginUrl, inputs.audience);
  const { url: loginUrl, kind: hostKind, audience, audienceFromInput, fallbackAudience } = target;
  record({ loginUrl, hostKind, audience, audienceFromInput });
  core.debug(`Token endpoint: ${loginUrl}/services/oauth2/token, audience ${audience}`);

  const proxyUrl = bypassesProxy(new URL(loginUrl), proxy) ? undefined : proxy.url;
  if (proxy.variable) record({ proxyVariable: proxy.variable });
  if (proxyUrl) record({ proxy: proxyUrl.host });
  core.debug(`Proxy: ${proxyUrl?.host ?? 'none'}, variable: ${proxy.variable ?? 'none'}`);

  const key = await readKey(inputs, context);
  const claims = { issuer: consumerKey, subject: username, audience };
  const options = { claims, fallbackAudience, key, loginUrl, maxAttempts, deadline };
  const token = await exchange(options, {
    ...context,
    onEvent: (event) => onExchangeEvent(event, inputs, context),
  });
  // Mask the host before the first request to it, because an error message would contain it.
  if (inputs.maskInstanceUrl) {
    secrets.mask([token.instanceUrl, new URL(token.instanceUrl).host]);
  }
  return token;
}

/**
 * Loads the signing key and, if a certificate was given, checks that it belongs to the key.
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
 * Runs the checks that `verify` and `expected-org-id` ask for.
 * @param deadline milliseconds since the epoch
 * @returns the token, with the org ID and user ID filled in if the check returned them
 * @throws VerificationError, or an error of the userinfo request
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
 * Runs `work`. If it throws and `revoke-token` is set, revokes the token, because no later step
 * receives it.
 * @throws the error of `work`
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
      await withinDeadline(revocation, deadlineOptions).catch((revokeError: unknown) =>
        context.record({ revokeError: shortReason(revokeError) }),
      );
    }
    throw error;
  }
}
