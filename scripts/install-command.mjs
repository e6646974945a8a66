/**
 * Returns the command that installs the packages of the lock file.
 * @param {{ platform: string, execPath: string }} process the fields of Node's `process` that determine it
 */
export function installCommand({ platform, execPath }) {
  // npm ci deletes node_modules first, but Windows cannot delete the Node executable in it while that
  // executable runs this script.
  const runsFromPackages = platform === 'win32' && execPath.includes('node_modules');
  return `${runsFromPackages ? 'npm install' : 'npm ci'} --no-audit --no-fund --loglevel=error`;
}
