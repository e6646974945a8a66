/**
 * The main step: reads the inputs, requests a token, verifies it, and sets the outputs. The `catch`
 * in `signInAndPublish` handles every failure.
 */
import type { KeyObject } from 'node:crypto';
import { proxyAddress } from './http/proxy.ts';
import {
  type CertificateInfo,
  daysUntilExpiry,
  readCertificates,
  requireCertificateOf,
} from './inputs/certificate.ts';
import { InputError } from './inputs/errors.ts';
import { type ActionInputs, readInputs, readJobSummary } from './inputs/inputs.ts';
import { readLoginTarget } from './inputs/login-url.ts';
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
import { createRunContext, type RunContext } from './run-context.ts';
import { requireCommandFiles } from './runner/command-files.ts';
import { publish, saveState } from './runner/outputs.ts';
import type { Runtime } from './runtime.ts';
import type { Signer } from './salesforce/assertion.ts';
import { requestTimeout, withinDeadline } from './salesforce/deadline.ts';
import { shortReason } from './salesforce/errors.ts';
import { exchange } from './salesforce/exchange.ts';
import { revoke } from './salesforce/revoke.ts';
import type { Token } from './salesforce/token.ts';
import { fetchUserInfo } from './salesforce/userinfo.ts';
import { mergeIdentity, signInProvesOrg, verifyIdentity, verifyOrg } from './salesforce/verify.ts';
import { createKeySigner } from './signing/signer.ts';

/**
 * Bounds of the timeout for revoking a token after a failure. If `timeout-seconds` has passed, a
 * slow server only slightly delays the end of the step, and the post step revokes the token.
 */
const MIN_REVOKE_MS = 1000;
const MAX_REVOKE_MS = 5000;

/**
 * Signs in and sets the outputs. Never throws.
 * @returns the exit code; if it is 1, the failure has been reported
 */
export async function run(runtime: Runtime): Promise<0 | 1> {
  const context = createRunContext(runtime);
  return signInAndPublish(context).finally(context.closeConnections);
}

async function signInAndPublish(context: RunContext): Promise<0 | 1> {
  const { core, env } = context;
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
    const cleanupOptions = { token: issuedToken, inputs, deadline };
    const token = await cleanUpOnFailure(cleanupOptions, context, async () => {
      const verifiedToken = await withinDeadline(
        verifyToken(issuedToken, inputs, deadline, context),
        deadlineOptions,
      );
      const { certificateExpires } = context.runInfo;
      publish(verifiedToken, { ...inputs, certificateExpires }, context);
      return verifiedToken;
    });
    logSignedIn(token, inputs, context);
    await reportSuccess(token, { ...context, inputs, jobSummary });
    return 0;
  } catch (error) {
    await reportFailure(error, { ...context, summaryEnabled: jobSummary !== 'never' });
    return 1;
  }
}

/**
 * Validates the login URL, loads the key and requests the token.
 * @param deadline milliseconds since the epoch
 * @throws InputError, SigningError, RequestError
 */
async function signIn(inputs: ActionInputs, deadline: number, context: RunContext): Promise<Token> {
  const { core, proxy, record } = context;
  const { consumerKey, username, maxAttempts, revokeToken } = inputs;
  record({ consumerKey, username, revokeToken });

  const target = await readLoginTarget(inputs.loginUrl, inputs.audience);
  const { url: loginUrl, kind: hostKind, audience, audienceFromInput, fallbackAudience } = target;
  record({ loginUrl, hostKind, audience, audienceFromInput });
  core.debug(`Token endpoint: ${loginUrl}/services/oauth2/token, audience ${audience}`);

  if (proxy.variable) record({ proxyVariable: proxy.variable });
  core.debug(
    `Proxy: ${proxyAddress(loginUrl, proxy) ?? 'none'}, variable: ${proxy.variable ?? 'none'}`,
  );

  const sign = await createSigner(inputs, context);
  const claims = { issuer: consumerKey, subject: username, audience };
  const options = { claims, fallbackAudience, sign, loginUrl, maxAttempts, deadline };
  const token = await exchange(options, {
    ...context,
    onEvent: (event) => onExchangeEvent(event, inputs, context),
  });
  record({ scope: token.scope });
  // Mask the host, which is not secret, before a message can contain it.
  if (inputs.maskInstanceUrl) {
    const { host } = new URL(token.instanceUrl);
    for (const value of [token.instanceUrl, host]) core.setSecret(value);
    record({ maskedHost: host });
  }
  return token;
}

/**
 * Loads the private key, or opens the key in a key service.
 * @throws InputError, SigningError
 */
