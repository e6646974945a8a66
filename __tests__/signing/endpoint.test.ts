import assert from 'node:assert/strict';
import { it } from 'node:test';
import { readEndpoint } from '../../src/signing/endpoint.ts';
import { SigningError } from '../../src/signing/errors.ts';
import { catchError, loggableText } from '../helpers/errors.ts';

it('readEndpoint accepts https, and http on loopback', () => {
  assert.equal(readEndpoint('X', ' https://vault.acme.com/\n'), 'https://vault.acme.com');
  assert.equal(readEndpoint('X', 'https://acme.com/vault/'), 'https://acme.com/vault');
  assert.equal(readEndpoint('X', 'http://127.0.0.1:8200'), 'http://127.0.0.1:8200');
});

it('readEndpoint rejects other schemes, credentials, queries and fragments, without quoting them', async () => {
  for (const value of [
    'vault.acme.com',
    'http://vault.acme.com',
    'ftp://vault.acme.com',
    'https://user:p4ssw0rd-of-it@vault.acme.com',
    'https://vault.acme.com/?x=1',
    'https://vault.acme.com/#x',
    'https://vault.acme.com/?',
    'https://vault.acme.com/#',
    'https://@vault.acme.com',
  ]) {
    const error = await catchError(() => readEndpoint('VAULT_ADDR', value));
    assert.ok(error instanceof SigningError);
    assert.deepEqual(error.details, { variable: 'VAULT_ADDR' });
    assert.doesNotMatch(loggableText(error), /p4ssw0rd/);
  }
});
