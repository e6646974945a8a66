/** Reasons why a test cannot run on this machine; false where it can. */
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';

type Reason = string | false;

const isWindows = process.platform === 'win32';

/** Whether a file keeps the mode that it was given. Windows knows read-only, and nothing else. */
export const noModes: Reason = isWindows && 'Windows keeps no such mode';

/** Whether a mode stops somebody from reading or writing. */
export const unstoppable: Reason = noModes || (process.getuid?.() === 0 && 'a mode stops no root');

export const noDevices: Reason = isWindows && 'Windows has no devices among its files';

export const noIpv6: Reason =
  !Object.values(networkInterfaces()).some((all) =>
    all?.some(({ address }) => address === '::1'),
  ) && 'this machine has no ::1';

/** On Windows a link takes a right that not everybody has. */
export function noLinks(): Reason {
  const folder = mkdtempSync(join(tmpdir(), 'link-'));
  try {
    symlinkSync(folder, join(folder, 'link'));
    return false;
  } catch {
    return 'no symbolic link can be made here';
  } finally {
    rmSync(folder, { recursive: true });
  }
}