async function createSigner(inputs: ActionInputs, context: RunContext): Promise<Signer> {
  if (!inputs.signingKey) return createKeySigner(await readKey(inputs, context));
  const certificates = inputs.certificate ? readCertificates(inputs.certificate) : [];
  const { createServiceSigner } = await import('./signing/key-service.ts');
  const { service, sign } = await createServiceSigner(
    { ...inputs, certificates },
    context,
    (match) => {
      context.record({ fingerprint: match.fingerprint });
      return recordCertificate(match, context);
    },
  );
  context.record({ keyService: service });
  return sign;
}

/**
 * Loads the private key and, if a certificate was given, checks that it belongs to the key.
 * @throws InputError
 */
async function readKey(inputs: ActionInputs, context: RunContext): Promise<KeyObject> {
  const { core, record } = context;
  const { privateKey, passphrase } = inputs;
  if (passphrase && maskableLines(passphrase.reveal()).length === 0)
    await emitNotice(core, (notices) => notices.shortPassphrase());
  const { key, fingerprint, encrypted } = await readPrivateKey(privateKey, passphrase);
  record({ fingerprint });
  await debugFingerprint(core, fingerprint);
  if (passphrase && !encrypted) await emitNotice(core, (notices) => notices.needlessPassphrase());
  if (inputs.certificate) {
    const match = requireCertificateOf({ fingerprint }, inputs.certificate);
    await recordCertificate(match, context);
  }
  return key;
}

/** Records that the certificate belongs to the key, and warns if it expires within 30 days. */
async function recordCertificate(
  certificate: CertificateInfo,
  { core, record, now }: RunContext,
): Promise<void> {
  const { notAfter } = certificate;
  const certificateExpires = notAfter.toISOString().slice(0, 10);
  const daysLeft = daysUntilExpiry(certificate, now());
  record({ certificateMatched: true, certificateExpires, certificateExpired: daysLeft < 0 });
  core.debug(`The certificate belongs to the key. Its expiration date is ${certificateExpires}.`);
  if (daysLeft < 30)
    await emitNotice(core, (notices) => notices.certificateEnds(notAfter, daysLeft));
}

/**
 * Runs the checks that `verify` and `expected-org-id` enable. `verify` always sends a request to
 * the instance, `expected-org-id` only if the response to the sign-in does not prove the org.
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
  const { now, record, runInfo, secrets } = context;
  const { expectedOrgId, username, verify } = inputs;
  if (!verify && !expectedOrgId) return token;
  const isProven = signInProvesOrg(String(runInfo.loginUrl), token);
  let verifiedToken = token;
  if (verify || !isProven) {
    record({ checkInput: verify ? 'verify' : 'expected-org-id' });
    const timeoutMs = requestTimeout(deadline, now());
    const identity = await fetchUserInfo(token, { ...context, timeoutMs });
    await verifyIdentity(identity, { username, expectedOrgId, token, secrets });
    verifiedToken = mergeIdentity(token, identity);
    if (!isProven) verifiedToken = { ...verifiedToken, orgId: identity.orgId ?? '' };
  }
  if (expectedOrgId) verifyOrg(expectedOrgId, verifiedToken);
  return verifiedToken;
}

interface CleanupOptions {
  readonly token: Token;
  readonly inputs: ActionInputs;
  /** Milliseconds since the epoch. */
  readonly deadline: number;
}

/**
 * Saves the state and runs `work`. If `work` throws, so that no later step receives the token,
 * revokes it if `revoke-token` is set, and removes the state unless the post step must revoke it.
 * @throws the error of `work`, or RunnerError if the state cannot be saved
 */
async function cleanUpOnFailure<T>(
  { token, inputs, deadline }: CleanupOptions,
  context: RunContext,
  work: () => Promise<T>,
): Promise<T> {
  const { env, runInfo, record, now } = context;
  let removeState = () => {};
  try {
    removeState = saveState(token, { ...inputs, loginUrl: String(runInfo.loginUrl) }, env);
    return await work();
  } catch (error) {
    if (inputs.revokeToken) {
      const timeoutMs = Math.min(Math.max(MIN_REVOKE_MS, deadline - now()), MAX_REVOKE_MS);
      const revocation = revoke(token, { ...context, timeoutMs });
      const revokeOptions = { ...context, deadline: now() + timeoutMs, details: () => ({}) };
      await withinDeadline(revocation, revokeOptions).then(removeState, (revokeError: unknown) =>
        record({ revokeError: shortReason(revokeError) }),
      );
    } else removeState();
    throw error;
  }
}
