/** The certificate expiry example with a valid, an expiring and an expired certificate. */
import { createPrivateKey, createPublicKey } from 'node:crypto';
import { makeCertificate } from '../../../support/x509.ts';
import type { CaseFixture, ExampleCase } from '../case.ts';
import { TOKEN_REQUEST, USER_INFO_REQUEST } from './requests.ts';

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
  expected: Pick<ExampleCase, 'jobs' | 'requests' | 'logIncludes' | 'mutation'>,
): ExampleCase {
  return {
    file: 'examples/certificate-expiry.yml',
    variant: `the certificate ${state}`,
    event: 'schedule',
    // Replaces the certificate of the org, so that the job and the org have the same.
    vars: (fixture) => {
      const pem = certificateFor(fixture, DAYS_LEFT[state]);
      fixture.org.uploadCertificate(pem);
      return { SF_CERTIFICATE: pem };
    },
    ...expected,
  };
}

export const CASES: readonly ExampleCase[] = [
  expiryCase('is valid', {
    jobs: { check: 'success' },
    requests: [TOKEN_REQUEST, USER_INFO_REQUEST],
    logIncludes: [/^The certificate .+ until .+ GMT\.$/m],
    mutation: ['CERTIFICATE: ', 'CERT: '],
  }),
  expiryCase('expires soon', {
    jobs: { check: 'failure' },
    requests: [TOKEN_REQUEST, USER_INFO_REQUEST],
    logIncludes: [/::error title=.+::.+ GMT/],
    mutation: ["DAYS: '30'", "DAYS: '3'"],
  }),
  expiryCase('has expired', {
    jobs: { check: 'failure' },
    requests: [TOKEN_REQUEST, USER_INFO_REQUEST],
    logIncludes: ['The certificate was valid until'],
    mutation: ['certificate: ', 'certificates: '],
  }),
];
