import assert from 'node:assert/strict';
import { it } from 'node:test';
import { checkSigningKeyInputs } from '../../src/inputs/signing-key.ts';
import { catchInputError } from '../helpers/errors.ts';
import { secret } from '../helpers/redaction.ts';

const INPUTS = { privateKey: secret(''), passphrase: undefined, certificate: 'PEM' };

it('the input signing-key is accepted with a certificate and without a private key', () => {
  assert.doesNotThrow(() => checkSigningKeyInputs(INPUTS));
});

for (const [code, input, changes] of [
  ['two-keys', 'signing-key', { privateKey: secret('a key') }],
  ['passphrase-without-key', 'private-key-passphrase', { passphrase: secret('passphrase') }],
  ['needs-certificate', 'certificate', { certificate: undefined }],
] as const) {
  it(`the input signing-key is rejected with ${code}, as an error of the input ${input}`, () => {
    const error = catchInputError(() => checkSigningKeyInputs({ ...INPUTS, ...changes }));
    assert.equal(error.code, code);
    assert.equal(error.input, input);
  });
}
