import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { commandLine, readOptions } from '../../../setup/options.ts';
import { makeCertificate } from '../../../support/x509.ts';
import { certificateOf, rsaPair } from '../../helpers/crypto.ts';
import { createSigningHarness, VAULT_ADDRESS } from './harness.ts';

describe('the options of setup with a key service', { concurrency: 4 }, () => {
  for (const other of [
    ['--use-key', 'a.key'],
    ['--key-file', 'a.key'],
    ['--adopt', '--use-key', 'a.key'],
  ]) {
    it(`exclude ${other[0]}, because no file contains the key`, () => {
      assert.throws(
        () => readOptions(['--signing-key', VAULT_ADDRESS, ...other]),
        /--signing-key is for a key that no file has/,
      );
    });
  }

  it('require --use-key or --signing-key with --use-certificate', () => {
    assert.throws(
      () => readOptions(['--use-certificate', 'a.crt']),
      /--use-certificate needs its key: --use-key FILE or --signing-key ADDRESS\./,
    );
  });

  it('include another default name for the app, which printed commands omit', () => {
    const options = readOptions(['--org', 'prod', '--signing-key', VAULT_ADDRESS]);
    assert.equal(options.name, 'GitHub Actions Signing');
    assert.equal(
      commandLine(options),
      `npm run setup -- --org prod --signing-key ${VAULT_ADDRESS}`,
    );
    for (const args of [['--name', 'GitHub Actions'], ['--name=GitHub Actions']]) {
      const named = readOptions(['--signing-key', VAULT_ADDRESS, ...args]);
      assert.match(commandLine(named), / --name 'GitHub Actions'/);
    }
    const old = commandLine(options, { 'signing-key': undefined, name: undefined });
    assert.equal(old, 'npm run setup -- --org prod');
  });

  it('accept a certificate of a certificate authority, which replaces the certificate of the app', async (t) => {
    const { harness, services, run, appCertificate } = await createSigningHarness(t);
    assert.equal((await run('--signing-key', VAULT_ADDRESS)).exitCode, 0);
    const [version] = services.state.key.versions;
    const authority = rsaPair();
    const certificate = makeCertificate({
      subject: 'ci.acme.com',
      publicKey: version?.publicKey ?? assert.fail(),
      issuer: { subject: 'Acme CA', privateKey: authority.privateKey },
    });
    writeFileSync(join(harness.folder, 'ca.crt'), certificate);
    writeFileSync(join(harness.folder, 'other.crt'), certificateOf(authority));
    const refused = await run('--signing-key', VAULT_ADDRESS, '--use-certificate', 'other.crt');
    assert.equal(refused.exitCode, 1);
    assert.match(
      refused.stderr,
      /other\.crt has no certificate of the key in hashivault:\/\/salesforce\/1\./,
    );
    const { exitCode, stdout, stderr } = await run(
      '--signing-key',
      VAULT_ADDRESS,
      '--use-certificate',
      'ca.crt',
    );
    assert.equal(exitCode, 0, stderr);
    assert.equal(appCertificate().toString(), certificate);
    assert.doesNotMatch(stdout, /have Vault sign/);
  });
});
