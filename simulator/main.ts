import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { FAULTS } from './org/faults/index.ts';
import type { FaultOptions } from './org/faults/types.ts';
import { makeAppKey } from './org/keys.ts';
import { type Org, startOrg } from './org/org.ts';
import { REFUSALS, refuseSignIns } from './org/refusals/index.ts';
import { makeId } from './org/salesforce-id.ts';
import type { RecordedRequest } from './org/state.ts';

const USAGE = `Usage: node simulator/main.ts [options]

  --fault NAME        activate a fault; can be repeated
  --times N           number of requests that fail (default: depends on the fault)
  --ms N              delay, interval or offset in milliseconds (default: depends on the fault)
  --path PART         part of the path that fails (default: depends on the fault)
  --list-faults       list all faults and exit
  --refusal NAME      make the org refuse sign-ins for a reason that an administrator can see, and
                      print an access token of an administrator
  --list-refusals     list all refusals and exit
  --token-format F    opaque (default) or jwt
  --certificate FILE  upload this certificate instead of generating a key and a certificate
  --consumer-key KEY  consumer key of the app (default: a random one)
  --json              print the connection details as one line of JSON, and the log to standard error
`;

const { values } = parseArgs({
  options: {
    fault: { type: 'string', multiple: true, default: [] },
    times: { type: 'string' },
    ms: { type: 'string' },
    path: { type: 'string' },
    'list-faults': { type: 'boolean', default: false },
    refusal: { type: 'string', multiple: true, default: [] },
    'list-refusals': { type: 'boolean', default: false },
    'token-format': { type: 'string', default: 'opaque' },
    certificate: { type: 'string' },
    'consumer-key': { type: 'string' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

const unknownFaults = values.fault.filter((name) => !FAULTS.some((fault) => fault.name === name));
const unknownRefusals = values.refusal.filter(
  (name) => !REFUSALS.some((refusal) => refusal.name === name),
);

if (values.help) {
  process.stdout.write(USAGE);
} else if (values['list-faults']) {
  process.stdout.write(faultList());
} else if (values['list-refusals']) {
  process.stdout.write(refusalList());
} else if (unknownRefusals.length > 0) {
  process.stderr.write(
    `There is no refusal named ${unknownRefusals.join(', ')}. --list-refusals lists them.\n`,
  );
  process.exitCode = 2;
} else if (unknownFaults.length > 0) {
  process.stderr.write(
    `There is no fault named ${unknownFaults.join(', ')}. --list-faults lists them.\n`,
  );
  process.exitCode = 2;
} else {
  await run();
}

function faultList(): string {
  const width = Math.max(...FAULTS.map(({ name }) => name.length));
  const lines = FAULTS.map(
    ({ name, layer, summary }) => `${name.padEnd(width)}  ${layer.padEnd(10)}  ${summary}\n`,
  );
  return lines.join('');
}

function refusalList(): string {
  const width = Math.max(...REFUSALS.map(({ name }) => name.length));
  return REFUSALS.map(({ name, summary }) => `${name.padEnd(width)}  ${summary}\n`).join('');
}

async function run(): Promise<void> {
  const { 'consumer-key': consumerKey } = values;
  const org = await startOrg({
    onRequest: log,
    ...(consumerKey === undefined ? {} : { consumerKey }),
  });
  const folder = await mkdtemp(join(tmpdir(), 'embedded-org-key-'));
  org.app.tokenFormat = values['token-format'] === 'jwt' ? 'jwt' : 'opaque';
  for (const name of values.fault) org.faults.set(name, faultOptions());
  const details = connectionDetails(org, await provideKey(org, folder));
  const administratorToken = values.refusal.length === 0 ? undefined : signInAdministrator(org);
  for (const name of values.refusal) refuseSignIns(org, name);
  const allDetails = { ...details, administratorToken };
  process.stdout.write(
    values.json ? `${JSON.stringify(allDetails)}\n` : `${exportLines(allDetails)}\n`,
  );

  const shutDown = async (): Promise<void> => {
    await org.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    process.exit(0);
  };
  process.once('SIGINT', shutDown);
  process.once('SIGTERM', shutDown);
}

/** Adds an administrator of production, and returns an access token for `sf org login access-token`. */
function signInAdministrator(org: Org): string | undefined {
  const [tenant] = org.tenants;
  if (tenant === undefined) return undefined;
  const username = 'admin@acme.com';
  const user = { userId18: makeId('005'), username, tenant: tenant.name, active: true };
  org.users.set(username, user);
  org.directory.profiles.set(user.userId18, 'System Administrator');
  const cliApp = { ...org.app, consumerKey: 'PlatformCLI' };
  return org.sessions.open(cliApp, tenant, user, org.now()).token;
}

/**
 * Uploads a certificate to the app. Returns the path of the private key if a key pair was generated.
 */
async function provideKey(org: Org, folder: string): Promise<string | undefined> {
  if (values.certificate !== undefined) {
    org.uploadCertificate(await readFile(values.certificate, 'utf8'));
    return undefined;
  }
  const { privateKeyPem, certificatePem } = makeAppKey();
  org.uploadCertificate(certificatePem);
  const path = join(folder, 'server.key');
  await writeFile(path, privateKeyPem, { mode: 0o600 });
  return path;
}

function faultOptions(): FaultOptions {
  return {
    ...(values.times === undefined ? {} : { times: Number(values.times) }),
    ...(values.path === undefined ? {} : { path: values.path }),
    ...(values.ms === undefined ? {} : { ms: Number(values.ms) }),
  };
}

function connectionDetails(org: Org, privateKeyPath: string | undefined) {
  const [production] = org.tenants;
  const user = [...org.users.values()].find(({ tenant }) => tenant === production?.name);
  return {
    environment: org.environment(),
    consumerKey: org.app.consumerKey,
    username: user?.username,
    loginUrl: `https://${production?.myDomain}`,
    audience: `https://${production?.loginHost}`,
    privateKeyPath,
    certificatePem: org.app.certificatePem,
    orgId: production?.orgId,
    userId: user?.userId18,
    httpUrl: org.httpUrl,
    proxyUrl: org.proxyUrl,
    caPath: org.caPath,
    tlsPort: org.tlsPort,
    logins: [...org.users.values()].map(({ username, tenant }) => ({
      username,
      loginUrl: `https://${org.tenants.find(({ name }) => name === tenant)?.myDomain}`,
    })),
  };
}

function exportLines(
  details: ReturnType<typeof connectionDetails> & { administratorToken: string | undefined },
): string {
  const variables = {
    ...details.environment,
    CONSUMER_KEY: details.consumerKey,
    SF_USERNAME: details.username,
    LOGIN_URL: details.loginUrl,
    AUDIENCE: details.audience,
    PRIVATE_KEY_FILE: details.privateKeyPath,
    ORG_HTTP_URL: details.httpUrl,
    SF_ACCESS_TOKEN: details.administratorToken,
  };
  const lines = Object.entries(variables)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `export ${name}='${value?.replaceAll("'", "'\\''")}'`);
  return [...lines, '# The org runs until Ctrl-C. Requests are logged below.'].join('\n');
}

/**
 * Logs a request on one line, without its query, headers and body, because they may contain secrets.
 */
function log({ timestamp, method, host, path, status, outcome, fault }: RecordedRequest): void {
  const time = new Date(timestamp).toISOString().slice(11, 23);
  const faultSuffix = fault === undefined ? '' : ` [fault ${fault}]`;
  const line = `# ${time} ${method} ${host}${path} → ${status ?? '-'} ${outcome}${faultSuffix}\n`;
  (values.json ? process.stderr : process.stdout).write(line);
}
