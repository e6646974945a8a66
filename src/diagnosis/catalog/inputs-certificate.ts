import { FINGERPRINT_COMMAND } from './commands.ts';
import type { CatalogEntry } from './entry.ts';

/** What can be wrong with `certificate`. */
export const CERTIFICATE_ENTRIES = [
  {
    title: 'Not a certificate',
    errorCodes: ['certificate-unreadable'],
    causes: [
      {
        explanation: '`{input}` is not an X.509 certificate in PEM form.',
        fix: 'Use the file that you uploaded to the app, usually server.crt. To convert a binary file (.cer, .der):',
        snippet: ['openssl x509 -inform der -in certificate.cer -out server.crt'],
        setupPath: 'workflow',
      },
    ],
  },
  {
    title: 'The certificate belongs to another key',
    errorCodes: ['certificate-mismatch'],
    causes: [
      {
        explanation:
          'The certificate does not match the private key. The SHA-256 of the public key is {keyFingerprint} for the key and {certificateFingerprint} for the certificate.',
        fix: 'Store a key and a certificate that were created together, and upload that certificate to the app. This prints the SHA-256 of a certificate:',
        snippet: [FINGERPRINT_COMMAND],
        setupPath: 'certificate',
      },
    ],
  },
] as const satisfies readonly CatalogEntry[];
