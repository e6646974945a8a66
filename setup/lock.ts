import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { oneLine } from '../src/redaction/one-line.ts';
import type { SetupContext } from './context.ts';
import { SetupError } from './errors.ts';
import { errorCode } from './key-file.ts';
import { commandLine } from './options.ts';
import { environmentVariable } from './places.ts';
import { cannotWrite, type PlaceInspection } from './steps/inspect-places.ts';

/**
 * Identifies the run that created a lock. A run that makes changes creates locks, so that no other
 * run changes the same things in the meantime.
 */
interface LockOwner {
  readonly host: string;
  readonly pid: number;
  readonly startedAt: number;
  /** Until this time, other machines must assume that the run is still active. */
  readonly endsBefore: number;
}

/** A place in which a lock can be stored. */
interface Lock {
  readonly where: string;
  readonly what: string;
  /** Returns false if a lock already exists. */
  create(text: string): Promise<boolean>;
  read(): Promise<string | undefined>;
  remove(): Promise<void>;
}

const LOCK_VARIABLE = 'SF_SETUP_LOCK';
const MINUTE_MS = 60_000;
/** Allows three deployments of 20 minutes each, in addition to the wait for the sign-in. */
const MINUTES_BESIDES_WAIT = 60;

interface Locked {
  readonly orgId: string;
  readonly app: string;
  readonly places: readonly Pick<PlaceInspection, 'gh' | 'repositoryGh'>[];
}

/**
 * Runs `work` while no other run can change the app or the same values in GitHub, and removes the locks
 * afterwards.
 */
export async function withLocks<T>(
  context: SetupContext,
  { orgId, app, places }: Locked,
  work: () => Promise<T>,
): Promise<T> {
  const { runtime, options } = context;
  const { host, pid } = runtime;
  const startedAt = runtime.now();
  const endsBefore = startedAt + (Number(options.wait) + MINUTES_BESIDES_WAIT) * MINUTE_MS;
  const text = JSON.stringify({ host, pid, startedAt, endsBefore } satisfies LockOwner);
  const locks = [
    localLock(context, `${orgId}-${app}`),
    ...places.map((place) => githubLock(context, place)),
  ];
  const taken: Lock[] = [];
  try {
    for (const lock of locks) {
      // Recorded before the lock is created: if the request is interrupted, the lock may exist.
      taken.push(lock);
      await take(context, lock, text);
    }
    return await work();
  } finally {
    runtime.ignoreSignals();
    for (const lock of taken) await release(context, lock, text);
  }
}

async function take(context: SetupContext, lock: Lock, text: string): Promise<void> {
  if (await lock.create(text)) return;
  const current = await lock.read();
  const owner = parseOwner(current);
  if (owner !== undefined && isActive(context, owner)) {
    const { options } = context;
    throw new SetupError(
      `Another run of this command is changing ${lock.where}: it began on ${owner.host} at ${timeOf(owner.startedAt)}. If it was killed, this command can go on without it after ${timeOf(owner.endsBefore)}.`,
      `Wait until it has ended; then: ${commandLine(options)}`,
    );
  }
  await lock.remove();
  if (await lock.create(text)) return;
  throw new SetupError(`Another run of this command has just begun to change ${lock.where}.`);
}

/**
 * Returns true if the run that created the lock may still be active. On this machine, its process
 * can be looked up. On another machine, the lock is valid until it expires.
 */
function isActive({ runtime }: SetupContext, { host, pid, endsBefore }: LockOwner): boolean {
  if (host === runtime.host) return pid !== runtime.pid && runtime.isRunning(pid);
  return runtime.now() < endsBefore;
}

/**
 * Removes the lock if it belongs to this run. If the lock cannot be removed, this is recorded, and the
 * lock expires on its own.
 */
async function release(context: SetupContext, lock: Lock, text: string): Promise<void> {
  try {
    if ((await lock.read()) === text) await lock.remove();
  } catch {
    const change = { where: lock.where, what: lock.what, how: 'left behind' };
    await context.record.change(change, () => Promise.reject(new Error())).catch(() => undefined);
    context.terminal.say(`  ${lock.what} of ${lock.where} could not be removed. It does no harm.`);
  }
}

/**
 * Returns a lock in a variable of the organization or the repository. An environment may not exist
 * yet, so its lock is in the repository as well.
 */
function githubLock(context: SetupContext, { gh, repositoryGh }: Locked['places'][number]): Lock {
  const { environment, organization } = gh.place;
  const client = organization === undefined ? repositoryGh : gh;
  const name =
    environment === undefined ? LOCK_VARIABLE : environmentVariable(LOCK_VARIABLE, environment);
  return {
    where: client.label,
    what: name,
    async create(text) {
      try {
        return await client.createVariable(name, text);
      } catch (error) {
        // This is the first change in GitHub, so it shows whether this login may make any.
        if (!(error instanceof SetupError) || !/HTTP 403/.test(error.message)) throw error;
        throw cannotWrite(gh, context.options);
      }
    },
    read: () => client.variable(name),
    async remove() {
      await client.remove('variables', name);
    },
  };
}

function localLock({ runtime }: SetupContext, name: string): Lock {
  const path = join(runtime.systemTempFolder, `salesforce-setup-${name}.lock`);
  return {
    where: 'this app on this machine',
    what: path,
    async create(text) {
      try {
        runtime.writeFile(path, text, { flag: 'wx', mode: 0o600 });
        return true;
      } catch (error) {
        if (errorCode(error) === 'EEXIST') return false;
        throw error;
      }
    },
    async read() {
      try {
        return readFileSync(path, 'utf8');
      } catch {
        return undefined;
      }
    },
    async remove() {
      rmSync(path, { force: true });
    },
  };
}

function parseOwner(text: string | undefined): LockOwner | undefined {
  try {
    const { host, pid, startedAt, endsBefore } = JSON.parse(text ?? '');
    if (typeof host !== 'string' || !isTime(startedAt) || !isTime(endsBefore)) return undefined;
    // Everyone who may write to the repository can change the variable, so its text is not trusted.
    return { host: oneLine(host), pid, startedAt, endsBefore };
  } catch {
    return undefined;
  }
}

const isTime = (value: unknown): value is number =>
  typeof value === 'number' && !Number.isNaN(new Date(value).getTime());

const timeOf = (milliseconds: number): string =>
  new Date(milliseconds)
    .toISOString()
    .replace(/\.\d+Z$/, ' UTC')
    .replace('T', ' ');
