/**
 * Runs the action once against the embedded org and prints its log, its outputs, and an API call that
 * uses them. `--fault NAME` simulates a failure.
 */
import { execFile } from 'node:child_process';
import { parseArgs, promisify } from 'node:util';
import { KEY_SERVICE_FAULTS } from '../../simulator/key-services/faults.ts';
import { type KeyServices, startKeyServices } from '../../simulator/key-services/index.ts';
import { FAULTS } from '../../simulator/org/faults/index.ts';
import { makeAppKey } from '../../simulator/org/keys.ts';
import { type Org, startOrg } from '../../simulator/org/org.ts';
import { applyMasks, masksOf } from '../../support/runner/commands.ts';
import { runStep, type StepResult } from '../../support/runner/step.ts';
import { ALL_FAULTS, COMMON_FAULTS, faultList } from './faults.ts';
import { colorLog, heading, readableSummary, styled, wrap } from './screen.ts';

const USAGE = `Usage: npm run demo [-- options]

  --fault NAME  simulate this fault of the org or the key service
  --faults      list the faults that a person meets first
  --faults all  list all faults
  --summary     also print the job summary
  --help        show this text`;

const values = readOptions();

if (values === undefined) {
  console.error(USAGE);
  process.exitCode = 2;
} else if (values.help) {
  console.log(USAGE);
} else if (values.faults) {
  console.log(faultList(values.all));
} else if (values.fault && !ALL_FAULTS.some(({ name }) => name === values.fault)) {
  console.error(`There is no fault named ${values.fault}. "npm run demo -- --faults" lists them.`);
  process.exitCode = 2;
} else {
  await demo(values.fault, values.summary);
}

function readOptions() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        fault: { type: 'string' },
        faults: { type: 'boolean', default: false },
        summary: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    const all = values.faults && positionals[0] === 'all';
    const unexpected = positionals[all ? 1 : 0];
    if (unexpected !== undefined) throw new Error(`Unexpected argument ${unexpected}.`);
    return { ...values, all };
  } catch (error) {
    console.error(`${(error as Error).message}\n`);
    return undefined;
  }
}

async function demo(fault: string | undefined, showSummary: boolean): Promise<void> {
  const org = await startOrg();
  const services = await startKeyServices();
  const key = keyFor(fault, services);
  org.uploadCertificate(key.certificatePem);
  if (fault && FAULTS.some(({ name }) => name === fault)) org.faults.set(fault);

  heading('An embedded Salesforce org on this machine');
  console.log(
    wrap(
      `It serves login.salesforce.com, acme.my.salesforce.com and other hosts through a proxy at ${org.proxyUrl}. The demo created an RSA key${key.place} and uploaded its certificate to an app.`,
    ),
  );
  if (fault) console.log(`\n${styled('yellow', 'Simulated:')} ${wrap(summaryOf(fault))}`);

  const inputs = visibleInputs(fault, org);
  heading('The step of the workflow');
  console.log(`- uses: salesforce-jwt-auth/salesforce-jwt-auth@v1
  id: salesforce
  with:
    consumer-key: \${{ secrets.SF_CONSUMER_KEY }}
${key.workflowLines}
    username: ci@acme.com
${Object.entries(inputs)
  .map(([name, value]) => `    ${name}: ${value}`)
  .join('\n')}`);

  const main = await runStep('main', {
    inputs: {
      'consumer-key': org.app.consumerKey,
      username: 'ci@acme.com',
      ...inputs,
      ...key.inputs,
    },
    env: { ...(fault === 'dns' ? {} : org.environment()), ...key.env },
  });
  const title = main.commands.find(({ name }) => name === 'error')?.properties['title'];
  if (title) {
    heading('Its annotation on the page of the run');
    console.log(
      `${styled(['bold', 'red'], `✖ ${title}`)}\n${styled('dim', 'followed by the error of the log')}`,
    );
  }
  heading('Its log, as GitHub shows it');
  console.log(colorLog(main.log));
  console.log(styled('dim', `\n(${measuresOf(main, org)})`));
  if (main.exitCode === 0) {
    heading('Its outputs, as the log of a later step would show them');
    console.log(maskedOutputs(main));
    await callApi(main, org.environment());
  }
  if (isFaultAt('revoke', fault)) {
    const { log } = await runStep('post', {
      inputs: main.inputs,
      state: main.state,
      env: org.environment(),
    });
    heading('The log of its post step, at the end of the job');
    console.log(colorLog(log));
  }
  if (main.summary && showSummary) {
    heading('The job summary, as text');
    console.log(readableSummary(main.summary));
  }

  heading('What to try next');
  console.log(nextCommands(fault));
  await services.close();
  await org.close();
  process.exitCode = fault || main.exitCode === 0 ? 0 : 1;
}

/**
 * Returns the certificate, the inputs and the environment for a key: one in a simulated key service
 * if the fault belongs to one, otherwise a new key in memory.
 */
