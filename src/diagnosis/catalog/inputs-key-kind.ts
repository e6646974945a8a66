import { STORE_KEY_COMMAND } from './commands.ts';
import type { CatalogEntry } from './entry.ts';
import { CONVERT_AND_STORE, NEW_KEY_PAIR, STORE_PRIVATE_KEY } from './shared-causes.ts';

/** Files and keys of another kind than `private-key` takes. */
export const KEY_KIND_ENTRIES = [
  {
    title: 'Not a private key',
    errorCodes: [
      'key-is-certificate',
      'key-is-certificate-request',
      'key-is-public-key',
      'key-is-consumer-secret',
      'key-is-auth-url',
      'key-unrecognized',
    ],
    causes: [
      { ...STORE_PRIVATE_KEY, explanation: '`{input}` contains {kind}, not a private key.' },
    ],
  },
  {
    title: 'The private key is not an RSA key',
    errorCodes: ['key-is-ec', 'key-is-rsa-pss', 'key-is-other-algorithm'],
    causes: [
      {
        ...NEW_KEY_PAIR,
        explanation:
          'The key’s algorithm is {algorithm}. Salesforce accepts only plain RSA keys of at least 2048 bits.',
      },
    ],
  },
  {
    title: 'The private key is too short',
    errorCodes: ['key-is-too-short'],
    causes: [{ ...NEW_KEY_PAIR, explanation: 'The key has {bits} bits. It needs at least 2048.' }],
  },
  {
    title: 'An OpenSSH key instead of a PEM key',
    errorCodes: ['key-is-openssh'],
    causes: [
      {
        explanation:
          '`{input}` begins with BEGIN OPENSSH PRIVATE KEY. Only an RSA key can be converted.',
        fix: CONVERT_AND_STORE,
        snippet: ['cp id_rsa server.key && ssh-keygen -p -m PEM -f server.key', STORE_KEY_COMMAND],
        setupPath: 'secrets',
      },
    ],
  },
  {
    title: 'A PuTTY key instead of a PEM key',
    errorCodes: ['key-is-putty'],
    causes: [
      {
        explanation:
          '`{input}` contains a .ppk file (PuTTY-User-Key-File). PuTTYgen can convert it too: Conversions → Export OpenSSH key.',
        fix: CONVERT_AND_STORE,
        snippet: ['puttygen key.ppk -O private-openssh -o server.key', STORE_KEY_COMMAND],
        setupPath: 'secrets',
      },
    ],
  },
  {
    title: 'A PKCS#12 file instead of a PEM key',
    errorCodes: ['key-is-pkcs12'],
    causes: [
      {
        explanation:
          '`{input}` contains a .p12 or .pfx file. If openssl cannot read it, add -legacy.',
        fix: CONVERT_AND_STORE,
        snippet: ['openssl pkcs12 -in key.p12 -nocerts -nodes -out server.key', STORE_KEY_COMMAND],
        setupPath: 'secrets',
      },
    ],
  },
  {
    title: 'A Java keystore instead of a PEM key',
    errorCodes: ['key-is-java-keystore'],
    causes: [
      {
        explanation:
          '`{input}` contains a .jks file, such as “Export to Keystore” in Setup → Certificate and Key Management makes.',
        fix: CONVERT_AND_STORE,
        snippet: [
          'keytool -importkeystore -srckeystore keystore.jks -srcstoretype JKS -destkeystore server.p12 -deststoretype PKCS12',
          'openssl pkcs12 -in server.p12 -nocerts -nodes -out server.key',
          STORE_KEY_COMMAND,
        ],
        setupPath: 'secrets',
      },
    ],
  },
] as const satisfies readonly CatalogEntry[];
