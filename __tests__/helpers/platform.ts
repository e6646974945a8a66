/** Reasons to skip a test on this machine. Each of them is false if the test can run. */
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';

type SkipReason = string | false;

const isWindows = process.platform === 'win32';

/** Windows supports only the read-only attribute, so it does not preserve file modes. */
export const noFileModes: SkipReason = isWindows && 'Windows does not preserve file modes';

/** root can read and write files regardless of their mode. */
export const modesNotEnforced: SkipReason =
  noFileModes || (process.getuid?.() === 0 && 'file modes do not restrict root');

export const noSignals: SkipReason = isWindows && 'Windows cannot send SIGINT to a process';

export const noDevices: SkipReason = isWindows && 'Windows has no device files';

export const noIpv6: SkipReason =
  !Object.values(networkInterfaces()).some((addresses) =>
    addresses?.some(({ address }) => address === '::1'),
  ) && 'this machine has no ::1';

/** On Windows, creating a symbolic link requires a permission that not every user has. */
export function noLinks(): SkipReason {
  const folder = mkdtempSync(join(tmpdir(), 'link-'));
  try {
    symlinkSync(folder, join(folder, 'link'));
    return false;
  } catch {
    return 'symbolic links cannot be created here';
  } finally {
    rmSync(folder, { recursive: true });
  }
}
