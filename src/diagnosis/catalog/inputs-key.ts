import { CHECK_KEY_COMMAND, STORE_KEY_COMMAND } from './commands.ts';
import type { CatalogEntry } from './entry.ts';

/** What else can be wrong with `private-key` and its passphrase. */
export const KEY_ENTRIES = [
  {
    title: 'A path instead of the private key',
    errorCodes: ['key-is-path'],
    causes: [
      {
        explanation: '`{input}` is the name of a file, but this step needs the key itself.',
        fix: 'Store the contents of the file as a secret, and use that:',
        // biome-ignore lint/suspicious/noTemplateCurlyInString: GitHub's syntax
        snippet: [STORE_KEY_COMMAND, '{input}: ${{ secrets.SF_PRIVATE_KEY }}'],
        setupPath: 'secrets',
      },
    ],
  },
  {
    title: 'The private key is encrypted',
    errorCodes: ['key-needs-passphrase'],
    causes: [
      {
        explanation: 'The key needs a passphrase, and `private-key-passphrase` is empty.',
        fix: 'Store the passphrase as a secret too, and add this line:',
        // biome-ignore lint/suspicious/noTemplateCurlyInString: GitHub's syntax
        snippet: ['private-key-passphrase: ${{ secrets.SF_PRIVATE_KEY_PASSPHRASE }}'],
        setupPath: 'workflow',
      },
    ],
  },
  {
    title: 'The passphrase does not open the private key',
    errorCodes: ['key-wrong-passphrase'],
    causes: [
      {
        explanation: '`private-key-passphrase` is not the passphrase of this key.',
        fix: 'Try the passphrase with this command, then store it again:',
        snippet: [CHECK_KEY_COMMAND],
        setupPath: 'secrets',
      },
    ],
  },
  {
    title: 'The private key is encrypted with an old cipher',
    errorCodes: ['key-old-cipher'],
    causes: [
      {
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
    title: 'The private key is damaged',
    errorCodes: ['key-damaged'],
    causes: [
      {
        explanation: '`{input}` looks like a key, but part of it is missing or changed.',
        fix: 'Check the file, then store it by command, not by copy and paste:',
        snippet: [CHECK_KEY_COMMAND, STORE_KEY_COMMAND],
        setupPath: 'secrets',
      },
    ],
  },
] as const satisfies readonly CatalogEntry[];
