import { type KeyAddress, parseKeyAddress } from './address.ts';
import type { ServiceContext, ServiceKey } from './service.ts';
import { PROTECTED_HEADER, type Signer } from './signer.ts';
import { requireMatchingCertificate, type SigningCertificate } from './verify-signature.ts';

interface KeyServiceOptions<C extends SigningCertificate> {
  /** As the workflow gives it. */
  readonly address: string;
  /** Those of the app. */
  readonly certificates: readonly C[];
  /** Called once, with the certificate that belongs to the key. */
  readonly onCertificate: (certificate: C) => Promise<void>;
}

/**
 * Opens a key in a key service. Each signature is verified before anyone gets it.
 * @throws InputError, SigningError; the signer also KeyServiceError and TransportError
 */
export async function keyServiceSigner<C extends SigningCertificate>(
  { address, certificates, onCertificate }: KeyServiceOptions<C>,
  context: ServiceContext,
): Promise<{ readonly service: string; readonly signer: Signer }> {
  const key = await openKey(parseKeyAddress(address), context);
  let known: C | undefined;
  const signer: Signer = async (payload, timeoutMs) => {
    const input = [JSON.stringify(PROTECTED_HEADER), payload]
      .map((part) => Buffer.from(part).toString('base64url'))
      .join('.');
    const bytes = Buffer.from(input);
    const signature = await key.sign(bytes, context.now() + timeoutMs);
    const certificate = requireMatchingCertificate(bytes, signature, certificates, key);
    if (known === undefined) {
      known = certificate;
      await onCertificate(certificate);
    }
    return `${input}.${signature.bytes.toString('base64url')}`;
  };
  return { service: key.service, signer };
}

/** One file for each service, so that a run loads no other. */
async function openKey(address: KeyAddress, context: ServiceContext): Promise<ServiceKey> {
  switch (address.service) {
    case 'aws-kms':
      return (await import('./aws-kms.ts')).openAwsKey(address, context);
    case 'vault':
      return (await import('./vault.ts')).openVaultKey(address, context);
    case 'google-kms':
      return (await import('./google-kms.ts')).openGoogleKey(address, context);
    case 'azure-key-vault':
      return (await import('./azure-key-vault.ts')).openAzureKey(address, context);
  }
}