function keyFor(fault: string | undefined, services: KeyServices) {
  const serviceFault = KEY_SERVICE_FAULTS.find(({ name }) => name === fault);
  if (serviceFault === undefined) {
    const { privateKeyPem, certificatePem } = makeAppKey();
    return {
      certificatePem,
      place: '',
      workflowLines: `    private-key: \${{ secrets.SF_PRIVATE_KEY }}`,
      inputs: { 'private-key': privateKeyPem },
      env: {},
    };
  }
  const { name, service, address } = serviceFault;
  services.setFault(name);
  const { certificatePem } = services;
  return {
    certificatePem,
    place: ' in a simulated key service',
    workflowLines: `    signing-key: \${{ vars.SF_SIGNING_KEY }}
    certificate: \${{ vars.SF_CERTIFICATE }}`,
    inputs: { 'signing-key': services.address(service, address), certificate: certificatePem },
    env: services.environment(service),
  };
}

function summaryOf(fault: string): string {
  return COMMON_FAULTS[fault] ?? ALL_FAULTS.find(({ name }) => name === fault)?.summary ?? fault;
}

function measuresOf({ exitCode, milliseconds, commands }: StepResult, org: Org): string {
  const count = (number: number, noun: string) => `${number} ${noun}${number === 1 ? '' : 's'}`;
  const masks = commands.filter(({ name }) => name === 'add-mask').length;
  return [
    `exit code ${exitCode}`,
    `${Math.round(milliseconds)} ms with the start of Node.js`,
    count(org.requests.length, 'request'),
    count(masks, 'mask'),
  ].join(', ');
}

/**
 * Returns the inputs other than those for the consumer key, the signing key and the user. Some
 * faults only occur with certain inputs.
 */
function visibleInputs(fault: string | undefined, org: Org): Readonly<Record<string, string>> {
  // For the fault `dns`, the host does not exist, and the step has no proxy that would look it up.
  const host = fault === 'dns' ? 'login.acme.invalid' : 'acme.my.salesforce.com';
  return {
    'login-url': `https://${host}`,
    // The default of 60 seconds would be too long for a fault that never ends.
    ...(fault ? { 'timeout-seconds': '10' } : {}),
    ...(fault === 'dns' ? { audience: `https://${host}` } : {}),
    ...(fault === 'wrong-org' ? { 'expected-org-id': org.tenants[0]?.orgId ?? '' } : {}),
    ...(isFaultAt('userinfo', fault) ? { verify: 'true' } : {}),
    ...(isFaultAt('revoke', fault) ? { 'revoke-token': 'true' } : {}),
  };
}

function isFaultAt(endpoint: string, fault: string | undefined): boolean {
  return FAULTS.some(({ name, path }) => name === fault && path?.endsWith(endpoint) === true);
}

function maskedOutputs({ outputs, commands }: StepResult): string {
  const lines = Object.entries(outputs).map(([name, value]) => `${`${name}:`.padEnd(20)} ${value}`);
  return applyMasks(lines.join('\n'), masksOf(commands));
}

/**
 * Calls the API as a later step of the job would, using only the outputs `access-token` and
 * `instance-url`.
 */
async function callApi(
  { outputs }: StepResult,
  environment: Record<string, string>,
): Promise<void> {
  heading('A later step: one real API call with the two outputs');
  const query = '/services/data/v66.0/query?q=SELECT+Id,Name,IsSandbox+FROM+Organization';
  console.log(
    `printf 'Authorization: Bearer %s\\n' "$TOKEN" |\n  curl --header @- "$INSTANCE_URL${query}"\n`,
  );
  const program = `
    const { INSTANCE_URL, ACCESS_TOKEN } = process.env;
    const headers = { Authorization: 'Bearer ' + ACCESS_TOKEN };
    const response = await fetch(INSTANCE_URL + ${JSON.stringify(query)}, { headers });
    console.log('HTTP', response.status, await response.text());`;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--input-type=module', '--eval', program],
    {
      env: {
        ...process.env,
        ...environment,
        NODE_USE_ENV_PROXY: '1',
        INSTANCE_URL: outputs['instance-url'],
        ACCESS_TOKEN: outputs['access-token'],
      },
    },
  );
  console.log(stdout.trim());
}

function nextCommands(fault: string | undefined): string {
  return [
    ...(fault ? ['npm run demo                                the same without a fault'] : []),
    'npm run demo -- --fault not-approved        a failure and how to fix it',
    'npm run demo -- --fault 503-once            a temporary failure, and the retry',
    'npm run demo -- --fault not-approved --summary   the job summary too',
    'npm run demo -- --fault vault-rotated       a key that was rotated in a key service',
    'npm run demo -- --faults                    the faults that a person meets first',
    'npm cit                                     every test',
    'docs/setup.md                               your own org, up to the first successful run',
  ].join('\n');
}
