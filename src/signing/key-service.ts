// Modules that several services share are imported here, so that the bundle contains them only once.
import './access-token.ts';
import './endpoint.ts';
import './github-oidc.ts';
import './service-request.ts';
import type { CertificateInfo } from '../inputs/certificate.ts';
import type { ActionInputs } from '../inputs/inputs.ts';
import { checkSigningKeyInputs, type SigningKeyInputs } from '../inputs/signing-key.ts';
import type { Signer } from '../salesforce/assertion.ts';
import { type KeyAddress, parseKeyAddress } from './address.ts';
import type { ServiceContext, ServiceKey } from './service.ts';
import { requireMatchingCertificate } from './verify-signature.ts';

/** The header must be the same as for a key in memory. */
const PROTECTED_HEADER = '{"alg":"RS256"}';

interface ServiceSignerInputs extends SigningKeyInputs, Pick<ActionInputs, 'signingKey'> {
  /** Certificates in the `certificate` input. */
  readonly certificates: readonly CertificateInfo[];
}

export interface ServiceSigner {
  /** Name of the service as its vendor writes it. */
  readonly service: string;
  readonly sign: Signer;
}

/**
 * Opens the key that `signing-key` refers to. Each signature is verified before it is used.
 * @param onCertificate called once, with the certificate that belongs to the key
 * @throws InputError, SigningError; `sign` also throws KeyServiceError and TransportError
 */
export async function createServiceSigner(
  inputs: ServiceSignerInputs,
  context: ServiceContext,
  onCertificate: (certificate: CertificateInfo) => Promise<void>,
): Promise<ServiceSigner> {
  checkSigningKeyInputs(inputs);
  const { signingKey, certificates } = inputs;
  const key = await openKey(parseKeyAddress(signingKey), context);
  let certificate: CertificateInfo | undefined;
  const sign: Signer = async (payload, timeoutMs) => {
    const input = [PROTECTED_HEADER, payload]
      .map((part) => Buffer.from(part).toString('base64url'))
      .join('.');
    const bytes = Buffer.from(input);
    const signature = await key.sign(bytes, context.now() + timeoutMs);
    const match = requireMatchingCertificate(bytes, signature, certificates, key);
    if (certificate === undefined) await onCertificate(match);
    certificate = match;
    return `${input}.${signature.bytes.toString('base64url')}`;
  };
  return { service: key.service, sign };
}

/** Opens a key. Each service has its own file, so that a run loads only the one that it uses. */
export async function openKey(address: KeyAddress, context: ServiceContext): Promise<ServiceKey> {
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
