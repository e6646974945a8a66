import { ActionError } from '../errors.ts';
import { ResponseError } from '../salesforce/errors.ts';

/** Every way in which a key service cannot be used, besides its own refusals. */
export type SigningErrorCode =
  | 'credentials-missing'
  | 'vault-variables-missing'
  | 'azure-variables-missing'
  | 'id-token-missing'
  | 'credentials-file'
  | 'credentials-executable'
  | 'credentials-host'
  | 'endpoint-format'
  | 'endpoint-with-fips'
  | 'region-missing'
  | 'signature-mismatch'
  | 'signature-rotated'
  | 'signature-alias'
  | 'signature-not-rsa'
  | 'signature-pss'
  | 'signature-size';

/** The step cannot ask the key service, or must not use the signature that it made. */
export class SigningError extends ActionError<SigningErrorCode> {}

/**
 * The key service, or the host that gives the token for it, answered with anything but what was
 * asked for. `code` is the service's own, or the HTTP status; `details` name the service and its host.
 */
export class KeyServiceError extends ResponseError {}
