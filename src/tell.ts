/** What a run says: log lines, advice, and why it failed. */
import type { JobSummary, Request } from './inputs/inputs.ts';
import type { Run } from './run.ts';
import { annotate, type Notice } from './runner/annotate.ts';
import { reasonOf } from './salesforce/errors.ts';
import type { ExchangeEvent } from './salesforce/exchange.ts';
import type { Token } from './salesforce/token.ts';
import type { Toolkit } from './world.ts';

/** Loaded when there is something to explain: a run that goes well does not pay for it. */
const explanations = () => import('./diagnosis/explain.ts');
const notices = () => import('./diagnosis/notices.ts');

/** Where the explanation cannot be loaded (no free file handle, an incomplete checkout), one line has to do. */
export async function explain(
  error: unknown,
  run: Run & { summaryWanted: boolean },
): Promise<void> {
  try {
    const { explainFailure } = await explanations();
    await explainFailure(error, run);
  } catch (why) {
    const reasons = `${reasonOf(error)}. The explanation of it could not be loaded: ${reasonOf(why)}`;
    run.toolkit.error(`Signing in to Salesforce failed: ${reasons}.`);
  }
}

/** Notes what happens during the exchange for the report, and logs what somebody is waiting for. */
export async function onExchangeEvent(
  event: ExchangeEvent,
  request: Request,
  run: Run,
): Promise<void> {
  const { toolkit, findings, note, now } = run;
  switch (event.kind) {
    case 'request':
      note({ requestedAt: now() });
      if (!event.extra) note({ attempts: findings.attempts + 1 });
      break;
    case 'answer':
      note({ skewSeconds: event.skewSeconds });
      break;
    case 'retry':
      toolkit.info(
        `Attempt ${event.attempt} of ${request.maxAttempts} failed: ${reasonOf(event.error)}. Next attempt in ${(event.waitMs / 1000).toFixed(1)} s.`,
      );
      break;
    case 'clock':
      await advise(toolkit, (it) => it.clockSkew(event.skewSeconds));
      break;
    case 'second-audience': {
      const { audience, error } = event;
      note({ secondAudience: { audience, outcome: error ? reasonOf(error) : 'accepted' } });
      if (!error) await advise(toolkit, (it) => it.secondAudience(audience));
    }
  }
}

export function logSignedIn(
  { orgId }: Token,
  { username }: Request,
  { toolkit, findings, now }: Run,
): void {
  const seconds = ((now() - findings.startedAt) / 1000).toFixed(1);
  const org = orgId === '' ? 'an org that Salesforce did not name' : `org ${orgId}`;
  toolkit.info(`Signed in to ${org} as ${username} in ${seconds} s.`);
}

/** What is worth saying about a success. */
export async function reportSuccess(
  token: Token,
  { request, jobSummary, toolkit, findings }: Run & Success,
): Promise<void> {
  if (request.exportEnv && token.format === 'jwt') await advise(toolkit, (it) => it.jwtToken());
  if (jobSummary !== 'always') return;
  await optional(async () => {
    const { summariseSuccess } = await explanations();
    await summariseSuccess(token, { toolkit, findings });
  });
}

interface Success {
  readonly request: Request;
  readonly jobSummary: JobSummary;
}

/** Advice beside the main road. */
export function advise(toolkit: Toolkit, make: (from: Notices) => Notice): Promise<void> {
  return optional(async () => annotate(toolkit, make(await notices())));
}

type Notices = Awaited<ReturnType<typeof notices>>;

/** What is only an extra must not fail a sign-in: its file may be impossible to load. */
async function optional(work: () => Promise<void>): Promise<void> {
  await work().catch(() => undefined);
}

/** What the certificate in the app is compared with, and how: only for a job with debug logging. */
export async function debugFingerprint(toolkit: Toolkit, fingerprint: string): Promise<void> {
  if (!toolkit.isDebug()) return;
  toolkit.debug(`SHA-256 of the public key: ${fingerprint}`);
  await optional(async () => {
    const { FINGERPRINT_COMMAND } = await notices();
    toolkit.debug(`The certificate in the app must give the same: ${FINGERPRINT_COMMAND}`);
  });
}
