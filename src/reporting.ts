/** What a run says: log lines, advice, and why it failed. */
import type { ActionInputs, JobSummary } from './inputs/inputs.ts';
import type { RunContext } from './run.ts';
import { type Annotation, annotate } from './runner/annotate.ts';
import type { ActionsCore } from './runtime.ts';
import { shortReason } from './salesforce/errors.ts';
import type { ExchangeEvent } from './salesforce/exchange.ts';
import type { Token } from './salesforce/token.ts';

/** Loaded when there is something to explain: a run that goes well does not pay for it. */
const loadDiagnosis = () => import('./diagnosis/explain.ts');
const loadNotices = () => import('./diagnosis/notices.ts');

/** Where the explanation cannot be loaded (no free file handle, an incomplete checkout), one line has to do. */
export async function reportFailure(
  error: unknown,
  context: RunContext & { summaryWanted: boolean },
): Promise<void> {
  try {
    const { explainFailure } = await loadDiagnosis();
    await explainFailure(error, context);
  } catch (loadError) {
    const reasons = `${shortReason(error)}. The explanation of it could not be loaded: ${shortReason(loadError)}`;
    context.core.error(`Signing in to Salesforce failed: ${reasons}.`);
  }
}

/** Notes what happens during the exchange for the report, and logs what somebody is waiting for. */
export async function onExchangeEvent(
  event: ExchangeEvent,
  inputs: ActionInputs,
  context: RunContext,
): Promise<void> {
  const { core, runInfo, record, now } = context;
  switch (event.kind) {
    case 'request':
      record({ requestedAt: now() });
      if (!event.beyondLimit) record({ attempts: runInfo.attempts + 1 });
      break;
    case 'answer':
      record({ skewSeconds: event.skewSeconds });
      break;
    case 'retry':
      core.info(
        `Attempt ${event.attempt} of ${inputs.maxAttempts} failed: ${shortReason(event.error)}. Next attempt in ${(event.delayMs / 1000).toFixed(1)} s.`,
      );
      break;
    case 'clock':
      await emitNotice(core, (notices) => notices.wrongClock(event.skewSeconds));
      break;
    case 'second-audience': {
      const { audience, error } = event;
      record({ fallbackAudience: { audience, outcome: error ? shortReason(error) : 'accepted' } });
      if (!error) await emitNotice(core, (notices) => notices.requiredAudience(audience));
    }
  }
}

export function logSignedIn(
  { orgId }: Token,
  { username }: ActionInputs,
  { core, runInfo, now }: RunContext,
): void {
  const seconds = ((now() - runInfo.startedAt) / 1000).toFixed(1);
  const orgLabel = orgId === '' ? 'an org that Salesforce did not name' : `org ${orgId}`;
  core.info(`Signed in to ${orgLabel} as ${username} in ${seconds} s.`);
}

/** What is worth saying about a success. */
export async function reportSuccess(
  token: Token,
  { inputs, jobSummary, core, runInfo }: RunContext & SuccessContext,
): Promise<void> {
  if (inputs.exportEnv && token.format === 'jwt')
    await emitNotice(core, (notices) => notices.jwtFormatToken());
  if (jobSummary !== 'always') return;
  await ignoreErrors(async () => {
    const { summarizeSuccess: summariseSuccess } = await loadDiagnosis();
    await summariseSuccess(token, { core, runInfo });
  });
}

interface SuccessContext {
  readonly inputs: ActionInputs;
  readonly jobSummary: JobSummary;
}

/** Advice beside the main road. */
export function emitNotice(
  core: ActionsCore,
  build: (notices: NoticesModule) => Annotation,
): Promise<void> {
  return ignoreErrors(async () => annotate(core, build(await loadNotices())));
}

type NoticesModule = Awaited<ReturnType<typeof loadNotices>>;

/** What is only an extra must not fail a sign-in: its file may be impossible to load. */
async function ignoreErrors(work: () => Promise<void>): Promise<void> {
  await work().catch(() => undefined);
}

/** What the certificate in the app is compared with, and how: only for a job with debug logging. */
export async function debugFingerprint(core: ActionsCore, fingerprint: string): Promise<void> {
  if (!core.isDebug()) return;
  core.debug(`SHA-256 of the public key: ${fingerprint}`);
  await ignoreErrors(async () => {
    const { FINGERPRINT_COMMAND } = await loadNotices();
    core.debug(`The certificate in the app must give the same: ${FINGERPRINT_COMMAND}`);
  });
}
