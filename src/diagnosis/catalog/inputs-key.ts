import { CHECK_KEY_COMMAND, FINGERPRINT_COMMAND, STORE_KEY_COMMAND } from './commands.ts';
import type { CatalogEntry } from './entry.ts';
import { CONVERT_AND_STORE, NEW_KEY_PAIR, STORE_PRIVATE_KEY } from './shared-causes.ts';

/** Entries for `private-key`, `private-key-passphrase` and `certificate`. */
export const KEY_ENTRIES = [
  {
    id: 'not-a-private-key',
    title: 'Not a private key',
    errorCodes: [
      'key-is-certificate',
      'key-is-certificate-request',
      'key-is-public-key',
      'key-is-consumer-secret',
      'key-is-auth-url',
      'key-is-jwt',
      'key-is-fingerprint',
      'key-unrecognized',
    ],
    causes: [
      {
        ...STORE_PRIVATE_KEY,
        id: 'not-a-private-key',
        explanation: '`{input}` contains {kind}, not a private key.',
      },
    ],
  },
  {
    id: 'not-an-rsa-key',
    title: 'The private key is not an RSA key',
    errorCodes: ['key-is-ec', 'key-is-rsa-pss', 'key-is-other-algorithm'],
    causes: [
      {
        ...NEW_KEY_PAIR,
        id: 'not-an-rsa-key',
        explanation:
          'The key’s algorithm is {algorithm}. Salesforce accepts only plain RSA keys of at least 2048 bits.',
      },
    ],
  },
  {
    id: 'key-too-short',
    title: 'The private key is too short',
    errorCodes: ['key-is-too-short'],
    causes: [
      {
        ...NEW_KEY_PAIR,
        id: 'key-too-short',
        explanation: 'The key has {bits} bits. It needs at least 2048.',
      },
    ],
  },
  {
    id: 'openssh-key',
    title: 'An OpenSSH key instead of a PEM key',
    errorCodes: ['key-is-openssh'],
    causes: [
      {
        id: 'openssh-key',
        explanation:
          '`{input}` begins with BEGIN OPENSSH PRIVATE KEY. Only an RSA key can be converted.',
        fix: CONVERT_AND_STORE,
        // ssh-keygen reads neither a file with CRLF nor a file that other users can read.
        snippet: [
          "tr -d '\\r' < id_rsa > server.key && chmod 600 server.key && ssh-keygen -p -N '' -m PEM -f server.key",
          STORE_KEY_COMMAND,
        ],
        setupPath: 'secrets',
      },
    ],
  },
  {
    id: 'putty-key',
    title: 'A PuTTY key instead of a PEM key',
    errorCodes: ['key-is-putty'],
    causes: [
      {
        id: 'putty-key',
        explanation:
          '`{input}` contains a .ppk file (PuTTY-User-Key-File). PuTTYgen can convert it too: Conversions → Export OpenSSH key.',
        fix: CONVERT_AND_STORE,
        snippet: ['puttygen key.ppk -O private-openssh -o server.key', STORE_KEY_COMMAND],
        setupPath: 'secrets',
      },
    ],
  },
  {
    id: 'pkcs12-file',
    title: 'A PKCS#12 file instead of a PEM key',
    errorCodes: ['key-is-pkcs12'],
    causes: [
      {
        id: 'pkcs12-file',
        explanation:
          '`{input}` contains a .p12 or .pfx file. If openssl cannot read it, add -legacy.',
        fix: CONVERT_AND_STORE,
        snippet: ['openssl pkcs12 -in key.p12 -nocerts -nodes -out server.key', STORE_KEY_COMMAND],
        setupPath: 'secrets',
      },
    ],
  },
  {
    id: 'java-keystore',
    title: 'A Java keystore instead of a PEM key',
    errorCodes: ['key-is-java-keystore'],
    causes: [
      {
        id: 'java-keystore',
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
  {
    id: 'encrypted-key-file',
    title: 'An encrypted file instead of a PEM key',
    errorCodes: ['key-is-encrypted-file'],
    causes: [
      {
        id: 'encrypted-key-file',
        explanation:
          '`{input}` contains no key, but perhaps an encrypted file, such as server.key.enc of Salesforce’s samples or the encrypted key of sfdx-hardis.',
        fix: 'Decrypt it with the command and the password of the pipeline that used it, and store the result. Without the password, create a new key pair.',
        snippet: [STORE_KEY_COMMAND],
        setupPath: 'secrets',
      },
      {
        id: 'key-beginning-missing',
        explanation: 'The beginning of the key is missing.',
        fix: 'Store the file by command, not by copy and paste:',
        snippet: [CHECK_KEY_COMMAND, STORE_KEY_COMMAND],
        setupPath: 'secrets',
      },
    ],
  },
  {
    id: 'path-instead-of-key',
    title: 'A path instead of the private key',
    errorCodes: ['key-is-path'],
    causes: [
      {
        id: 'path-instead-of-key',
        explanation: '`{input}` is the name of a file, but this step needs the key itself.',
        fix: 'Store the contents of the file as a secret, and use that:',
        // biome-ignore lint/suspicious/noTemplateCurlyInString: GitHub's syntax
        snippet: [STORE_KEY_COMMAND, '{input}: ${{ secrets.SF_PRIVATE_KEY }}'],
        setupPath: 'secrets',
      },
    ],
  },
  {
    id: 'passphrase-missing',
    title: 'The private key is encrypted',
    errorCodes: ['key-needs-passphrase'],
    causes: [
      {
        id: 'passphrase-missing',
        explanation: 'The key needs a passphrase, and `private-key-passphrase` is empty.',
        fix: 'Store the passphrase as a secret too, and add this line:',
        // biome-ignore lint/suspicious/noTemplateCurlyInString: GitHub's syntax
        snippet: ['private-key-passphrase: ${{ secrets.SF_PRIVATE_KEY_PASSPHRASE }}'],
        setupPath: 'workflow',
      },
    ],
  },
  {
    id: 'passphrase-wrong',
    title: 'The passphrase does not open the private key',
    errorCodes: ['key-wrong-passphrase'],
    causes: [
      {
        id: 'passphrase-wrong',
        explanation: '`private-key-passphrase` is not the passphrase of this key.',
        fix: 'Try the passphrase with this command, then store it again:',
        snippet: [CHECK_KEY_COMMAND],
        setupPath: 'secrets',
      },
    ],
  },
  {
    id: 'unsupported-cipher',
    title: 'The private key is encrypted with an old cipher',
    errorCodes: ['key-old-cipher'],
    causes: [
      {
        id: 'unsupported-cipher',
        explanation:
          '`{input}` is encrypted with a cipher that is no longer supported, such as DES or RC2.',
        fix: 'Encrypt it again (before OpenSSL 3, without -provider), and store the result:',
        snippet: [
          'openssl pkey -in old.key -aes256 -out server.key -provider legacy -provider default',
          STORE_KEY_COMMAND,
        ],
        setupPath: 'secrets',
      },
    ],
  },
  {
    id: 'key-damaged',
    title: 'The private key is damaged',
    errorCodes: ['key-damaged'],
    causes: [
      {
        id: 'key-damaged',
        explanation: '`{input}` looks like a key, but {damagedPart} is missing or changed.',
        fix: 'Check the file, then store it by command, not by copy and paste:',
        snippet: [CHECK_KEY_COMMAND, STORE_KEY_COMMAND],
        setupPath: 'secrets',
      },
    ],
  },
  {
    id: 'not-a-certificate',
    title: 'Not a certificate',
    errorCodes: ['certificate-unreadable'],
    causes: [
      {
        id: 'not-a-certificate',
        explanation: '`{input}` is not an X.509 certificate in PEM form.',
        fix: 'Use the file that you uploaded to the app, usually server.crt. To convert a binary file (.cer, .der):',
        snippet: ['openssl x509 -inform der -in certificate.cer -out server.crt'],
        setupPath: 'workflow',
      },
    ],
  },
  {
    id: 'certificate-mismatch',
    title: 'The certificate belongs to another key',
    errorCodes: ['certificate-mismatch'],
    causes: [
      {
        id: 'certificate-mismatch',
        explanation:
          'The certificate does not match the private key. The SHA-256 of the public key is {keyFingerprint} for the key and {certificateFingerprint} for the certificate.',
        fix: 'Store a key and a certificate that were created together, and upload that certificate to the app. This prints the SHA-256 of a certificate:',
        snippet: [FINGERPRINT_COMMAND],
        setupPath: 'certificate',
      },
    ],
  },
] as const satisfies readonly CatalogEntry[];
