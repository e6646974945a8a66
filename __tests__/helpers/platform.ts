/** Reasons why a test cannot run on this machine; false where it can. */
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';

type SkipReason = string | false;

const isWindows = process.platform === 'win32';

/** Whether a file keeps the mode that it was given. Windows knows read-only, and nothing else. */
export const noFileModes: SkipReason = isWindows && 'Windows keeps no such mode';

/** Whether a mode stops somebody from reading or writing. */
export const modesNotEnforced: SkipReason =
  noFileModes || (process.getuid?.() === 0 && 'a mode stops no root');

export const noDevices: SkipReason = isWindows && 'Windows has no devices among its files';

export const noIpv6: SkipReason =
  !Object.values(networkInterfaces()).some((addresses) =>
    addresses?.some(({ address }) => address === '::1'),
  ) && 'this machine has no ::1';

/** On Windows a link takes a right that not everybody has. */
export function noLinks(): SkipReason {
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
