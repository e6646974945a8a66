import type { SetupContext } from '../context.ts';
import type { SalesforceCli } from '../sf.ts';
import { inspectOrg, type TargetOrg } from '../steps/inspect-org.ts';
import type { SetupStepResult } from '../terminal.ts';
import { checkApp } from './check-app.ts';
import { checkGrant } from './check-grant.ts';
import { checkLogins } from './check-logins.ts';
import { checkOrg } from './check-org.ts';
import { checkUser } from './check-user.ts';
import type { Finding } from './finding.ts';
import { pickOrg } from './pick-org.ts';
import { hasValue, readValue } from './reader.ts';
import {
  findUser,
  type Readings,
  readLogins,
  startReading,
  type UserReadings,
} from './readings.ts';
import { makeReport, type Report, renderReport } from './report.ts';
import { type RefusedSignIn, readRefusedSignIn } from './target.ts';

export interface DiagnosisResult {
  readonly diagnosis: Report;
}

/** Looks into the org for the cause of a refused sign-in. Reads only. */
export async function diagnose(context: SetupContext): Promise<DiagnosisResult> {
  const { options, runtime, terminal } = context;
  const signIn = readRefusedSignIn(options, runtime.now());
  const alias = await pickOrg(context, signIn);
  const { sf, org } = await inspectOrg({ ...context, options: { ...options, org: alias } });
  const readings = startReading({ context, sf, org, signIn });
  const facts = await runChecks(context, { sf, org, signIn, readings });
  const report = makeReport(facts, signIn);
  terminal.say(`\n${renderReport(report)}`);
  return { diagnosis: report };
}

interface Diagnosis {
  readonly sf: SalesforceCli;
  readonly org: TargetOrg;
  readonly signIn: RefusedSignIn;
  readonly readings: Readings;
}

export interface DiagnosisFacts {
  readonly org: TargetOrg;
  readonly findings: readonly Finding[];
  readonly userId: string | undefined;
  readonly profileId: string | undefined;
  readonly appId: string | undefined;
  readonly isConnectedApp: boolean;
}

/** Runs every check as a step, so that its line appears as soon as its readings are there. */
async function runChecks(
  { runtime, terminal }: SetupContext,
  { sf, org, signIn, readings }: Diagnosis,
): Promise<DiagnosisFacts> {
  const findings: Finding[] = [];
  const step = (title: string, work: () => Promise<readonly Finding[]>): Promise<void> =>
    terminal.step(title, async () => {
      const found = await work();
      findings.push(...found);
      return summarize(found);
    });
  const [users, assignments] = [readings.users, readings.assignments];
  let user: UserReadings | undefined;
  await step('User', async () => {
    user = await readings.user;
    const facts = { users: await users, user, assignments: await assignments };
    return checkUser({ ...facts, orgName: org.name, timeZone: org.timeZone }, signIn);
  });
  await step('App', async () => checkApp(await readings.app, signIn));
  await step('Grant', async () => checkGrant(await readings.app, await assignments, signIn));
  const app = readValue((await readings.app).app);
  const row = findUser(readValue(await users) ?? [], signIn);
  const profile = user && readValue(user.profile);
  await step('Org settings', async () =>
    checkOrg({ org, files: await readings.files, app, user: row, profile }, signIn),
  );
  await step('Login History', async () => {
    const isNamed = findings.some(({ state }) => state === 'wrong');
    const poll = { runtime, sf, signIn, userId: row?.Id };
    const withRows = user === undefined || isNamed ? user : await waitForRow(user, poll);
    const isActive = row?.IsActive ?? false;
    return checkLogins(
      { user: withRows, isActive, app, assignments: await assignments, admin: org.admin },
      signIn,
    );
  });
  return {
    org,
    findings,
    userId: row?.Id,
    profileId: row?.ProfileId,
    appId: app?.id,
    isConnectedApp: app?.kind === 'Connected App',
  };
}

interface Poll {
  readonly runtime: SetupContext['runtime'];
  readonly sf: SalesforceCli;
  readonly signIn: RefusedSignIn;
  readonly userId: string | undefined;
}

const RECENT_MS = 300_000;
const POLL_INTERVAL_MS = 10_000;
const POLL_MS = 60_000;

/** A row may appear late; no source says how late. Nothing else has named the cause, so wait for it. */
async function waitForRow(user: UserReadings, poll: Poll): Promise<UserReadings> {
  const { runtime, sf, signIn, userId = '' } = poll;
  const deadline = runtime.now() + POLL_MS;
  let current = user;
  const hasNoRow = (): boolean => hasValue(current.logins) && current.logins.value.length === 0;
  while (hasNoRow() && runtime.now() - signIn.time < RECENT_MS && runtime.now() < deadline) {
    await runtime.pause(POLL_INTERVAL_MS);
    current = { ...user, logins: await readLogins(sf, userId, signIn) };
  }
  return current;
}

/** The line of a step: what is wrong, or else what cannot be seen. */
function summarize(findings: readonly Finding[]): SetupStepResult<void> {
  const textOf = (...states: readonly string[]): string =>
    findings
      .filter(({ state }) => states.includes(state))
      .map(({ text }) => text)
      .join('; ');
  const wrong = textOf('wrong');
  if (wrong !== '') return { result: wrong, value: undefined, mark: '✗' };
  const doubtful = textOf('unseen', 'open');
  return doubtful === ''
    ? { result: textOf('right') || 'nothing to check', value: undefined }
    : { result: doubtful, value: undefined, mark: '?' };
}
