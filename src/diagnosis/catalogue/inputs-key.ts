import { STORE_KEY_COMMAND, TRY_KEY_COMMAND } from './commands.ts';
import type { Entry } from './entry.ts';
import { KEY_FILE } from './shared.ts';

/** What else can be wrong with `private-key` and its passphrase. */
export const KEY_ENTRIES = [
  {
    title: 'A path instead of the private key',
    problems: ['key-is-path'],
    input: 'private-key',
    causes: [
      {
        what: '`{input}` holds the name of a file, but this step takes the key itself.',
        fix: 'Store the content of the file as a secret, and name that:',
        // biome-ignore lint/suspicious/noTemplateCurlyInString: GitHub's syntax
        lines: [STORE_KEY_COMMAND, '{input}: ${{ secrets.SF_PRIVATE_KEY }}'],
        where: 'secrets',
      },
    ],
  },
  {
    title: 'The consumer secret or key instead of the private key',
    problems: ['key-is-consumer-secret'],
    input: 'private-key',
    causes: [{ ...KEY_FILE, what: '`{input}` holds the app’s Consumer Secret or Consumer Key.' }],
  },
  {
    title: 'An SFDX auth URL instead of the private key',
    problems: ['key-is-auth-url'],
    input: 'private-key',
    causes: [
      {
        ...KEY_FILE,
        what: '`{input}` holds a force:// URL of the Salesforce CLI, which is a credential of another kind.',
      },
    ],
  },
  {
    title: 'The private key is encrypted',
    problems: ['key-needs-passphrase'],
    input: 'private-key',
    causes: [
      {
        what: 'The key needs a passphrase, and `private-key-passphrase` is empty.',
        fix: 'Store the passphrase as a secret too, and add this line:',
        // biome-ignore lint/suspicious/noTemplateCurlyInString: GitHub's syntax
        lines: ['private-key-passphrase: ${{ secrets.SF_PRIVATE_KEY_PASSPHRASE }}'],
        where: 'workflow',
      },
    ],
  },
  {
    title: 'The passphrase does not open the private key',
    problems: ['key-wrong-passphrase'],
    input: 'private-key',
    causes: [
      {
        what: '`private-key-passphrase` is not the passphrase of this key.',
        fix: 'Try the passphrase with the line below, then store it anew.',
        lines: [TRY_KEY_COMMAND],
        where: 'secrets',
      },
    ],
  },
  {
    title: 'The private key is encrypted in an old way',
    problems: ['key-old-cipher'],
    input: 'private-key',
    causes: [
      {
        what: '`{input}` is encrypted with a cipher that is too old to be read here, such as DES or RC2.',
        fix: 'Encrypt it anew with the first line (for an OpenSSL before 3, without -provider), and store the result:',
        lines: [
          'openssl pkey -in old.key -aes256 -out server.key -provider legacy -provider default',
          STORE_KEY_COMMAND,
        ],
        where: 'secrets',
      },
    ],
  },
  {
    title: 'The private key is damaged',
    problems: ['key-damaged'],
    input: 'private-key',
    causes: [
      {
        what: '`{input}` looks like a key, but a part is missing or altered.',
        fix: 'Check the file with the first line. Store it with the second, rather than by copy and paste:',
        lines: [TRY_KEY_COMMAND, STORE_KEY_COMMAND],
        where: 'secrets',
      },
    ],
  },
  {
    title: 'Not a private key',
    problems: ['key-unrecognised'],
    input: 'private-key',
    causes: [
      { ...KEY_FILE, what: '`{input}` is in no format of a private key that is known here.' },
    ],
  },
] as const satisfies readonly Entry[];
