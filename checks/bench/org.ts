/**
 * The embedded org in a process of its own, so that its work is not on the clock of what is
 * measured. Says over IPC how to reach it, then answers questions.
 */
import { makeAppKey } from '../../simulator/org/keys.ts';
import { startOrg } from '../../simulator/org/org.ts';

export interface OrgProcessInfo {
  readonly consumerKey: string;
  readonly privateKey: string;
  readonly httpUrl: string;
  /** What leads a client through the proxy to the TLS side. */
  readonly environment: Readonly<Record<string, string>>;
  readonly logins: readonly OrgLogin[];
}

export interface OrgLogin {
  readonly username: string;
  readonly loginUrl: string;
  readonly audience: string;
}

export type OrgQuery =
  /** Lets the next requests for a token fail with a 503. */
  | { readonly failures: number }
  /** How many requests came since this was asked last. */
  | { readonly count: 'requests' };

const org = await startOrg();
const { privateKeyPem, certificatePem } = makeAppKey();
org.uploadCertificate(certificatePem);
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
  logins,
};
process.send?.(info);

process.on('message', (query: OrgQuery) => {
  if ('failures' in query) {
    org.faults.clear();
    if (query.failures > 0) org.faults.set('503-once', { times: query.failures });
    process.send?.(query.failures);
  } else {
    process.send?.(org.requests.length - countedRequests);
    countedRequests = org.requests.length;
  }
});
process.on('disconnect', async () => {
  await org.close();
  process.exit();
});
