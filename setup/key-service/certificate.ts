import { X509Certificate } from 'node:crypto';
import { prepareCertificate } from '../../support/x509.ts';
import { certificateOfKey, SERVICE_MARK } from '../certificates.ts';
import type { SetupContext } from '../context.ts';
import { SetupError } from '../errors.ts';
import { type KeyPair, validityOf } from '../key-pair.ts';
import { commandLine } from '../options.ts';
import { type RemoteKey, signWith } from './signing-key.ts';

/** Returns the key with its certificate. If there is none yet, the service signs one. */
export async function completeSigningKey(
  context: SetupContext,
  key: RemoteKey,
  certificatePem: string | undefined,
): Promise<KeyPair> {
  const { options, runtime } = context;
  const { publicKey, address, service } = key;
  const stored = { name: 'SF_SIGNING_KEY', value: address } as const;
  const own = certificateOfKey(certificatePem ?? '', publicKey);
  if (own !== undefined)
    return { key: stored, certificatePem: own.toString(), validTo: new Date(own.validTo) };
  const validity = validityOf(options, runtime.now());
  const { bytes, complete } = prepareCertificate({
    subject: options.name.trim() + SERVICE_MARK,
    publicKey,
    ...validity,
  });
  const certificate = complete(await signWith(context, key, bytes));
  if (!new X509Certificate(certificate).verify(publicKey)) {
    throw new SetupError(
      `${service.title} has not signed the certificate with the key that it shows as ${address}: RSASSA-PKCS1-v1_5 with SHA-256 is needed.`,
      commandLine(options, { 'signing-key': 'ADDRESS' }),
    );
  }
  return { key: stored, certificatePem: certificate, validTo: validity.notAfter };
}
