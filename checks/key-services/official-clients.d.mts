/** Signs with `@google-cloud/kms` and `google-auth-library`, and returns the signature. */
export function signWithGoogle(options: {
  readonly url: string;
  readonly credentialsFile: string;
  readonly name: string;
  readonly digest: Buffer;
}): Promise<Uint8Array>;

/**
 * Signs with `@azure/keyvault-keys`. Returns the signature and the scopes of the tokens that it
 * requested.
 */
export function signWithAzure(options: {
  readonly keyId: string;
  readonly token: string;
  readonly digest: Buffer;
}): Promise<{ readonly signature: Uint8Array; readonly scopes: readonly string[] }>;
