/**
 * Runs the embedded org in a separate process, so that its work does not add to the measured times.
 * Sends its connection settings over IPC, then answers queries.
 */
import { makeAppKey } from '../../simulator/org/keys.ts';
import { startOrg } from '../../simulator/org/org.ts';
import { startDelayingProxy } from './delay.ts';

export interface OrgProcessInfo {
  readonly consumerKey: string;
  readonly privateKey: string;
  readonly httpUrl: string;
  /** Environment variables that make a client use the org's proxy and trust its certificates. */
  readonly environment: Readonly<Record<string, string>>;
  /** The same variables, but for a proxy that delays all data. */
  readonly slowEnvironment: Readonly<Record<string, string>>;
  readonly logins: readonly OrgLogin[];
}

export interface OrgLogin {
  readonly username: string;
  readonly loginUrl: string;
  readonly audience: string;
}

export type OrgQuery =
  /** Makes this many of the following token requests fail with a 503. */
  | { readonly failures: number }
  /** Makes the next token request fail because of its audience. */
  | { readonly rejectAudience: true }
  /**
   * Requests the number of requests, or of round trips through the slow proxy, since the last query.
   */
  | { readonly count: 'requests' | 'round trips' };

const org = await startOrg();
const { privateKeyPem, certificatePem } = makeAppKey();
org.uploadCertificate(certificatePem);
const delayingProxy = await startDelayingProxy(Number(new URL(org.proxyUrl).port));
const slowProxyUrl = `http://127.0.0.1:${delayingProxy.port}`;
let countedRequests = 0;

const logins = [...org.users.values()].map(({ username, tenant }): OrgLogin => {
  const tenantOfUser = org.tenants.find(({ name }) => name === tenant);
  return {
    username,
    loginUrl: `https://${tenantOfUser?.myDomain}`,
    audience: `https://${tenantOfUser?.loginHost}`,
  };
});
const info: OrgProcessInfo = {
  consumerKey: org.app.consumerKey,
  privateKey: privateKeyPem,
  httpUrl: org.httpUrl,
  environment: org.environment(),
  slowEnvironment: {
    ...org.environment(),
    HTTPS_PROXY: slowProxyUrl,
    https_proxy: slowProxyUrl,
  },
  logins,
};
process.send?.(info);

process.on('message', (query: OrgQuery) => {
  if ('failures' in query) {
    org.faults.clear();
    if (query.failures > 0) org.faults.set('503-once', { times: query.failures });
    process.send?.(query.failures);
  } else if ('rejectAudience' in query) {
    org.faults.set('app-not-found', { times: 1 });
    process.send?.(1);
  } else if (query.count === 'round trips') {
    process.send?.(delayingProxy.takeRoundTrips());
  } else {
    process.send?.(org.requests.length - countedRequests);
    countedRequests = org.requests.length;
  }
});
process.on('disconnect', async () => {
  await Promise.all([delayingProxy.close(), org.close()]);
  process.exit();
});
