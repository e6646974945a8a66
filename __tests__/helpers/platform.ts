/** Reasons why a test cannot run on this machine; false where it can. */
import { rmSync, symlinkSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { makeFolder } from './folders.ts';

type Reason = string | false;

const isWindows = process.platform === 'win32';

/** Whether a file keeps the mode that it was given. Windows knows read-only, and nothing else. */
export const noModes: Reason = isWindows && 'Windows keeps no such mode';

/** Whether a mode stops somebody from reading or writing. */
export const unstoppable: Reason = noModes || (process.getuid?.() === 0 && 'a mode stops no root');

export const noIpv6: Reason =
  !Object.values(networkInterfaces()).some((all) =>
    all?.some(({ address }) => address === '::1'),
  ) && 'this machine has no ::1';

/** On Windows a link takes a right that not everybody has. */
export function noLinks(): Reason {
  const link = join(makeFolder('link'), 'link');
  try {
    symlinkSync(process.execPath, link);
    rmSync(link);
    return false;
  } catch {
    return 'no symbolic link can be made here';
  }
}
