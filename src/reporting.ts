/** Log lines, notices and failure reports. */
import type { Annotation } from './diagnosis/notices.ts';
import type { ActionInputs, JobSummary } from './inputs/inputs.ts';
import type { RunContext } from './run-context.ts';
import type { ActionsCore } from './runtime.ts';
import { shortReason } from './salesforce/errors.ts';
import type { ExchangeEvent } from './salesforce/exchange.ts';
import { allowsApi } from './salesforce/scope.ts';
import type { Token } from './salesforce/token.ts';

// The diagnosis is imported dynamically, because most runs succeed and do not need it.
const loadDiagnosis = () => import('./diagnosis/explain.ts');
const loadNotices = () => import('./diagnosis/notices.ts');

type NoticesModule = Awaited<ReturnType<typeof loadNotices>>;

/**
 * Reports a failure with its diagnosis, or in one line if the diagnosis cannot be loaded (EMFILE,
 * incomplete checkout).
 */
export async function reportFailure(
  error: unknown,
  context: RunContext & { summaryEnabled: boolean },
): Promise<void> {
  try {
    const { explainFailure } = await loadDiagnosis();
    await explainFailure(error, context);
  } catch (loadError) {
    const reasons = `${shortReason(error)}. Its explanation could not be loaded: ${shortReason(loadError)}`;
    context.core.error(`Signing in to Salesforce failed: ${reasons}.`);
  }
}

/** Records events of the token exchange for the report, and logs retries. */
export async function onExchangeEvent(
  event: ExchangeEvent,
  inputs: ActionInputs,
  context: RunContext,
): Promise<void> {
  const { core, record, now } = context;
  switch (event.kind) {
    case 'request':
      record({ requestedAt: now(), attempts: event.attempt });
      break;
    case 'response':
      record({ skewSeconds: event.skewSeconds, respondedAt: now() });
      break;
    case 'retry':
      core.info(
        `Attempt ${event.attempt} of at most ${inputs.maxAttempts} failed: ${shortReason(event.error)}. Next attempt in ${(event.delayMs / 1000).toFixed(1)} s.`,
      );
      break;
    case 'clock-skew':
      record({ clockCompensated: true });
      await emitNotice(core, (notices) => notices.wrongClock(event.skewSeconds));
      break;
    case 'fallback-audience': {
      const { kind, ...fallbackAudience } = event;
      const { audience, outcome } = fallbackAudience;
      record({ fallbackAudience });
      if (outcome === 'accepted')
        await emitNotice(core, (notices) => notices.requiredAudience(audience));
    }
  }
}

export function logSignedIn(
  { orgId }: Token,
  { username }: ActionInputs,
  { core, runInfo, now }: RunContext,
): void {
  const ms = now() - runInfo.startedAt;
  const duration = ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
  const orgLabel = orgId === '' ? 'an unknown org (Salesforce returned no org ID)' : `org ${orgId}`;
  core.info(`Signed in to ${orgLabel} as ${username} in ${duration}.`);
}

interface SuccessContext {
  readonly inputs: ActionInputs;
  readonly jobSummary: JobSummary;
}

/**
 * Emits the warnings of a successful sign-in, and writes its job summary if `job-summary` is
 * `always`.
 */
export async function reportSuccess(
  token: Token,
  { inputs, jobSummary, core, env, runInfo }: RunContext & SuccessContext,
): Promise<void> {
  if (inputs.exportEnv && token.format === 'jwt')
    await emitNotice(core, (notices) => notices.jwtFormatToken());
  if (inputs.exportEnv && token.scope !== '' && !allowsApi(token.scope))
    await emitNotice(core, (notices) => notices.missingApiScope(token.scope));
  if (jobSummary !== 'always') return;
  await ignoreErrors(async () => {
    const { summarizeSuccess } = await loadDiagnosis();
    await summarizeSuccess(token, { core, env, runInfo });
  });
}

/** Emits one of the notices of diagnosis/notices.ts as an annotation. Never throws. */
export function emitNotice(
  core: ActionsCore,
  build: (notices: NoticesModule) => Annotation,
): Promise<void> {
  return ignoreErrors(async () => {
    const notices = await loadNotices();
    notices.annotate(core, build(notices));
  });
}

/**
 * Ignores an error in optional output, which must not fail a sign-in even if its module cannot be
 * loaded.
 */
async function ignoreErrors(work: () => Promise<void>): Promise<void> {
  await work().catch(() => undefined);
}

/** Logs the key's fingerprint and the command to compare it, if debug logging is on. */
export async function debugFingerprint(core: ActionsCore, fingerprint: string): Promise<void> {
  if (!core.isDebug()) return;
  core.debug(`SHA-256 of the public key: ${fingerprint}`);
  await ignoreErrors(async () => {
    const { FINGERPRINT_COMMAND } = await loadNotices();
    core.debug(
      `For the certificate in the app, this command must print the same value: ${FINGERPRINT_COMMAND}`,
    );
  });
}
