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
        what: '`{input}` contains the name of a file. The step needs the key itself.',
        fix: 'Store the content of the file as a secret, and use it:',
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
    causes: [
      {
        ...KEY_FILE,
        what: '`{input}` contains the Consumer Secret or the Consumer Key of the app.',
      },
    ],
  },
  {
    title: 'An SFDX auth URL instead of the private key',
    problems: ['key-is-auth-url'],
    input: 'private-key',
    causes: [
      {
        ...KEY_FILE,
        what: '`{input}` contains a force:// URL of the Salesforce CLI, which is a different credential.',
      },
    ],
  },
  {
    title: 'The private key is encrypted',
    problems: ['key-needs-passphrase'],
    input: 'private-key',
    causes: [
      {
        what: 'The key is encrypted, and `private-key-passphrase` is empty.',
        fix: 'Store the passphrase as a secret, and add this line:',
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
        fix: 'Try the passphrase with this command, then store it again.',
        lines: [TRY_KEY_COMMAND],
        where: 'secrets',
      },
    ],
  },
  {
    title: 'The private key is encrypted with an old cipher',
    problems: ['key-old-cipher'],
    input: 'private-key',
    causes: [
      {
        what: '`{input}` is encrypted with an old cipher that the step cannot read, such as DES or RC2.',
        fix: 'Encrypt it again with the first command (before OpenSSL 3, without -provider), then store the result:',
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
        what: '`{input}` looks like a key, but part of it is missing or changed.',
        fix: 'Check the file with the first command. Store it with the second one instead of copying and pasting:',
        lines: [TRY_KEY_COMMAND, STORE_KEY_COMMAND],
        where: 'secrets',
      },
    ],
  },
  {
    title: 'Not a private key',
    problems: ['key-unrecognised'],
    input: 'private-key',
    causes: [{ ...KEY_FILE, what: '`{input}` is not in a known private key format.' }],
  },
] as const satisfies readonly Entry[];
