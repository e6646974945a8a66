import { FINGERPRINT_COMMAND } from './commands.ts';
import type { Entry } from './entry.ts';

/** What can be wrong with `certificate`. */
export const CERTIFICATE_ENTRIES = [
  {
    title: 'The private key instead of the certificate',
    problems: ['certificate-is-key'],
    input: 'certificate',
    causes: [
      {
        what: '`{input}` holds a private key. If it did not come from a secret, replace that key now.',
        fix: 'Give the file that was uploaded to the app, mostly server.crt. It begins with “-----BEGIN CERTIFICATE-----”.',
        where: 'workflow',
      },
    ],
  },
  {
    title: 'Not a certificate',
    problems: ['certificate-unreadable'],
    input: 'certificate',
    causes: [
      {
        what: '`{input}` is not an X.509 certificate in PEM.',
        fix: 'Give the file that was uploaded to the app, mostly server.crt. A binary one (.cer, .der) is converted by:',
        lines: ['openssl x509 -inform der -in certificate.cer -out server.crt'],
        where: 'workflow',
      },
    ],
  },
  {
    title: 'The certificate belongs to another key',
    problems: ['certificate-mismatch'],
    input: 'certificate',
    causes: [
      {
        what: 'The SHA-256 of the public key is {keyFingerprint} for the private key, but {certificateFingerprint} for the certificate.',
        fix: 'Store both files of one pair, and upload that certificate to the app. For a certificate, this prints the SHA-256:',
        lines: [FINGERPRINT_COMMAND],
        where: 'certificate',
      },
    ],
  },
] as const satisfies readonly Entry[];
