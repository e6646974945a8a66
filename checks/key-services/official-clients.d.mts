/** Returns the signature of `@google-cloud/kms` with `google-auth-library`. */
export function signWithGoogle(options: {
  readonly url: string;
  readonly credentialsFile: string;
  readonly name: string;
  readonly digest: Buffer;
}): Promise<Uint8Array>;

/** Returns the signature of `@azure/keyvault-keys`, and the scopes of the tokens that it asked for. */
export function signWithAzure(options: {
  readonly keyId: string;
  readonly token: string;
  readonly digest: Buffer;
}): Promise<{ readonly signature: Uint8Array; readonly scopes: readonly string[] }>;
