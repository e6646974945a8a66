// @actions/core imports @actions/exec to read the name of the operating system, which this action never
// does. Without the package, the bundle is 50 KB smaller and cannot start other programs, because it
// does not contain child_process. "overrides" in package.json replaces the package with this file.
// __tests__/repository/bundle.test.ts checks the bundle.
const throwNotBundled = () => {
  throw new Error(
    '@actions/exec is intentionally excluded from this action. See stubs/exec/index.js.',
  );
};

export const exec = throwNotBundled;
export const getExecOutput = throwNotBundled;
