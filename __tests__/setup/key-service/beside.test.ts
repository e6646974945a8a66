import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { makeVersion } from '../../../simulator/key-services/state.ts';
import { makeOrganization } from '../../../simulator/org/github.ts';
import { certificateOf, rsaPair } from '../../helpers/crypto.ts';
import {
  answer,
  certificateOfApp,
  createSigningHarness,
  keysIn,
  pemOf,
  publicKeyOf,
  type SigningHarness,
  VAULT_ADDRESS,
} from './harness.ts';

const MOVE = ['--signing-key', VAULT_ADDRESS] as const;

describe('setup with a key service beside a private key', { concurrency: 4 }, () => {
  it('does not change what an environment inherits from its repository, and stores all values in the environment', async (t) => {
    const { harness, run, values } = await createSigningHarness(t);
    await run();
    const before = values();
    assert.equal(
      (await run('--environment', 'live', '--name', 'Other', '--signing-key', VAULT_ADDRESS))
        .exitCode,
      0,
    );
    // No workflow can use the new environment yet, so the Consumer Key has its usual name.
    assert.deepEqual(Object.keys(values('live').secrets), ['SF_CONSUMER_KEY']);
    await run(
      '--environment',
      'live',
      '--name',
      'Other',
      '--signing-key',
      VAULT_ADDRESS,
      '--remove',
    );
    const { exitCode, stdout, stderr } = await run(...MOVE, '--environment', 'live');
    assert.equal(exitCode, 0, stderr);
    assert.deepEqual(values(), before);
    const live = values('live');
    assert.deepEqual(Object.keys(live.secrets), ['SF_SIGNING_CONSUMER_KEY']);
    const { SF_SIGNING_KEY, SF_CERTIFICATE, ...others } = live.variables;
    const { SF_CERTIFICATE: _, ...inherited } = before.variables;
    assert.deepEqual(others, inherited);
    assert.equal(SF_SIGNING_KEY, 'hashivault://salesforce/1');
    assert.equal(
      keysIn(SF_CERTIFICATE)[0],
      pemOf(publicKeyOf(before.secrets['SF_PRIVATE_KEY'] ?? '')),
    );
    assert.match(stdout, /^ {2}gh secret delete SF_PRIVATE_KEY --repo acme\/crm$/m);
    assert.ok(harness.storedKeyMatches());
  });

  it('does not change what a repository inherits from its organization', async (t) => {
    const { harness, run, values } = await createSigningHarness(t);
    const paths: string[] = [];
    harness.intercept = (command) => {
      const path = command.args.find((arg) => arg.includes('/actions/organization-')) ?? '';
      if (path === '') return undefined;
      paths.push(path);
      const body = path.includes('organization-secrets')
        ? { secrets: [{ name: 'SF_PRIVATE_KEY', updated_at: '2026-01-01T00:00:00Z' }] }
        : {
            variables: [
              { name: 'SF_LOGIN_URL', value: 'https://login.salesforce.com' },
              { name: 'SF_AUDIENCE', value: 'https://acme.my.salesforce.com' },
            ],
          };
      return answer('gh', JSON.stringify(body))(command);
    };
    const missing = await run(...MOVE);
    assert.equal(missing.exitCode, 1);
    assert.match(missing.stderr, /has a private key, but no SF_CERTIFICATE\./);
    assert.match(missing.stderr, /\nNext: .* --old-certificate FILE/);
    writeFileSync(join(harness.folder, 'old.crt'), OLD_CERTIFICATE);
    const { exitCode, stderr } = await run(...MOVE, '--old-certificate', 'old.crt');
    assert.equal(exitCode, 0, stderr);
    const { secrets, variables } = values();
    assert.deepEqual(Object.keys(secrets), ['SF_SIGNING_CONSUMER_KEY']);
    assert.equal(variables['SF_LOGIN_URL'], 'https://login.salesforce.com');
    assert.equal(variables['SF_AUDIENCE'], 'https://acme.my.salesforce.com');
    assert.equal(keysIn(variables['SF_CERTIFICATE']).length, 2);
    assert.deepEqual(
      new Set(paths),
      new Set([
        'repos/acme/crm/actions/organization-secrets?per_page=100&page=1',
        'repos/acme/crm/actions/organization-variables?per_page=30&page=1',
      ]),
    );
  });

  it('finds what a repository inherits on every page of the lists of its organization', async (t) => {
    const { harness, run, values } = await createSigningHarness(t);
    const { store } = makeOrganization();
    harness.org.github.organizations.set('acme', { mayWrite: false, store });
    for (let index = 0; index < 120; index++) {
      store.secrets.set(`OTHER_${index}`, { sealed: 'box', updated: '2026-01-01T00:00:00Z' });
      store.variables.set(`OTHER_${index}`, 'value');
    }
    store.secrets.set('SF_PRIVATE_KEY', { sealed: 'box', updated: '2026-01-01T00:00:00Z' });
    store.variables.set('SF_LOGIN_URL', 'https://login.salesforce.com');
    store.variables.set('SF_CERTIFICATE', OLD_CERTIFICATE);
    for (const name of [...store.secrets.keys(), ...store.variables.keys()])
      store.visibility.set(name, 'all');
    const { exitCode, stderr } = await run(...MOVE);
    assert.equal(exitCode, 0, stderr);
    assert.deepEqual(Object.keys(values().secrets), ['SF_SIGNING_CONSUMER_KEY']);
    assert.equal(values().variables['SF_LOGIN_URL'], 'https://login.salesforce.com');
    assert.equal(keysIn(values().variables['SF_CERTIFICATE']).length, 2);
  });

  it('restores the old certificate from the org, and not from --old-certificate, if a rotation fails', async (t) => {
    const { harness, services, run, appCertificate } = await createSigningHarness(t);
    await run(...MOVE);
    const old = appCertificate().toString();
    writeFileSync(join(harness.folder, 'old.crt'), OLD_CERTIFICATE);
    services.state.key.versions.push(makeVersion());
    harness.org.faults.set('ip-restricted');
    const { exitCode } = await run(...MOVE, '--old-certificate', 'old.crt');
    assert.equal(exitCode, 1);
    assert.equal(appCertificate().toString(), old);
  });

  it('stores the Consumer Key of the same app in a moved repository and in a new one, under different names', async (t) => {
    const { harness, run, values } = await createSigningHarness(t);
    harness.addRepository('acme/erp');
    await run();
    const { exitCode, stderr } = await run(...MOVE, '--repo', 'acme/crm,acme/erp');
    assert.equal(exitCode, 0, stderr);
    const erp = harness.org.github.repositories.get('acme/erp')?.stores.get('');
    assert.deepEqual([...(erp?.secrets.keys() ?? [])], ['SF_CONSUMER_KEY']);
    assert.equal(
      erp?.secrets.get('SF_CONSUMER_KEY')?.sealed,
      values().secrets['SF_SIGNING_CONSUMER_KEY'],
    );
  });

  it('changes, when it is run again, only the repository in which a value could not be stored', async (t) => {
    const { harness, run } = await createSigningHarness(t);
    harness.addRepository('acme/erp');
    const places = ['--repo', 'acme/crm,acme/erp'];
    harness.intercept = ({ args }) =>
      args.join(' ').startsWith('secret set SF_CONSUMER_KEY --repo acme/erp')
        ? { exitCode: 1, stdout: '', stderr: 'no network' }
        : undefined;
    const first = await run(...MOVE, ...places);
    assert.equal(first.exitCode, 1);
    assert.match(first.stderr, /could not be stored in 1 of 2 places/);
    assert.match(first.stderr, /It stores the same key in these only\./);
    harness.intercept = () => undefined;
    const { exitCode, stdout, stderr } = await run(...MOVE, ...places);
    assert.equal(exitCode, 0, stderr);
    assert.match(stdout, /leave acme\/crm as it is: it has this key/);
  });

  it('keeps the expiry reminder for the private key while the private key is stored', async (t) => {
    const { run, values } = await createSigningHarness(t);
    await run('--environment', 'live', '--reminder');
    const before = values().variables['SF_CERTIFICATE_LIVE'];
    const { exitCode, stderr } = await run(...MOVE, '--environment', 'live');
    assert.equal(exitCode, 0, stderr);
    assert.equal(values().variables['SF_CERTIFICATE_LIVE'], before);
  });

  it("moves an organization's secrets and variables", async (t) => {
    const { harness } = await createSigningHarness(t);
    harness.org.github.organizations.set('acme', makeOrganization());
    const args = [
      '--org',
      'prod',
      '--user',
      'ci@acme.com',
      '--yes',
      '--gh-org',
      'acme',
      '--repos',
      'crm',
    ];
    assert.equal((await harness.run(...args)).exitCode, 0);
    const { exitCode, stdout, stderr } = await harness.run(...args, ...MOVE);
    assert.equal(exitCode, 0, stderr);
    const store = harness.org.github.organizations.get('acme')?.store;
    assert.deepEqual([...(store?.secrets.keys() ?? [])].sort(), [
      'SF_CONSUMER_KEY',
      'SF_PRIVATE_KEY',
      'SF_SIGNING_CONSUMER_KEY',
    ]);
    assert.match(stdout, /gh secret delete SF_PRIVATE_KEY --org acme$/m);
  });

  it('prints the command that deletes the private key from an environment on GitHub Enterprise Server', async (t) => {
    const { run, harness } = await createSigningHarness(t);
    harness.githubHost = 'ghe.acme.com';
    const host = ['--repo', 'ghe.acme.com/acme/crm', '--environment', 'live & well'];
    await run(...host);
    const { exitCode, stdout, stderr } = await run(...host, ...MOVE);
    assert.equal(exitCode, 0, stderr);
    assert.match(
      stdout,
      /gh secret delete SF_PRIVATE_KEY --repo ghe\.acme\.com\/acme\/crm --env 'live & well'$/m,
    );
  });

  const REFUSALS: readonly (readonly [
    string,
    (signing: SigningHarness) => Promise<readonly string[]>,
    RegExp,
  ])[] = [
    [
      'the app that has the private key',
      async () => [...MOVE, '--name', 'GitHub Actions'],
      /The app GitHub_Actions has a key that is not in a key service, and an app holds one certificate\. Choose another --name/,
    ],
    [
      'a Connected App',
      async ({ harness }) => {
        harness.org.metadata.put('production', {
          type: 'ConnectedApp',
          fullName: 'CI',
          xml: connectedApp(),
        });
        return [...MOVE, '--connected-app', 'CI'];
      },
      /perhaps the app CI has its certificate\. An app holds one certificate/,
    ],
    [
      'another user than the user of the private key',
      async ({ harness }) => {
        harness.githubValues().variables.set('SF_USERNAME', 'other@acme.com');
        return MOVE;
      },
      /sign in as other@acme\.com \(SF_USERNAME\), and would stop working with another user\.\nNothing was changed\.\nNext: .*--user other@acme\.com/,
    ],
    [
      'another org than the org of the private key, even with --replace',
      async ({ harness }) => {
        harness.githubValues().variables.set('SF_ORG_ID', '00D000000000001EAA');
        harness.githubValues().variables.set('SF_LOGIN_URL', 'https://other.my.salesforce.com');
        return [...MOVE, '--replace'];
      },
      /sign in to another org \(00D000000000001EAA, https:\/\/other\.my\.salesforce\.com, ci@acme\.com\) with a private key/,
    ],
    [
      'an old certificate that cannot be read',
      async ({ harness }) => {
        harness.githubValues().variables.delete('SF_CERTIFICATE');
        return [...MOVE, '--old-certificate', 'none.crt'];
      },
      /Cannot read .*none\.crt\./,
    ],
  ];
  for (const [what, arrange, message] of REFUSALS) {
    it(`rejects ${what}, and changes nothing`, async (t) => {
      const signing = await createSigningHarness(t);
      await signing.run();
      const args = await arrange(signing);
      const [before, certificate] = [
        signing.values(),
        certificateOfApp(signing.harness, 'GitHub_Actions'),
      ];
      const { exitCode, stderr } = await signing.run(...args);
      assert.equal(exitCode, 1);
      assert.match(stderr, message);
      assert.match(stderr, /\nNothing was changed\.\n/);
      assert.deepEqual(signing.values(), before);
      assert.equal(certificateOfApp(signing.harness, 'GitHub_Actions'), certificate);
    });
  }
});

