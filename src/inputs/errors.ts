import { ActionError, type ActionErrorOptions } from '../errors.ts';
import type { InputName } from './defaults.ts';

/** Error codes for invalid inputs. */
export type InputErrorCode =
  | 'missing'
  | 'masked'
  | 'unexpanded-variable'
  | 'contains-a-key'
  | 'too-long'
  | 'not-a-boolean'
  | 'not-an-integer'
  | 'out-of-range'
  | 'not-one-of'
  | 'consumer-key-format'
  | 'username-format'
  | 'org-id-format'
  | 'org-id-checksum'
  | 'login-url-format'
  | 'login-url-host'
  | 'login-url-http'
  | 'login-url-extra'
  | 'login-url-path'
  | 'login-url-lightning'
  | 'audience-underivable'
  | 'audience-format'
  | 'audience-elsewhere'
  | 'login-url-not-of-audience'
  | 'key-is-certificate'
  | 'key-is-certificate-request'
  | 'key-is-public-key'
  | 'key-is-ec'
  | 'key-is-rsa-pss'
  | 'key-is-other-algorithm'
  | 'key-is-too-short'
  | 'key-is-openssh'
  | 'key-is-putty'
  | 'key-is-pkcs12'
  | 'key-is-java-keystore'
  | 'key-is-path'
  | 'key-is-consumer-secret'
  | 'key-is-auth-url'
  | 'key-is-address'
  | 'key-is-jwt'
  | 'key-is-fingerprint'
  | 'key-is-encrypted-file'
  | 'key-needs-passphrase'
  | 'key-wrong-passphrase'
  | 'key-old-cipher'
  | 'key-damaged'
  | 'key-unrecognized'
  | 'certificate-unreadable'
  | 'certificate-mismatch'
  | 'two-keys'
  | 'signing-key-format'
  | 'signing-key-endpoint'
  | 'needs-certificate'
  | 'passphrase-without-key';

/** An input is missing or invalid. Thrown before the first request is sent. */
export class InputError extends ActionError<InputErrorCode> {
  readonly input: InputName;

  constructor(options: ActionErrorOptions<InputErrorCode> & { readonly input: InputName }) {
    super(options);
    this.input = options.input;
  }
}
