import { ActionError } from '../errors.ts';
import { ResponseError } from '../salesforce/errors.ts';

/** Codes of the errors that the step itself detects. Errors of the service are KeyServiceErrors. */
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

/** The step cannot send a request to the key service, or must not use the signature. */
export class SigningError extends ActionError<SigningErrorCode> {}

/**
 * The key service, or the host that issues the token for it, returned an error or an unusable
 * response. `code` is the error code of the service, or the HTTP status; `details` contain the name
 * of the service and its host.
 */
export class KeyServiceError extends ResponseError {}
