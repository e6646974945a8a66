import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { SetupContext } from './context.ts';
import { SetupError } from './errors.ts';
import { errorCode } from './key-file.ts';
import { commandLine } from './options.ts';
import { environmentVariable } from './places.ts';
import type { PlaceInspection } from './steps/inspect-places.ts';

/** Written by a run that changes something, so that a second run does not begin meanwhile. */
interface LockOwner {
  readonly host: string;
  readonly pid: number;
  readonly startedAt: number;
  /** Until this time, other machines must assume that the run is still active. */
  readonly endsBefore: number;
}

/** One kind of store for a lock. */
interface Lock {
  readonly where: string;
  readonly what: string;
  /** Returns false if there is a lock already. */
  create(text: string): Promise<boolean>;
  read(): Promise<string | undefined>;
  remove(): Promise<void>;
}

const LOCK_VARIABLE = 'SF_SETUP_LOCK';
const MINUTE_MS = 60_000;
/** Three deployments of 20 minutes each, besides the wait for the sign-in. */
const MINUTES_BESIDES_WAIT = 60;

interface Locked {
  readonly orgId: string;
  readonly app: string;
  readonly places: readonly Pick<PlaceInspection, 'gh' | 'repositoryGh'>[];
}

/** Runs `work` while no other run changes the app or a place, and removes the locks after it. */
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
  const locks = [localLock(context, `${orgId}-${app}`), ...places.map(githubLock)];
  const taken: Lock[] = [];
  try {
    for (const lock of locks) {
      // Before it is created: if the request is interrupted, the lock may exist.
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

/** A process on this machine can be looked up; a lock from another machine counts until it expires. */
function isActive({ runtime }: SetupContext, { host, pid, endsBefore }: LockOwner): boolean {
  if (host === runtime.host) return pid !== runtime.pid && runtime.isRunning(pid);
  return runtime.now() < endsBefore;
}

/**
 * Removes the lock if it is this run's. A lock that cannot be removed expires on its own, and is
 * recorded.
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

/** A variable of the repository, because the environment may not exist yet. */
function githubLock({ gh, repositoryGh }: Locked['places'][number]): Lock {
  const { environment, organization } = gh.place;
  const client = organization === undefined ? repositoryGh : gh;
  const name =
    environment === undefined ? LOCK_VARIABLE : environmentVariable(LOCK_VARIABLE, environment);
  return {
    where: client.label,
    what: name,
    create: (text) => client.createVariable(name, text),
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
    const owner = JSON.parse(text ?? '');
    return typeof owner?.host === 'string' && typeof owner.endsBefore === 'number'
      ? owner
      : undefined;
  } catch {
    return undefined;
  }
}

const timeOf = (milliseconds: number): string =>
  new Date(milliseconds)
    .toISOString()
    .replace(/\.\d+Z$/, ' UTC')
    .replace('T', ' ');
