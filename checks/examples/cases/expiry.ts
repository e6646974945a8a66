/** The certificate at three ages: whether the job warns in time. */
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

const DAYS_LEFT = { fine: 200, soon: 10, past: -1 };

function expiryCase(
  age: keyof typeof DAYS_LEFT,
  expected: Pick<ExampleCase, 'jobs' | 'requests' | 'logIncludes' | 'mutation'>,
): ExampleCase {
  return {
    file: 'examples/certificate-expiry.yml',
    variant: `the certificate's end is ${age}`,
    event: 'schedule',
    // One certificate for the job and the org: a case has its key before it has its variables.
    vars: (fixture) => {
      const pem = certificateFor(fixture, DAYS_LEFT[age]);
      fixture.org.uploadCertificate(pem);
      return { SF_CERTIFICATE: pem };
    },
    ...expected,
  };
}

export const CASES: readonly ExampleCase[] = [
  expiryCase('fine', {
    jobs: { check: 'success' },
    requests: [TOKEN_REQUEST, USER_INFO_REQUEST],
    logIncludes: [/^The certificate .+ until .+ GMT\.$/m],
    mutation: ['CERTIFICATE: ', 'CERT: '],
  }),
  expiryCase('soon', {
    jobs: { check: 'failure' },
    requests: [TOKEN_REQUEST, USER_INFO_REQUEST],
    logIncludes: [/::error title=.+::.+ GMT/],
    mutation: ["DAYS: '30'", "DAYS: '3'"],
  }),
  expiryCase('past', {
    jobs: { check: 'failure' },
    requests: [TOKEN_REQUEST, USER_INFO_REQUEST],
    logIncludes: ['The certificate was valid until'],
    mutation: ['certificate: ', 'certificates: '],
  }),
];
