/**
 * The example that reports expiring certificates, with a valid, an expiring and an expired certificate.
 */
import { createPrivateKey, createPublicKey } from 'node:crypto';
import { makeCertificate } from '../../../support/x509.ts';
import type { CaseFixture, ExampleCase } from '../case.ts';

const DAY_MS = 86_400_000;

function certificateFor({ privateKeyPem }: CaseFixture, days: number): string {
  const privateKey = createPrivateKey(privateKeyPem);
  return makeCertificate({
    subject: 'GitHub Actions',
    publicKey: createPublicKey(privateKey),
    privateKey,
    notBefore: new Date(Date.now() - 400 * DAY_MS),
    notAfter: new Date(Date.now() + days * DAY_MS),
  });
}

const DAYS_LEFT = { 'is valid': 200, 'expires soon': 10, 'has expired': -1 };

function expiryCase(
  state: keyof typeof DAYS_LEFT,
  expected: Pick<ExampleCase, 'jobs' | 'logIncludes' | 'mutation'>,
): ExampleCase {
  return {
    file: 'examples/certificate-expiry.yml',
    variant: `the certificate ${state}`,
    event: 'schedule',
    vars: (fixture) => ({ SF_CERTIFICATE_PRODUCTION: certificateFor(fixture, DAYS_LEFT[state]) }),
    requests: [],
    ...expected,
  };
}

export const CASES: readonly ExampleCase[] = [
  expiryCase('is valid', {
    jobs: { check: 'success' },
    logIncludes: [/^The certificate .+ until .+ GMT\.$/m],
    mutation: ['CERTIFICATE: ', 'CERT: '],
  }),
  expiryCase('expires soon', {
    jobs: { check: 'failure' },
    logIncludes: [/::error title=.+::.+ GMT/],
    mutation: ["DAYS: '30'", "DAYS: '3'"],
  }),
  expiryCase('has expired', {
    jobs: { check: 'failure' },
    logIncludes: [/::error title=.+::.+ GMT/],
    mutation: ['exit 1', 'exit 0'],
  }),
];