describe('setup with a private key in a place that has a key service', { concurrency: 4 }, () => {
  it('refuses to replace the Consumer Key of the only app', async (t) => {
    const { run, values } = await createSigningHarness(t);
    await run(...MOVE);
    const before = values();
    const { exitCode, stderr } = await run();
    assert.equal(exitCode, 1);
    assert.match(
      stderr,
      /The key of acme\/crm is in a key service: hashivault:\/\/salesforce\/1\. A key in a secret would replace its Consumer Key\./,
    );
    assert.deepEqual(values(), before);
  });

  it('rejects the app whose key is in the key service', async (t) => {
    const { run, appCertificate } = await createSigningHarness(t);
    await run();
    await run(...MOVE);
    const before = appCertificate().toString();
    const { exitCode, stderr } = await run('--name', 'GitHub Actions Signing');
    assert.equal(exitCode, 1);
    assert.match(
      stderr,
      /The key of the app GitHub_Actions_Signing is in a key service\. To change it, add --signing-key/,
    );
    assert.equal(appCertificate().toString(), before);
  });

  it('stores a private key again in a repository that was moved to a key service', async (t) => {
    const { harness, run, values } = await createSigningHarness(t);
    await run();
    await run(...MOVE);
    await run('--remove');
    const { exitCode, stdout, stderr } = await run();
    assert.equal(exitCode, 0, stderr);
    assert.ok(
      harness.keyMatches(values().secrets['SF_PRIVATE_KEY'] ?? '') ||
        keysIn(values().variables['SF_CERTIFICATE']).length === 2,
    );
    assert.equal(values().variables['SF_SIGNING_KEY'], 'hashivault://salesforce/1');
    assert.doesNotMatch(stdout, /overwrite in acme\/crm: .*SIGNING/);
  });
});

const OLD_CERTIFICATE = certificateOf(rsaPair());

const connectedApp = (): string =>
  '<?xml version="1.0"?><ConnectedApp><label>CI</label><oauthConfig><consumerKey>3MVG9connected</consumerKey></oauthConfig></ConnectedApp>';
