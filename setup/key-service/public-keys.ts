import { createPublicKey, type KeyObject } from 'node:crypto';
import type {
  AwsAddress,
  AzureAddress,
  GoogleAddress,
  KeyAddress,
  VaultAddress,
} from '../../src/signing/address.ts';
import { connectKms } from '../../src/signing/aws-kms.ts';
import { API_VERSION, cloudOf, readErrorFields } from '../../src/signing/azure-key-vault.ts';
import { connectGoogleKms } from '../../src/signing/google-kms.ts';
import { requestFields } from '../../src/signing/service-request.ts';
import { connectTransit } from '../../src/signing/vault.ts';
import { isLoopback } from '../../src/url.ts';
import type { ServiceCall } from './service-context.ts';

/** A public key, as the service describes it. */
export interface DescribedKey {
  /**
   * Address of exactly this key. It is never an alias, and contains the version if the service has
   * versions.
   */
  readonly address: string;
  /** Undefined if the service did not return a public key. */
  readonly publicKey: KeyObject | undefined;
  /** The reason why the key cannot sign with RSASSA-PKCS1-v1_5 and SHA-256. Undefined if it can. */
  readonly unfit: string | undefined;
}

/**
 * Requests the public key of a key. Only setup needs it, because the action uses the certificate for
 * verification.
 */
export function describeKey(address: KeyAddress, call: ServiceCall): Promise<DescribedKey> {
  switch (address.service) {
    case 'aws-kms':
      return describeAwsKey(address, call);
    case 'vault':
      return describeVaultKey(address, call);
    case 'google-kms':
      return describeGoogleKey(address, call);
    case 'azure-key-vault':
      return describeAzureKey(address, call);
  }
}

/** @see https://docs.aws.amazon.com/kms/latest/APIReference/API_GetPublicKey.html */
async function describeAwsKey(address: AwsAddress, call: ServiceCall): Promise<DescribedKey> {
  const { fields } = await connectKms(address, call.context)('GetPublicKey', {}, call.deadline);
  const { KeyId, KeyUsage, PublicKey } = fields;
  const der = Buffer.from(String(PublicKey), 'base64');
  return {
    // AWS returns the ARN even if the request contained an alias.
    address: `awskms:///${KeyId}`,
    publicKey: toPublicKey(() => createPublicKey({ key: der, format: 'der', type: 'spki' })),
    unfit: KeyUsage === 'SIGN_VERIFY' ? undefined : `its usage is ${KeyUsage}`,
  };
}

/** @see https://developer.hashicorp.com/vault/api-docs/secret/transit#read-key */
async function describeVaultKey(
  { key, version }: VaultAddress,
  { context, deadline }: ServiceCall,
): Promise<DescribedKey> {
  const { fields } = await connectTransit(context)(`keys/${key}`, deadline);
  const data = asRecord(fields['data']);
  const number = version ?? Number(data['latest_version']);
  const { public_key: pem } = asRecord(asRecord(data['keys'])[String(number)]);
  return {
    address: `hashivault://${key}/${number}`,
    publicKey: toPublicKey(() => createPublicKey(String(pem))),
    unfit:
      data['supports_signing'] === false
        ? `its type is ${data['type']}`
        : pem === undefined
          ? `it has no version ${number}`
          : undefined,
  };
}

/** @see https://cloud.google.com/kms/docs/reference/rest/v1/projects.locations.keyRings.cryptoKeys.cryptoKeyVersions/getPublicKey */
async function describeGoogleKey(
  { name }: GoogleAddress,
  { context, deadline }: ServiceCall,
): Promise<DescribedKey> {
  const { fields } = await connectGoogleKms(context)(`${name}/publicKey`, deadline);
  const { pem, algorithm } = fields;
  return {
    address: `gcpkms://${name}`,
    publicKey: toPublicKey(() => createPublicKey(String(pem))),
    unfit: /^RSA_SIGN_PKCS1_\d+_SHA256$/.test(String(algorithm))
      ? undefined
      : `its algorithm is ${algorithm}, and Salesforce accepts only RSA_SIGN_PKCS1_…_SHA256`,
  };
}

/** @see https://learn.microsoft.com/rest/api/keyvault/keys/get-key/get-key */
async function describeAzureKey(
  { host, key, version }: AzureAddress,
  { context, deadline }: ServiceCall,
): Promise<DescribedKey> {
  const path = [key, version].filter(Boolean).join('/');
  const fields = await requestFields(
    {
      service: 'Azure Key Vault',
      method: 'GET',
      url: `${azureOrigin(host)}/keys/${path}?api-version=${API_VERSION}`,
      headers: { Authorization: `Bearer ${context.env['AZURE_ACCESS_TOKEN']}` },
      deadline,
      readErrorFields,
    },
    context,
  );
  const { kid, kty, key_ops: operations, n, e } = asRecord(fields['key']);
  const pinned = version ?? /\/([\da-f]{32})$/i.exec(String(kid))?.[1] ?? '';
  const jwk = { kty: 'RSA', n: String(n), e: String(e) };
  const maySign = Array.isArray(operations) && operations.includes('sign');
  return {
    address: `azurekms://${host}/${key}/${pinned}`,
    // Keys in an HSM have the type RSA-HSM.
    publicKey: /^RSA/.test(String(kty))
      ? toPublicKey(() => createPublicKey({ key: jwk, format: 'jwk' }))
      : undefined,
    unfit: maySign ? undefined : 'sign is not among its operations',
  };
}

/**
 * Returns the origin of a vault. Azure's hosts always use https, and only tests use a loopback
 * host.
 */
export const azureOrigin = (host: string): string =>
  isLoopback(host.replace(/:\d+$/, '')) && cloudOf(host).login.startsWith('http:')
    ? `http://${host}`
    : `https://${host}`;

const asRecord = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? { ...value } : {};

function toPublicKey(read: () => KeyObject): KeyObject | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
