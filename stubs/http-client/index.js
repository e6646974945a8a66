// @actions/core imports @actions/http-client to request an OIDC token, which this action never does.
// src/http/client.ts and src/http/tunnel.ts make its requests. Without the package, the bundle is
// 50 KB smaller and does not contain `tunnel`. "overrides" in package.json replaces the package with
// this file. __tests__/repository/bundle.test.ts checks the bundle.
function throwNotBundled() {
  throw new Error(
    '@actions/http-client is intentionally excluded from this action. See stubs/http-client/index.js.',
  );
}

export { throwNotBundled as BearerCredentialHandler, throwNotBundled as HttpClient };
