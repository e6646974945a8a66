import assert from 'node:assert/strict';
import { it } from 'node:test';
import { makeAppKey } from '../simulator/org/keys.ts';
import { startOrg } from '../simulator/org/org.ts';
import { runStep } from '../support/runner/step.ts';

const script = 'src/main.ts';

it('main.ts signs in with the real runtime and sets the exit code', async (t) => {
  const { certificatePem, privateKeyPem } = makeAppKey();
  const org = await startOrg({ certificatePem });
  t.after(() => org.close());
  const inputs = {
    'consumer-key': org.app.consumerKey,
    'private-key': privateKeyPem,
    username: 'ci@acme.com',
    'login-url': 'https://acme.my.salesforce.com',
  };
  const env = org.environment();
  const success = await runStep('main', { script, inputs, env });
  assert.equal(success.exitCode, 0, success.log);
  assert.match(success.outputs['access-token'] ?? '', /^00D\w{12}!/);

  org.faults.set('not-approved');
  const failure = await runStep('main', { script, inputs, env });
  assert.equal(failure.exitCode, 1, failure.log);
  assert.deepEqual(failure.outputs, {});
});
