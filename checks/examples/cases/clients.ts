/**
 * Defines the cases of the examples with clients other than the Salesforce CLI. These clients
 * receive only the token and the instance URL.
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CaseFixture, ExampleCase } from '../case.ts';
import { JAVA_HOME } from '../paths.ts';
import { TOKEN_REQUEST, USER_INFO_REQUEST } from './requests.ts';

/** Adds the org's CA certificate to a Java key store and makes Java use it. */
function javaOptions({ folder, org }: CaseFixture): Record<string, string> {
  const store = join(folder, 'authorities.jks');
  copyFileSync(join(JAVA_HOME, 'lib', 'security', 'cacerts'), store);
  const importArgs = ['-storepass', 'changeit', '-alias', 'org', '-file', org.caPath];
  const command = ['-importcert', '-noprompt', '-keystore', store, ...importArgs];
  execFileSync('keytool', command, { stdio: 'pipe' });
  return { JAVA_TOOL_OPTIONS: `-Djavax.net.ssl.trustStore=${store}` };
}

export const CASES: readonly ExampleCase[] = [
  {
    file: 'examples/jsforce.yml',
    event: 'workflow_dispatch',
    jobs: { script: 'success' },
    requests: [TOKEN_REQUEST, 'acme GET /services/data/v66.0/query: query on Account'],
    logIncludes: [/^3 accounts read$/m],
    mutation: ['accessToken: process.env.TOKEN', 'accessToken: process.env.ACCESS_TOKEN'],
  },
  {
    file: 'examples/graphql.yml',
    event: 'workflow_dispatch',
    jobs: { ask: 'success' },
    requests: [TOKEN_REQUEST, 'acme POST /services/data/v66.0/graphql: GraphQL on Account'],
    logIncludes: [/^Globex$/m],
    mutation: ['Account(first: 10)', 'Accounts(first: 10)'],
  },
  {
    file: 'examples/python.yml',
    event: 'workflow_dispatch',
    jobs: { script: 'success' },
    requests: [TOKEN_REQUEST, 'acme GET /services/data/v66.0/query/: query on Account'],
    logIncludes: [/^3 accounts read$/m],
    mutation: ["session_id=os.environ['TOKEN']", "session_id=os.environ['HOME']"],
  },
  {
    file: 'examples/cumulusci.yml',
    event: 'workflow_dispatch',
    jobs: { deploy: 'success' },
    requests: [
      TOKEN_REQUEST,
      USER_INFO_REQUEST,
      'acme GET /services/data/v67.0/sobjects/Organization/…: organization',
      'acme POST /services/Soap/m/66.0/…: SOAP deploy',
      'acme POST /services/Soap/m/66.0/…: SOAP checkDeployStatus',
    ],
    checksForUpdates: true,
    mutation: ['CUMULUSCI_ORG_ci', 'CUMULUSCI_ORG_uat'],
  },
  {
    file: 'examples/java.yml',
    event: 'workflow_dispatch',
    env: javaOptions,
    // The library opens its own connections and ignores the proxy settings of the JVM.
    noProxy: true,
    jobs: { run: 'success' },
    requests: [TOKEN_REQUEST, 'acme POST /services/Soap/u/65.0: SOAP query'],
    logIncludes: [/^3 accounts read$/m],
    mutation: ['/services/Soap/u/65.0', '/services/Soap/65.0'],
  },
  {
    file: 'examples/go.yml',
    event: 'workflow_dispatch',
    // The library ignores HTTPS_PROXY.
    noProxy: true,
    jobs: { run: 'success' },
    requests: [
      TOKEN_REQUEST,
      'acme GET /services/data/v63.0/limits: OK',
      'acme GET /services/data/v63.0/query/: query on Account',
    ],
    logIncludes: [/^3 accounts read$/m],
    mutation: ['AccessToken: os.Getenv("TOKEN")', 'AccessToken: os.Getenv("ACCESS_TOKEN")'],
  },
];
