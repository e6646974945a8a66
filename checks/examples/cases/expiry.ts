/**
 * Defines the cases of the example that reports expiring certificates: valid, expiring and expired
 * certificates, and no certificates.
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

interface Expectation extends Pick<ExampleCase, 'jobs' | 'logIncludes' | 'mutation'> {
  /** Days until each variable's certificate expires. */
  readonly certificates: Readonly<Record<string, number>>;
}

function expiryCase(variant: string, { certificates, ...expected }: Expectation): ExampleCase {
  return {
    file: 'examples/certificate-expiry.yml',
    variant,
    event: 'schedule',
    vars: (fixture) =>
      Object.fromEntries(
        Object.entries(certificates).map(([name, days]) => [
          name,
          // Adds an hour, so that the number of whole days is still the same at the end of the job.
          certificateFor(fixture, days + 1 / 24),
        ]),
      ),
    requests: [],
    ...expected,
  };
}

export const CASES: readonly ExampleCase[] = [
  expiryCase('all certificates are valid', {
    certificates: { SF_CERTIFICATE: 200, SF_CERTIFICATE_UAT: 31 },
    jobs: { check: 'success' },
    logIncludes: [
      /\| SF_CERTIFICATE \| 20\d\d-\d\d-\d\d \| 200 \|/,
      /\| SF_CERTIFICATE_UAT \| 20\d\d-\d\d-\d\d \| 31 \|/,
    ],
    mutation: ['toJSON(vars)', 'toJSON(github)'],
  }),
  expiryCase('one of two expires soon', {
    certificates: { SF_CERTIFICATE_PRODUCTION: 10, SF_CERTIFICATE_UAT: 200 },
    // act can lose the last lines of a step that fails at once, but not the job summary.
    jobs: { check: 'failure' },
    logIncludes: [
      /\| SF_CERTIFICATE_PRODUCTION \| 20\d\d-\d\d-\d\d \| 10 \|/,
      /\| SF_CERTIFICATE_UAT \| 20\d\d-\d\d-\d\d \| 200 \|/,
    ],
    mutation: ["DAYS: '30'", "DAYS: '3'"],
  }),
  expiryCase('one has expired', {
    certificates: { SF_CERTIFICATE_PRODUCTION: -2 },
    jobs: { check: 'failure' },
    logIncludes: [/\| SF_CERTIFICATE_PRODUCTION \| 20\d\d-\d\d-\d\d \| -\d \|/],
    mutation: ['exit "$failed"', 'exit 0'],
  }),
  expiryCase('there are none', {
    certificates: {},
    jobs: { check: 'failure' },
    // act can lose the last line of a step that exits immediately, so the message is not checked.
    mutation: ['exit 1', 'exit 0'],
  }),
];
