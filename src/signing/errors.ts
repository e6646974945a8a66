import { ActionError } from '../errors.ts';
import { ResponseError } from '../salesforce/errors.ts';

/** Codes of errors that the step itself detects. Errors of a key service are KeyServiceErrors. */
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

/** The step cannot send a request to the key service, or must not use its signature. */
export class SigningError extends ActionError<SigningErrorCode> {}

/**
 * The key service, or the host that issues its access tokens, returned an error or an unusable
 * response. `code` is the service's error code, that of the step for an unusable response, or the
 * HTTP status. `details` contain the name of the service and its host.
 */
export class KeyServiceError extends ResponseError {}
