// @actions/http-client imports undici's ProxyAgent for getAgentDispatcher(), which this action never
// calls: it reaches proxies through `tunnel`. Real undici is 940 KB of the bundle, and the
// dependency with the most advisories. "overrides" in package.json puts this file in its place;
// __tests__/repository/bundle.test.ts proves that the bundle holds this file and no way to reach it.
const leftOut = () => {
  throw new Error('undici is left out of this action on purpose: see stubs/undici/index.js');
};

export const ProxyAgent = leftOut;
export const fetch = leftOut;
