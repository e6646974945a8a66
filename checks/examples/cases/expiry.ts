/** The certificate at three ages: whether the job warns in time. */
import { createPrivateKey, createPublicKey } from 'node:crypto';
import { makeCertificate } from '../../../simulator/org/x509.ts';
import type { Case, Given } from '../case.ts';
import { TOKEN, USER_INFO } from './requests.ts';

const DAY_MS = 86_400_000;

function certificateFor({ privateKeyPem }: Given, days: number): string {
  const privateKey = createPrivateKey(privateKeyPem);
  return makeCertificate({
    subject: 'GitHub Actions',
    publicKey: createPublicKey(privateKey),
    privateKey,
    notBefore: new Date(Date.now() - 400 * DAY_MS),
    notAfter: new Date(Date.now() + days * DAY_MS),
  });
}

const ENDS = { fine: 200, soon: 10, past: -1 };

function expiry(
  about: keyof typeof ENDS,
  expected: Pick<Case, 'jobs' | 'requests' | 'prints' | 'slip'>,
): Case {
  return {
    file: 'examples/certificate-expiry.yml',
    about: `the certificate's end is ${about}`,
    event: 'schedule',
    // One certificate for the job and the org: a case has its key before it has its variables.
    vars: (given) => {
      const pem = certificateFor(given, ENDS[about]);
      given.org.uploadCertificate(pem);
      return { SF_CERTIFICATE: pem };
    },
    ...expected,
  };
}

export const CASES: readonly Case[] = [
  expiry('fine', {
    jobs: { check: 'success' },
    requests: [TOKEN, USER_INFO],
    prints: [/^The certificate .+ until .+ GMT\.$/m],
    slip: ['CERTIFICATE: ', 'CERT: '],
  }),
  expiry('soon', {
    jobs: { check: 'failure' },
    requests: [TOKEN, USER_INFO],
    prints: [/::error title=.+::.+ GMT/],
    slip: ["DAYS: '30'", "DAYS: '3'"],
  }),
  expiry('past', {
    jobs: { check: 'failure' },
    requests: [TOKEN, USER_INFO],
    prints: ['The certificate was valid until'],
    slip: ['certificate: ', 'certificates: '],
  }),
];
