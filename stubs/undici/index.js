// @actions/github imports undici for its Octokit client, which this action never loads. undici is
// the dependency with the most security advisories. "overrides" in package.json replaces it with
// this file. __tests__/repository/bundle.test.ts checks that the bundle does not contain undici.
const throwNotBundled = () => {
  throw new Error('undici is intentionally excluded from this action. See stubs/undici/index.js.');
};

export const ProxyAgent = throwNotBundled;
export const fetch = throwNotBundled;
