// @actions/core imports @actions/exec to find out the name of the operating system, which this
// action never asks. Without it the bundle is 50 KB smaller and cannot start another program: there
// is no child_process in it. "overrides" in package.json puts this file in its place;
// __tests__/repository/bundle.test.ts proves both.
const leftOut = () => {
  throw new Error('@actions/exec is left out of this action on purpose: see stubs/exec/index.js');
};

export const exec = leftOut;
export const getExecOutput = leftOut;
