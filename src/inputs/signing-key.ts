import { InputError } from './errors.ts';
import type { ActionInputs } from './inputs.ts';

export type SigningKeyInputs = Pick<ActionInputs, 'privateKey' | 'passphrase' | 'certificate'>;

/**
 * Checks the inputs that `signing-key` excludes or requires.
 * @throws InputError
 */
export function checkSigningKeyInputs({
  privateKey,
  passphrase,
  certificate,
}: SigningKeyInputs): void {
  if (privateKey.reveal() !== '') throw new InputError({ code: 'two-keys', input: 'signing-key' });
  if (passphrase)
    throw new InputError({ code: 'passphrase-without-key', input: 'private-key-passphrase' });
  if (!certificate) throw new InputError({ code: 'needs-certificate', input: 'certificate' });
}
