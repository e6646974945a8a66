/**
 * Runs the action once against the embedded org and prints its log, its outputs, and an API call that
 * uses them. `--fault NAME` simulates a failure.
 */
import { execFile } from 'node:child_process';
import { parseArgs, promisify } from 'node:util';
import { KEY_SERVICE_FAULTS } from '../simulator/key-services/faults.ts';
import { type KeyServices, startKeyServices } from '../simulator/key-services/index.ts';
import { FAULTS } from '../simulator/org/faults/index.ts';
import { makeAppKey } from '../simulator/org/keys.ts';
import { type Org, startOrg } from '../simulator/org/org.ts';
import { applyMasks, masksOf } from '../support/runner/commands.ts';
import { runStep, type StepResult } from '../support/runner/step.ts';
import { ALL_FAULTS, allFaults, commonFaults } from './demo-faults.ts';
import { coloredLog, heading, plainMarkdown, say, styled, wrapped } from './demo-text.ts';

const USAGE = `Usage: npm run demo [-- options]

  --fault NAME  simulate this fault of the org or the key service
  --faults      list the most common faults; "--faults all" lists every one that the tests use
  --summary     also print the job summary
  --help        show this text`;

const values = readOptions();

if (values === undefined) {
  console.error(USAGE);
  process.exitCode = 2;
} else if (values.help) {
  console.log(USAGE);
} else if (values.faults) {
  console.log(values.all ? allFaults() : commonFaults());
} else if (values.fault && !ALL_FAULTS.some(({ name }) => name === values.fault)) {
  console.error(
    `There is no fault named ${values.fault}. "npm run demo -- --faults all" lists them.`,
  );
  process.exitCode = 2;
} else {
  await demo(values.fault, values.summary);
}

function readOptions() {
  try {
    const { values: options, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        fault: { type: 'string' },
        faults: { type: 'boolean', default: false },
        summary: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    const unknown = positionals.find((word) => !(options.faults && word === 'all'));
    if (unknown !== undefined) throw new Error(`Unexpected word: ${unknown}`);
    return { ...options, all: positionals.includes('all') };
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

  heading('A simulated Salesforce org');
  say(
    `It runs on this computer until the demo ends, and nothing leaves the computer. The demo created an RSA key${key.place} and uploaded its certificate to an app of that org.`,
  );
  if (fault) {
    say(`\nSimulated fault: ${ALL_FAULTS.find(({ name }) => name === fault)?.summary}`);
  }

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
  heading('Its log, as GitHub shows it');
  const error = main.commands.find(({ name }) => name === 'error');
  console.log(coloredLog(wrapped(main.log), error?.properties['title']));
  const masks = main.commands.filter(({ name }) => name === 'add-mask').length;
  const requests = org.requests.length;
  say(
    `\nThe step ended with exit code ${main.exitCode} after ${Math.round(main.milliseconds)} ms. The org received ${requests} ${requests === 1 ? 'request' : 'requests'}, and the step masked ${masks} values.`,
  );
  if (main.exitCode === 0) {
    heading('Its outputs, as the log of a later step would show them');
    console.log(maskedOutputs(main));
    await callApi(main, org.environment());
  }
  if (main.summary && showSummary) {
    heading('The job summary');
    console.log(wrapped(plainMarkdown(main.summary)));
  }

  heading('What to try next');
  console.log(nextCommands(fault));
  await services.close();
  await org.close();
  process.exitCode = fault || main.exitCode === 0 ? 0 : 1;
}

/** Creates the signing key in memory, or in a simulated key service if the fault belongs to one. */
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

/** Returns the inputs other than the key and the user. Some faults only occur with certain inputs. */
function visibleInputs(fault: string | undefined, org: Org): Readonly<Record<string, string>> {
  // Uses a host name that does not exist and that is not sent to the proxy.
  const host = fault === 'dns' ? 'login.acme.invalid' : 'acme.my.salesforce.com';
  return {
    'login-url': `https://${host}`,
    ...(fault === 'dns' ? { audience: `https://${host}` } : {}),
    ...(fault === 'wrong-org' ? { 'expected-org-id': org.tenants[0]?.orgId ?? '' } : {}),
    ...(fault && needsUserinfo(fault) ? { verify: 'true' } : {}),
    // A fault that never goes away would otherwise take a minute of attempts.
    ...(fault ? { 'timeout-seconds': '10' } : {}),
  };
}

function needsUserinfo(fault: string): boolean {
  return FAULTS.some(({ name, path }) => name === fault && path?.includes('userinfo') === true);
}

function maskedOutputs({ outputs, commands }: StepResult): string {
  const lines = Object.entries(outputs).map(
    ([name, value]) => `${`${name}:`.padEnd(21)}${value || '(empty)'}`,
  );
  return applyMasks(lines.join('\n'), masksOf(commands));
}

/** Calls the API as a later step of the job would, using only the two outputs. */
async function callApi(
  { outputs }: StepResult,
  environment: Record<string, string>,
): Promise<void> {
  heading('A later step: an API call with the two outputs');
  const query = '/services/data/v66.0/query?q=SELECT+Id,Name,IsSandbox+FROM+Organization';
  console.log(
    `printf 'Authorization: Bearer %s\\n' "$TOKEN" |\n  curl --header @- "$INSTANCE_URL${query}"\n`,
  );
  // Not every computer has curl, so Node sends the same request.
  const program = `
    const { INSTANCE_URL, ACCESS_TOKEN } = process.env;
    const headers = { Authorization: 'Bearer ' + ACCESS_TOKEN };
    const response = await fetch(INSTANCE_URL + ${JSON.stringify(query)}, { headers });
    const { records: [organization] } = await response.json();
    console.log('HTTP ' + response.status);
    for (const name of ['Id', 'Name', 'IsSandbox']) console.log(name + ': ' + organization[name]);`;
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
  const commands = [
    ...(fault
      ? [
          ['npm run demo', 'the same without a fault'],
          [`npm run demo -- --fault ${fault} --summary`, 'the job summary too'],
        ]
      : [['npm run demo -- --fault not-approved', 'a failure, and how to fix it']]),
    ['npm run demo -- --faults', 'the most common faults'],
    ['npm run demo -- --help', 'all options'],
    ['docs/setup.md', 'your own org, up to the first successful run'],
  ] as const;
  return commands.map(([command, text]) => `${styled('cyan', command)}\n    ${text}`).join('\n');
}
