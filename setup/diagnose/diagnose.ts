import { oneLine } from '../../src/redaction/one-line.ts';
import type { SetupContext } from '../context.ts';
import { SetupError } from '../errors.ts';
import { createSalesforceCli, type KnownOrg } from '../sf.ts';
import { kindOf, loginCommand, requireCliVersion, type TargetOrg } from '../steps/inspect-org.ts';
import type { SetupStepResult } from '../terminal.ts';
import type { DiagnosedApp } from './app-files.ts';
import { createBatch } from './batch.ts';
import { checkApp } from './check-app.ts';
import { checkGrant } from './check-grant.ts';
import { checkLogins } from './check-logins.ts';
import { checkOrg } from './check-org.ts';
import { checkUser } from './check-user.ts';
import { findUser } from './find-user.ts';
import type { OrgFinding } from './finding.ts';
import { ownerOf } from './login-rows.ts';
import type { OrgReader } from './org-reader.ts';
import { pickOrg } from './pick-org.ts';
import { hasValue, readValue } from './reader.ts';
import { type Readings, readLogins, startReading, type UserReadings } from './readings.ts';
import { makeReport, type Report, renderReport } from './report.ts';
import { readRefusedSignIn } from './target.ts';

export interface DiagnosisResult {
  readonly diagnosis: Report;
}

/** Searches the org for the cause of a rejected sign-in, without changing anything. */
export async function diagnose(context: SetupContext): Promise<DiagnosisResult> {
  const { options, runtime, terminal } = context;
  const signIn = readRefusedSignIn(options, runtime.now());
  const { reader, readings, org } = await terminal.step('Org', async () => {
    const known = await pickOrg(context, signIn).catch(async (error: unknown) => {
      // If the CLI is missing or too old, this explains the failure better than `error` does.
      await requireCliVersion(createSalesforceCli(context, ''));
      throw error;
    });
    const admin = known.username;
    const sf = createSalesforceCli(context, admin);
    const reader = { context, sf, batch: createBatch(context, sf, admin), admin, signIn };
    const readings = startReading(reader);
    const org = await requireSession(known, readings);
    const result = `${org.name} (${org.id}), ${org.kind}, ${org.myDomain}, as ${admin}`;
    return { result, value: { reader, readings, org } };
  });
  const facts = await runChecks(context, { org, reader, readings });
  const report = makeReport(facts, signIn);
  terminal.say(`\n${renderReport(report)}`);
  return { diagnosis: report };
}

/**
 * Returns the org, which the session of the CLI must be able to read.
 * @throws SetupError if the session does not work, because then nothing can be seen
 */
async function requireSession(
  { username, instanceUrl = '' }: KnownOrg,
  readings: Readings,
): Promise<DiagnosedOrg> {
  const reading = await readings.organization;
  const myDomain = URL.parse(instanceUrl)?.origin ?? instanceUrl;
  const organization = readValue(reading)?.[0];
  if (organization === undefined) {
    const problem = hasValue(reading) ? 'the org did not return its name' : reading.problem;
    // The other reads must not write into the temporary folder after its removal.
    await Promise.allSettled(Object.values(readings));
    throw new SetupError(
      `The Salesforce CLI's session for ${username} does not work: ${problem}.`,
      loginCommand(username, myDomain),
    );
  }
  const { Id: id, Name, TimeZoneSidKey: timeZone } = organization;
  const name = oneLine(Name);
  return { id, name, kind: kindOf(organization), myDomain, admin: username, timeZone };
}

interface DiagnosedOrg extends TargetOrg {
  readonly timeZone: string | undefined;
}

interface CheckContext {
  readonly org: DiagnosedOrg;
  readonly reader: OrgReader;
  readonly readings: Readings;
}

export interface DiagnosisFacts {
  readonly org: TargetOrg;
  readonly findings: readonly OrgFinding[];
  readonly userId: string | undefined;
  readonly profileId: string | undefined;
  readonly appId: string | undefined;
  readonly isConnectedApp: boolean;
}

/** Runs each check as a step, so that its line is printed as soon as its data has been read. */
async function runChecks(
  { terminal }: SetupContext,
  { org, reader, readings }: CheckContext,
): Promise<DiagnosisFacts> {
  const { signIn } = reader;
  const findings: OrgFinding[] = [];
  const step = (title: string, work: () => Promise<readonly OrgFinding[]>): Promise<void> =>
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
    return checkUser(
      { ...facts, admin: org.admin, orgName: org.name, timeZone: org.timeZone },
      signIn,
    );
  });
  await step('App', async () => checkApp(await readings.app, signIn));
  await step('Grant', async () =>
    checkGrant(
      { ...(await readings.app), assignments: await assignments, admin: org.admin },
      signIn,
    ),
  );
  const app = readValue((await readings.app).app);
  const row = findUser(readValue(await users) ?? [], signIn);
  const profile = user && readValue(user.profile);
  await step('Org settings', async () =>
    checkOrg({ org, files: await readings.files, app, user: row, profile }, signIn),
  );
  await step('Login History', async () => {
    const isNamed = findings.some(({ state }) => state === 'wrong');
    const withRows =
      user === undefined || row === undefined || isNamed
        ? user
        : await waitForRow({ user, app, userId: row.Id }, reader);
    const shared = { users: await users, assignments: await assignments, admin: org.admin };
    return checkLogins({ ...shared, user: withRows, app, findings }, signIn);
  });
  return {
    org,
    findings,
    userId: row?.Id,
    profileId: row?.ProfileId,
    appId: app && readValue(app.id),
    isConnectedApp: app?.kind === 'Connected App',
  };
}

const RECENT_MS = 300_000;
const POLL_INTERVAL_MS = 10_000;
const POLL_MS = 60_000;

interface AwaitedRow {
  readonly user: UserReadings;
  readonly app: DiagnosedApp | undefined;
  readonly userId: string;
}

/**
 * Reads Login History again until it has a row, for at most a minute: the row may appear late, and
 * no source states how late. Called only if no other check has found the cause.
 */
async function waitForRow(
  { user, app, userId }: AwaitedRow,
  reader: OrgReader,
): Promise<UserReadings> {
  const { runtime } = reader.context;
  const { signIn } = reader;
  const deadline = runtime.now() + POLL_MS;
  let current = user;
  const hasNoRow = (): boolean =>
    hasValue(current.logins) &&
    current.logins.value.every((row) => ownerOf(row, app) === 'another app');
  while (hasNoRow() && runtime.now() - signIn.time < RECENT_MS && runtime.now() < deadline) {
    await runtime.pause(POLL_INTERVAL_MS);
    current = { ...user, logins: await readLogins(reader, userId) };
  }
  return current;
}

/**
 * Returns the line of a step: the wrong findings; if there are none, the unseen and open ones;
 * otherwise, the first finding.
 */
function summarize(findings: readonly OrgFinding[]): SetupStepResult<void> {
  const textOf = (...states: readonly string[]): string =>
    findings
      .filter(({ state }) => states.includes(state))
      .map(({ text }) => text)
      .join('; ');
  const wrong = textOf('wrong');
  if (wrong !== '') return { result: wrong, value: undefined, mark: '✗' };
  const doubtful = textOf('unseen', 'open');
  if (doubtful !== '') return { result: doubtful, value: undefined, mark: '?' };
  return { result: findings[0]?.text ?? 'nothing to check', value: undefined };
}
