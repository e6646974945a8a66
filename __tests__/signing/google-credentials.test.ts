import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { SigningError } from '../../src/signing/errors.ts';
import { readExternalAccount } from '../../src/signing/google-credentials.ts';
import { catchError, loggableText } from '../helpers/errors.ts';
import { keyServices, serviceContext } from '../helpers/key-services.ts';
import { noDevices } from '../helpers/platform.ts';

const services = await keyServices();
const folder = mkdtempSync(join(tmpdir(), 'google-credentials-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const valid = JSON.parse(
  readFileSync(services.environment('google')['GOOGLE_APPLICATION_CREDENTIALS'] ?? '', 'utf8'),
);

function read(content: unknown, env: Readonly<Record<string, string | undefined>> = {}) {
  const path = join(folder, 'credentials.json');
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return readExternalAccount(path, serviceContext(services, 'google', env));
}

describe('the file that google-github-actions/auth writes', () => {
  it('is read with and without a service account', () => {
    assert.equal(read(valid).impersonationUrl, valid.service_account_impersonation_url);
    const { service_account_impersonation_url: _, ...direct } = valid;
    const account = read(direct);
    assert.equal(account.impersonationUrl, undefined);
    assert.equal(account.audience, valid.audience);
  });

  it('is used with the request token from the environment, not with the one in the file', () => {
    const changed = structuredClone(valid);
    changed.credential_source.headers.Authorization = 'Bearer of-somebody-else';
    assert.equal(read(changed).oidc.bearer, services.state.credentials.oidcBearer);
  });

  it('may contain a regional token host and the URL of any service account', () => {
    const token_url = 'https://sts.europe-west3.rep.googleapis.com/v1/token';
    assert.equal(read({ ...valid, token_url }).tokenUrl, token_url);
    const service_account_impersonation_url =
      'https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/ci@acme.iam.gserviceaccount.com:generateAccessToken';
    assert.equal(
      read({ ...valid, service_account_impersonation_url }).impersonationUrl,
      service_account_impersonation_url,
    );
  });
});

describe('an invalid credentials file', () => {
  const source = valid.credential_source;
  const executable = { executable: { command: '/bin/sh -c id' } };
  for (const [name, content, code] of [
    ['no JSON', 'ya29.a-token-in-a-file', 'credentials-file'],
    ['no object', '[]', 'credentials-file'],
    ['a key of a service account', { ...valid, type: 'service_account' }, 'credentials-file'],
    ['no audience', { ...valid, audience: undefined }, 'credentials-file'],
    ['no token type', { ...valid, subject_token_type: 1 }, 'credentials-file'],
    ['no source', { ...valid, credential_source: undefined }, 'credentials-file'],
    [
      'a file as source',
      { ...valid, credential_source: { file: '/tmp/token' } },
      'credentials-file',
    ],
    [
      'another format',
      { ...valid, credential_source: { ...source, format: { type: 'text' } } },
      'credentials-file',
    ],
    ['a program as source', { ...valid, credential_source: executable }, 'credentials-executable'],
    [
      'a source on another host',
      { ...valid, credential_source: { ...source, url: 'https://evil.example/' } },
      'credentials-host',
    ],
    [
      'a source that is no URL',
      { ...valid, credential_source: { ...source, url: 'x' } },
      'credentials-host',
    ],
    [
      'a token host that is not Google’s',
      { ...valid, token_url: 'https://googleapis.com.evil.example/' },
      'credentials-host',
    ],
    [
      'a method of Google that stores what it receives',
      { ...valid, token_url: 'https://storage.googleapis.com/upload/storage/v1/b/evil/o' },
      'credentials-host',
    ],
    [
      'a token host with a query',
      { ...valid, token_url: 'https://sts.googleapis.com/v1/token?evil' },
      'credentials-host',
    ],
    [
      'a token host with a password',
      { ...valid, token_url: 'https://u:evil@sts.googleapis.com/v1/token' },
      'credentials-host',
    ],
    [
      'another method for the account',
      {
        ...valid,
        service_account_impersonation_url:
          'https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/a@b.c:signBlob',
      },
      'credentials-host',
    ],
    ['a file that is too large', ' '.repeat(65_537), 'credentials-file'],
    ['no token host', { ...valid, token_url: undefined }, 'credentials-host'],
    [
      'plain HTTP',
      { ...valid, token_url: 'http://sts.googleapis.com/v1/token' },
      'credentials-host',
    ],
    [
      'another host for the account',
      { ...valid, service_account_impersonation_url: 'https://evil.example' },
      'credentials-host',
    ],
  ] as const) {
    it(`is rejected and not quoted: ${name}`, async () => {
      const error = await catchError(() => read(content));
      assert.ok(error instanceof SigningError);
      assert.equal(error.code, code);
      assert.equal(error.details['variable'], 'GOOGLE_APPLICATION_CREDENTIALS');
      assert.doesNotMatch(loggableText(error), /evil|ya29|sh -c/);
    });
  }

  it('is rejected if it is a device, which might be endless', { skip: noDevices }, async () => {
    const context = serviceContext(services, 'google');
    const error = await catchError(() => readExternalAccount('/dev/zero', context));
    assert.ok(error instanceof SigningError);
    assert.equal(error.code, 'credentials-file');
  });

  it('is rejected if it does not exist', async () => {
    const path = join(folder, 'missing.json');
    const context = serviceContext(services, 'google');
    const error = await catchError(() => readExternalAccount(path, context));
    assert.ok(error instanceof SigningError);
    assert.equal(error.code, 'credentials-file');
  });
});

describe('a valid credentials file', () => {
  it('leads to the error id-token-missing if the job lacks the permission id-token: write', async () => {
    const error = await catchError(() => read(valid, { ACTIONS_ID_TOKEN_REQUEST_URL: undefined }));
    assert.ok(error instanceof SigningError);
    assert.equal(error.code, 'id-token-missing');
  });
});
