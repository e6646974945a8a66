/** Examples with other clients than the Salesforce CLI: nothing but token and instance URL is handed over. */
import { execFileSync } from 'node:child_process';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Case, Given } from '../case.ts';
import { TOKEN, USER_INFO } from './requests.ts';

/** What Java trusts is in a file of its own kind. */
function javaOptions({ folder, org }: Given): Record<string, string> {
  const store = join(folder, 'authorities.jks');
  copyFileSync('/etc/ssl/certs/java/cacerts', store);
  const given = ['-storepass', 'changeit', '-alias', 'org', '-file', org.caPath];
  const command = ['-importcert', '-noprompt', '-keystore', store, ...given];
  execFileSync('keytool', command, { stdio: 'pipe' });
  return { JAVA_TOOL_OPTIONS: `-Djavax.net.ssl.trustStore=${store}` };
}

export const CASES: readonly Case[] = [
  {
    file: 'examples/jsforce.yml',
    event: 'workflow_dispatch',
    jobs: { script: 'success' },
    requests: [TOKEN, 'acme GET /services/data/v66.0/query: query on Account'],
    prints: [/^3 accounts read$/m],
    slip: ['accessToken: process.env.TOKEN', 'accessToken: process.env.ACCESS_TOKEN'],
  },
  {
    file: 'examples/graphql.yml',
    event: 'workflow_dispatch',
    jobs: { ask: 'success' },
    requests: [TOKEN, 'acme POST /services/data/v66.0/graphql: GraphQL on Account'],
    prints: [/^Globex$/m],
    slip: ['Account(first: 10)', 'Accounts(first: 10)'],
  },
  {
    file: 'examples/python.yml',
    event: 'workflow_dispatch',
    jobs: { script: 'success' },
    requests: [TOKEN, 'acme GET /services/data/v66.0/query/: query on Account'],
    prints: [/^3 accounts read$/m],
    slip: ["session_id=os.environ['TOKEN']", "session_id=os.environ['HOME']"],
  },
  {
    file: 'examples/cumulusci.yml',
    event: 'workflow_dispatch',
    jobs: { deploy: 'success' },
    requests: [
      TOKEN,
      USER_INFO,
      'acme GET /services/data/v67.0/sobjects/Organization/…: organization',
      'acme POST /services/Soap/m/66.0/…: SOAP deploy',
      'acme POST /services/Soap/m/66.0/…: SOAP checkDeployStatus',
    ],
    looksForUpdates: true,
    slip: ['CUMULUSCI_ORG_ci', 'CUMULUSCI_ORG_uat'],
  },
  {
    file: 'examples/java.yml',
    event: 'workflow_dispatch',
    env: javaOptions,
    // The library opens its connections itself, past the proxy that the JVM was told of.
    direct: true,
    jobs: { run: 'success' },
    requests: [TOKEN, 'acme POST /services/Soap/u/65.0: SOAP query'],
    prints: [/^3 accounts read$/m],
    slip: ['/services/Soap/u/65.0', '/services/Soap/65.0'],
  },
  {
    file: 'examples/go.yml',
    event: 'workflow_dispatch',
    // The library takes no notice of HTTPS_PROXY.
    direct: true,
    jobs: { run: 'success' },
    requests: [
      TOKEN,
      'acme GET /services/data/v63.0/limits: OK',
      'acme GET /services/data/v63.0/query/: query on Account',
    ],
    prints: [/^3 accounts read$/m],
    slip: ['AccessToken: os.Getenv("TOKEN")', 'AccessToken: os.Getenv("ACCESS_TOKEN")'],
  },
];
