/**
 * How the packages are installed from the lock file.
 * @param {{ platform: string, execPath: string }} here the system, and the Node that runs
 */
export function installCommand({ platform, execPath }) {
  // npm ci removes everything first. Windows does not remove a program that runs, as this one does
  // if it is the Node of the packages.
  const own = platform === 'win32' && execPath.includes('node_modules');
  return `${own ? 'npm install' : 'npm ci'} --no-audit --no-fund --loglevel=error`;
}
