import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { makeVersion } from '../../../simulator/key-services/state.ts';
import { elementOf } from '../../../simulator/org/metadata/components.ts';
import {
  certificateOfApp,
  createSigningHarness,
  isOf,
  keysIn,
  pemOf,
  publicKeyOf,
  VAULT_ADDRESS,
} from './harness.ts';

describe('setup with --signing-key', { concurrency: 4 }, () => {
  it('creates the app with a certificate that the service signs, signs in through the service and stores the address', async (t) => {
    const { harness, services, run, values, appCertificate } = await createSigningHarness(t);
    const { exitCode, stdout, stderr } = await run('--signing-key', VAULT_ADDRESS);
    assert.equal(exitCode, 0, stderr);
    assert.ok(isOf(appCertificate(), services.state.key.versions[0]));
    assert.ok(appCertificate().verify(appCertificate().publicKey));
    const { secrets, variables } = values();
    assert.deepEqual(Object.keys(secrets), ['SF_CONSUMER_KEY']);
    assert.equal(variables['SF_SIGNING_KEY'], 'hashivault://salesforce/1');
    assert.equal(variables['SF_CERTIFICATE']?.trim(), appCertificate().toString().trim());
    assert.match(stdout, /✓ Key service +Vault, hashivault:\/\/salesforce\/1, RSA 2048\n/);
    assert.match(stdout, /✓ Sign-in +the action signed in as ci@acme\.com\n/);
    assert.match(
      stdout,
      /examples\/signing-key-vault\.yml, which also needs the variables VAULT_ADDR and VAULT_ROLE/,
    );
    const tokens = harness.org.requests.filter(({ path }) => path.endsWith('/oauth2/token'));
    assert.deepEqual(
      tokens.map(({ status }) => status),
      [200],
    );
  });

  it('adds a second app beside a private key without changing anything that the old workflow reads', async (t) => {
    const { harness, services, run, values } = await createSigningHarness(t);
    assert.equal((await run()).exitCode, 0);
    const before = values();
    const oldApp = certificateOfApp(harness, 'GitHub_Actions');
    const { exitCode, stdout, stderr } = await run('--signing-key', VAULT_ADDRESS);
    assert.equal(exitCode, 0, stderr);
    const { secrets, variables } = values();
    const { SF_SIGNING_CONSUMER_KEY: _, ...oldSecrets } = secrets;
    assert.deepEqual(oldSecrets, before.secrets);
    assert.notEqual(secrets['SF_SIGNING_CONSUMER_KEY'], secrets['SF_CONSUMER_KEY']);
    const { SF_SIGNING_KEY, SF_CERTIFICATE, ...others } = variables;
    const { SF_CERTIFICATE: oldCertificate, ...oldOthers } = before.variables;
    assert.deepEqual(others, oldOthers);
    assert.equal(SF_SIGNING_KEY, 'hashivault://salesforce/1');
    // The certificate of the private key comes first, for versions of the action that read only one.
    assert.ok(SF_CERTIFICATE?.startsWith(oldCertificate?.trim() ?? '-'));
    assert.deepEqual(keysIn(SF_CERTIFICATE), [
      pemOf(publicKeyOf(before.secrets['SF_PRIVATE_KEY'] ?? '')),
      pemOf(services.state.key.versions[0]?.publicKey ?? assert.fail()),
    ]);
    assert.equal(certificateOfApp(harness, 'GitHub_Actions'), oldApp);
    assert.match(stdout, /leave the private key and its app as they are/);
    assert.match(stdout, /^- {10}private-key: \$\{\{ secrets\.SF_PRIVATE_KEY \}\}$/m);
    assert.match(stdout, /^\+ {8}uses: hashicorp\/vault-action@/m);
    assert.match(stdout, /^ {2}npm run setup -- --org prod .*--remove$/m);
    assert.match(stdout, /^ {2}gh secret delete SF_PRIVATE_KEY --repo acme\/crm$/m);
  });

  it('rotates to a new version of the key, while the private key continues to work', async (t) => {
    const { services, run, values, appCertificate } = await createSigningHarness(t);
    await run();
    await run('--signing-key', VAULT_ADDRESS);
    const before = values();
    services.state.key.versions.push(makeVersion());
    const { exitCode, stderr, stdout } = await run('--signing-key', VAULT_ADDRESS);
    assert.equal(exitCode, 0, stderr);
    const { secrets, variables } = values();
    assert.deepEqual(secrets, before.secrets);
    assert.equal(variables['SF_SIGNING_KEY'], 'hashivault://salesforce/2');
    assert.ok(isOf(appCertificate(), services.state.key.versions[1]));
    assert.deepEqual(keysIn(variables['SF_CERTIFICATE']), [
      pemOf(publicKeyOf(secrets['SF_PRIVATE_KEY'] ?? '')),
      pemOf(services.state.key.versions[1]?.publicKey ?? assert.fail()),
    ]);
    assert.match(stdout, /Workflows with this key could not sign in for \d+ s\./);
  });

  it('rotates the private key of the old app, and keeps the certificate of the service', async (t) => {
    const { services, run, values } = await createSigningHarness(t);
    await run();
    await run('--signing-key', VAULT_ADDRESS);
    const { exitCode, stderr } = await run();
    assert.equal(exitCode, 0, stderr);
    const { secrets, variables } = values();
    assert.deepEqual(keysIn(variables['SF_CERTIFICATE']), [
      pemOf(publicKeyOf(secrets['SF_PRIVATE_KEY'] ?? '')),
      pemOf(services.state.key.versions[0]?.publicKey ?? assert.fail()),
    ]);
    assert.equal(variables['SF_SIGNING_KEY'], 'hashivault://salesforce/1');
  });

  it('removes the old app and its secrets, and keeps what the key service needs', async (t) => {
    const { harness, services, run, values } = await createSigningHarness(t);
    await run('--reminder', '--environment', 'live');
    await run('--signing-key', VAULT_ADDRESS, '--environment', 'live');
    const { exitCode, stdout, stderr } = await run('--remove', '--environment', 'live');
    assert.equal(exitCode, 0, stderr);
    const { secrets, variables } = values('live');
    assert.deepEqual(Object.keys(secrets), ['SF_SIGNING_CONSUMER_KEY']);
    assert.equal(variables['SF_SIGNING_KEY'], 'hashivault://salesforce/1');
    assert.equal(variables['SF_USERNAME'], 'ci@acme.com');
    const key = pemOf(services.state.key.versions[0]?.publicKey ?? assert.fail());
    assert.deepEqual(keysIn(variables['SF_CERTIFICATE']), [key]);
    assert.deepEqual(keysIn(values().variables['SF_CERTIFICATE_LIVE']), [key]);
    assert.equal(certificateOfApp(harness, 'GitHub_Actions'), '');
    assert.doesNotMatch(stdout, /key service/);
    const after = await run('--signing-key', VAULT_ADDRESS, '--environment', 'live');
    assert.equal(after.exitCode, 0, after.stderr);
    assert.deepEqual(Object.keys(values('live').secrets), ['SF_SIGNING_CONSUMER_KEY']);
  });

  it('removes the app of the key service, and keeps the private key and the key in the service', async (t) => {
    const { run, values, harness } = await createSigningHarness(t);
    await run();
    const before = values();
    await run('--signing-key', VAULT_ADDRESS);
    const { exitCode, stdout, stderr } = await run('--signing-key', VAULT_ADDRESS, '--remove');
    assert.equal(exitCode, 0, stderr);
    assert.deepEqual(values().secrets, before.secrets);
    const { SF_CERTIFICATE: certificate, ...others } = values().variables;
    const { SF_CERTIFICATE: oldCertificate, ...oldOthers } = before.variables;
    assert.deepEqual(others, oldOthers);
    assert.equal(certificate?.trim(), oldCertificate?.trim());
    assert.match(stdout, /The key stays in its key service: this command never changes it there\./);
    assert.equal(certificateOfApp(harness, 'GitHub_Actions_Signing'), '');
    assert.notEqual(certificateOfApp(harness, 'GitHub_Actions'), '');
  });

  it('removes everything from a repository that only uses a key service', async (t) => {
    const { run, values } = await createSigningHarness(t);
    await run('--signing-key', VAULT_ADDRESS);
    const { exitCode, stderr } = await run('--signing-key', VAULT_ADDRESS, '--remove');
    assert.equal(exitCode, 0, stderr);
    assert.deepEqual(values(), { secrets: {}, variables: {} });
  });

  it('restores the app after a sandbox refresh, with the same key', async (t) => {
    const { harness, run, values } = await createSigningHarness(t);
    const uat = ['--org', 'uat', '--user', 'ci@acme.com.uat', '--signing-key', VAULT_ADDRESS];
    assert.equal((await run(...uat)).exitCode, 0);
    const before = values();
    harness.org.refresh('sandbox');
    const { exitCode, stderr } = await run(...uat);
    assert.equal(exitCode, 0, stderr);
    assert.notEqual(values().secrets['SF_CONSUMER_KEY'], before.secrets['SF_CONSUMER_KEY']);
    assert.notEqual(values().variables['SF_ORG_ID'], before.variables['SF_ORG_ID']);
    assert.equal(values().variables['SF_SIGNING_KEY'], before.variables['SF_SIGNING_KEY']);
  });

  it('deploys nothing when it is run again with the same key', async (t) => {
    const { run, values, appCertificate, harness } = await createSigningHarness(t);
    await run('--signing-key', VAULT_ADDRESS);
    const [before, certificate] = [values(), appCertificate().toString()];
    const { exitCode, stdout, stderr } = await run('--signing-key', VAULT_ADDRESS);
    assert.equal(exitCode, 0, stderr);
    assert.match(stdout, /leave acme\/crm as it is: it has this key/);
    assert.deepEqual(values(), before);
    assert.equal(appCertificate().toString(), certificate);
    assert.ok(!harness.commands.some(({ args }) => args[1] === 'deploy'));
  });

  it('renews a certificate that expires within 30 days, for the same key', async (t) => {
    const { run, values, appCertificate } = await createSigningHarness(t);
    await run('--signing-key', VAULT_ADDRESS, '--days', '20');
    const old = appCertificate();
    const { exitCode, stdout, stderr } = await run('--signing-key', VAULT_ADDRESS);
    assert.equal(exitCode, 0, stderr);
    assert.match(stdout, /by a new one of the same key/);
    assert.doesNotMatch(stdout, /could not sign in for/);
    assert.ok(appCertificate().publicKey.equals(old.publicKey));
    assert.notEqual(appCertificate().validTo, old.validTo);
    assert.equal(values().variables['SF_CERTIFICATE']?.trim(), appCertificate().toString().trim());
  });

  it('says that the key stays the same if the renewal of its certificate fails', async (t) => {
    const { harness, run, values } = await createSigningHarness(t);
    await run('--signing-key', VAULT_ADDRESS, '--days', '20');
    harness.org.faults.set('ip-restricted');
    const restored = await run('--signing-key', VAULT_ADDRESS);
    assert.match(restored.stdout, /✓ Undo +the old certificate is restored\n/);
    harness.org.faults.clear();
    harness.signIn = () => {
      harness.org.metadata.rules.deployError = 'the org is being upgraded';
      return Promise.reject(new Error('no network'));
    };
    const { exitCode, stderr } = await run('--signing-key', VAULT_ADDRESS);
    assert.equal(exitCode, 1);
    assert.match(stderr, /could not put things right: .*the org is being upgraded/);
    assert.match(stderr, /\nKey: acme\/crm has the same key as before\.\n/);
    assert.equal(values().variables['SF_SIGNING_KEY'], `${VAULT_ADDRESS}/1`);
  });

  it('replaces a compromised key with a new version, and never restores the old certificate', async (t) => {
    const { harness, services, run, values } = await createSigningHarness(t);
    await run('--signing-key', VAULT_ADDRESS);
    const same = await run('--signing-key', VAULT_ADDRESS, '--compromised');
    assert.equal(same.exitCode, 1);
    assert.match(
      same.stderr,
      /already has the certificate of the key in hashivault:\/\/salesforce\/1\. .*use another key/,
    );
    services.state.key.versions.push(makeVersion());
    harness.org.faults.set('ip-restricted');
    const { exitCode, stderr } = await run('--signing-key', VAULT_ADDRESS, '--compromised');
    assert.equal(exitCode, 1);
    assert.match(stderr, /The new key is stored all the same/);
    assert.equal(values().variables['SF_SIGNING_KEY'], 'hashivault://salesforce/2');
    harness.org.faults.clear();
    const second = await run('--signing-key', VAULT_ADDRESS);
    assert.equal(second.exitCode, 0, second.stderr);
  });

  it('does not deploy a certificate of the leaked key in an org that hides its certificates', async (t) => {
    const { harness, services, run, values } = await createSigningHarness(t);
    await run('--signing-key', VAULT_ADDRESS);
    harness.org.metadata.rules.exposesCertificate = false;
    const args = ['--signing-key', VAULT_ADDRESS, '--compromised'];
    const stored = await run(...args);
    assert.equal(stored.exitCode, 1);
    assert.match(
      stored.stderr,
      /workflows of acme\/crm already have the key in hashivault.*another key/,
    );
    harness.githubValues().variables.delete('SF_CERTIFICATE');
    const sameAddress = await run(...args);
    assert.match(sameAddress.stderr, /workflows of acme\/crm already have the key in hashivault/);
    services.state.key.versions.push(makeVersion());
    const unknown = await run(...args);
    assert.equal(unknown.exitCode, 1);
    assert.match(unknown.stderr, /Store the certificate of the leaked key in the variable SF_CERT/);
    assert.equal(values().variables['SF_SIGNING_KEY'], `${VAULT_ADDRESS}/1`);
    harness.org.metadata.rules.exposesCertificate = true;
    await run('--signing-key', `${VAULT_ADDRESS}/1`);
    harness.org.metadata.rules.exposesCertificate = false;
    const other = await run(...args);
    assert.equal(other.exitCode, 0, other.stderr);
    assert.equal(values().variables['SF_SIGNING_KEY'], `${VAULT_ADDRESS}/2`);
  });

  it('does not renew the certificate of a leaked key that expires soon', async (t) => {
    const { run, appCertificate } = await createSigningHarness(t);
    await run('--signing-key', VAULT_ADDRESS, '--days', '20');
    const before = appCertificate().toString();
    const { exitCode, stderr } = await run('--signing-key', VAULT_ADDRESS, '--compromised');
    assert.equal(exitCode, 1);
    assert.match(stderr, /already has the certificate of the key in hashivault/);
    assert.equal(appCertificate().toString(), before);
  });

  it('shows the plan with --dry-run and changes nothing', async (t) => {
    const { run, values, harness } = await createSigningHarness(t);
    await run();
    const before = values();
    const { exitCode, stdout } = await run('--signing-key', VAULT_ADDRESS, '--dry-run');
    assert.equal(exitCode, 0);
    assert.match(stdout, /- have Vault sign a certificate of hashivault:\/\/salesforce\/1\n/);
    assert.match(
      stdout,
      /- store SF_SIGNING_CONSUMER_KEY and SF_SIGNING_KEY in acme\/crm, and add the new certificate to SF_CERTIFICATE\n/,
    );
    assert.deepEqual(values(), before);
    assert.equal(certificateOfApp(harness, 'GitHub_Actions_Signing'), '');
  });

  it("checks the sign-in with --check, the address of the key and the user's own login", async (t) => {
    const { harness, run, values } = await createSigningHarness(t);
    await run();
    await run('--signing-key', VAULT_ADDRESS);
    const { secrets, variables } = values();
    Object.assign(harness.env, secrets, variables);
    const { exitCode, stdout, stderr } = await harness.run('--check');
    assert.equal(exitCode, 0, stderr + stdout);
    assert.match(stdout, /Signed in|signed in/);
    const wrong = await harness.run(
      '--check',
      '--signing-key',
      'hashivault://other',
      '--user',
      'ci@acme.com',
    );
    assert.equal(wrong.exitCode, 1);
    assert.match(wrong.stdout, /signing key not found/);
  });

  it('restores the old certificate if the sign-in fails during a rotation', async (t) => {
    const { harness, services, run, values, appCertificate } = await createSigningHarness(t);
    await run('--signing-key', VAULT_ADDRESS);
    const before = values();
    services.state.key.versions.push(makeVersion());
    harness.org.faults.set('ip-restricted');
    const { exitCode, stderr } = await run('--signing-key', VAULT_ADDRESS);
    assert.equal(exitCode, 1);
    assert.match(
      stderr,
      /Everything is as it was before this run\.\nKey: acme\/crm has the same key as before/,
    );
    assert.deepEqual(values(), before);
    assert.ok(isOf(appCertificate(), services.state.key.versions[0]));
  });

  it('restores the old certificate if the vault is sealed between the deployment and the sign-in', async (t) => {
    const { harness, services, run, values, appCertificate } = await createSigningHarness(t);
    await run('--signing-key', VAULT_ADDRESS);
    const before = values();
    services.state.key.versions.push(makeVersion());
    const { signIn } = harness;
    harness.signIn = (inputs, env) => {
      services.state.sealed = true;
      return signIn(inputs, env);
    };
    const { exitCode, stderr } = await run('--signing-key', VAULT_ADDRESS);
    assert.equal(exitCode, 1);
    assert.match(
      stderr,
      /The action cannot sign in, and waiting will not help\. It reported:\n.*Vault/,
    );
    assert.match(stderr, /Vault is sealed/);
    assert.match(stderr, /\nEverything is as it was before this run\.\n/);
    assert.deepEqual(values(), before);
    assert.ok(isOf(appCertificate(), services.state.key.versions[0]));
  });

  it('changes nothing if the service stops before it has signed the certificate', async (t) => {
    const { harness, services, run, values } = await createSigningHarness(t);
    harness.intercept = ({ args }) => {
      if (args.includes('SF_SETUP_LOCK') || args.join(' ').includes('variables'))
        services.state.sealed = args.includes('POST');
      return undefined;
    };
    const { exitCode, stderr } = await run('--signing-key', VAULT_ADDRESS);
    assert.equal(exitCode, 1);
    assert.match(
      stderr,
      /Vault \(127\.0\.0\.1:\d+\) rejected the request with HTTP 503: Vault is sealed/,
    );
    assert.match(stderr, /Nothing was changed\./);
    assert.deepEqual(values(), { secrets: {}, variables: {} });
  });

  it('prints the values if gh is not used', async (t) => {
    const { harness, run } = await createSigningHarness(t);
    harness.intercept = ({ program }) => (program === 'gh' ? 'missing' : undefined);
    const { exitCode, stdout, stderr } = await run('--signing-key', VAULT_ADDRESS);
    assert.equal(exitCode, 0, stderr);
    assert.match(stdout, /SF_SIGNING_KEY=hashivault:\/\/salesforce\/1/);
    const key = elementOf(
      harness.org.metadata.list('production', 'ExtlClntAppGlobalOauthSettings')[0]?.xml ?? '',
      'consumerKey',
    );
    assert.ok(stdout.includes(`SF_CONSUMER_KEY=${key}`));
    const { stdout: json } = await run('--signing-key', VAULT_ADDRESS, '--json');
    assert.equal(JSON.parse(json).values.SF_SIGNING_KEY, 'hashivault://salesforce/1');
  });
});
