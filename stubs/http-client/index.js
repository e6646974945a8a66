// @actions/core imports @actions/http-client to ask for an OIDC token, which this action never does.
// Its own requests, through a proxy or not, are made in src/http/client.ts and tunnel.ts. Without
// it the bundle is 50 KB smaller, and does not hold `tunnel`. "overrides" in package.json puts this
// file in its place; __tests__/repository/bundle.test.ts proves both.
function leftOut() {
  throw new Error(
    '@actions/http-client is left out of this action on purpose: see stubs/http-client/index.js',
  );
}

export { leftOut as BearerCredentialHandler, leftOut as HttpClient };
