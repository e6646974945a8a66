import { STORE_KEY_COMMAND, TRY_KEY_COMMAND } from './commands.ts';
import type { Entry } from './entry.ts';

/** What else can be wrong with `private-key` and its passphrase. */
export const KEY_ENTRIES = [
  {
    title: 'A path instead of the private key',
    problems: ['key-is-path'],
    causes: [
      {
        what: '`{input}` is the name of a file, but this step needs the key itself.',
        fix: 'Store the contents of the file as a secret, and use that:',
        // biome-ignore lint/suspicious/noTemplateCurlyInString: GitHub's syntax
        lines: [STORE_KEY_COMMAND, '{input}: ${{ secrets.SF_PRIVATE_KEY }}'],
        where: 'secrets',
      },
    ],
  },
  {
    title: 'The private key is encrypted',
    problems: ['key-needs-passphrase'],
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
    causes: [
      {
        what: '`private-key-passphrase` is not the passphrase of this key.',
        fix: 'Try the passphrase with this command, then store it again:',
        lines: [TRY_KEY_COMMAND],
        where: 'secrets',
      },
    ],
  },
  {
    title: 'The private key is encrypted with an old cipher',
    problems: ['key-old-cipher'],
    causes: [
      {
        what: '`{input}` is encrypted with a cipher that is no longer supported, such as DES or RC2.',
        fix: 'Encrypt it again (before OpenSSL 3, without -provider), and store the result:',
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
    causes: [
      {
        what: '`{input}` looks like a key, but part of it is missing or changed.',
        fix: 'Check the file, then store it by command, not by copy and paste:',
        lines: [TRY_KEY_COMMAND, STORE_KEY_COMMAND],
        where: 'secrets',
      },
    ],
  },
] as const satisfies readonly Entry[];
