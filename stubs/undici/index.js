// @actions/github asks for undici on behalf of its Octokit, which this action never loads. Real undici
// is the dependency with the most advisories. "overrides" in package.json puts this file in its place;
// __tests__/repository/bundle.test.ts proves that the bundle has nothing of it.
const leftOut = () => {
  throw new Error('undici is left out of this action on purpose: see stubs/undici/index.js');
};

export const ProxyAgent = leftOut;
export const fetch = leftOut;
