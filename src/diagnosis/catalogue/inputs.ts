import type { InputProblem } from '../../inputs/errors.ts';
import type { Entry } from './entry.ts';
import type { PlaceName } from './places.ts';
import { FINGERPRINT_COMMAND } from './shared.ts';

/** What can be wrong with a value below `with:`. Nothing was sent to Salesforce. */

const SET_KEY = 'gh secret set SF_PRIVATE_KEY < server.key';
const MY_DOMAIN =
  'Set it to the org’s My Domain, like https://acme.my.salesforce.com, or leave it out for https://login.salesforce.com.';

const one = (
  title: string,
  what: string,
  fix: string,
  where: PlaceName,
  lines?: readonly string[],
): Entry => ({ title, causes: [{ what, fix, where, ...(lines ? { lines } : {}) }] });

const newPair = (title: string, what: string): Entry =>
  one(
    title,
    what,
    'Make a new RSA pair, upload server.crt to the app, and store server.key as the secret:',
    'certificate',
    [
      'openssl req -x509 -newkey rsa:2048 -nodes -keyout server.key -out server.crt -days 365 -subj "/CN=GitHub Actions"',
      SET_KEY,
    ],
  );

const otherFile = (title: string, what: string): Entry =>
  one(
    title,
    what,
    'Store the private key, mostly in a file server.key. It begins with “-----BEGIN PRIVATE KEY-----” or “-----BEGIN RSA PRIVATE KEY-----”.',
    'secrets',
    [SET_KEY],
  );

const convert = (title: string, what: string, ...lines: readonly string[]): Entry =>
  one(title, what, 'Convert it, and store the result as the secret:', 'secrets', [
    ...lines,
    SET_KEY,
  ]);

const NOT_RSA = newPair(
  'The private key is not an RSA key',
  'The key’s algorithm is {algorithm}. Salesforce accepts plain RSA keys only, of 2048 bits or more.',
);

export const INPUT_ENTRIES: Readonly<Record<InputProblem, Entry>> = {
  missing: {
    title: 'A required input is empty',
    causes: [
      {
        only: 'pull request from a fork',
        what: 'Pull requests from forks get no secrets.',
        fix: 'Skip this step for them, and deploy after the merge:',
        lines: [
          "if: github.event_name != 'pull_request' || github.event.pull_request.head.repo.full_name == github.repository",
        ],
        where: 'step',
      },
      {
        only: 'started by Dependabot',
        what: 'Runs that Dependabot starts get Dependabot’s secrets, not those of Actions.',
        fix: 'Store the same secrets for Dependabot too, or skip this step:',
        lines: ["if: github.actor != 'dependabot[bot]'"],
        where: 'dependabot',
      },
      {
        what: 'No secret or variable of that name reaches {job}.',
        fix: 'Compare the name letter by letter. If it is the same:',
        lines: [
          'read a secret with secrets.NAME, a variable with vars.NAME',
          'a secret of an environment: the job needs "environment:"',
          'a reusable workflow: its caller needs "secrets: inherit"',
          'a secret of the organization: it must be shared with this repository',
        ],
        where: 'secrets',
      },
    ],
  },
  masked: one(
    'The value is a row of asterisks',
    '`{input}` was copied from a log, which shows secrets as asterisks.',
    'Store the value itself.',
    'secrets',
  ),
  'unexpanded-variable': one(
    'The value is the name of a variable',
    '`{input}` is something like $NAME, which nobody fills in below `with:`.',
    'Write an expression of GitHub:',
    'workflow',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: GitHub's syntax
    ['{input}: ${{ secrets.NAME }}'],
  ),
  'not-a-boolean': one(
    'Neither true nor false',
    '`{input}` is neither true nor false.',
    'Write `true` or `false`; yes, no, on, off, 1 and 0 are not accepted.',
    'workflow',
  ),
  'not-a-whole-number': one(
    'Not a whole number',
    '`{input}` is not a whole number.',
    'Write digits only, from {min} to {max}, without a unit.',
    'workflow',
  ),
  'out-of-range': one(
    'A number out of range',
    '`{input}` is less than {min} or more than {max}.',
    'Write a whole number from {min} to {max}.',
    'workflow',
  ),
  'not-one-of': one(
    'Not one of the words allowed',
    '`{input}` is none of: {allowed}.',
    'Write one of them, in lower case.',
    'workflow',
  ),
  'consumer-key-form': one(
    'Not a consumer key',
    '`{input}` has a form that no consumer key has: 8 to 256 letters, digits and few other signs, no blanks.',
    'Copy the Consumer Key (not the app’s name, not the Consumer Secret).',
    'consumerKey',
  ),
  'username-form': one(
    'Not a username',
    '`{input}` does not look like an email address, as every Salesforce username does.',
    'Copy the Username (not the name, alias or id).',
    'users',
  ),
  'org-id-form': one(
    'Not an org id',
    '`{input}` is not an org id: 15 or 18 letters and digits that begin with 00D.',
    'Copy “Salesforce.com Organization ID”.',
    'company',
  ),
  'org-id-checksum': one(
    'A mistyped org id',
    'The last three characters of an 18-character id are a check sum. In `{input}` they do not fit the rest.',
    'Copy “Salesforce.com Organization ID” anew; capital letters matter.',
    'company',
  ),
  'login-url-form': one(
    'Not a login URL',
    '`{input}` is not the address of a host.',
    MY_DOMAIN,
    'myDomain',
  ),
  'login-url-http': one(
    'The login URL is not https',
    '`{input}` begins with http://, which would send the sign-in unencrypted.',
    'Begin it with https://.',
    'workflow',
  ),
  'login-url-extra': one(
    'The login URL has too much in it',
    '`{input}` contains {what}.',
    MY_DOMAIN,
    'myDomain',
  ),
  'login-url-path': one(
    'The login URL has a path',
    '`{input}` has a path, as only that of an Experience Cloud site may.',
    'Write it without:',
    'workflow',
    ['{input}: {suggested}'],
  ),
  'login-url-lightning': one(
    'The login URL is a page inside the org',
    '`{input}` is what the browser shows after signing in (Lightning, Setup or Visualforce). No sign-in is possible there.',
    'Use the org’s My Domain:',
    'workflow',
    ['{input}: {myDomain}'],
  ),
  'audience-underivable': one(
    'The audience does not follow from the login URL',
    '{host} is not known to be Salesforce’s, so it does not tell which audience the org expects.',
    'If `login-url` is right, add the line below; for a sandbox with test instead of login.',
    'workflow',
    ['audience: https://login.salesforce.com'],
  ),
  'audience-form': one(
    'Not an audience',
    '`{input}` is not one whole URL.',
    'Leave it out, or write it like this:',
    'workflow',
    ['{input}: https://login.salesforce.com'],
  ),
  'key-is-certificate': otherFile(
    'A certificate instead of the private key',
    '`{input}` holds the certificate, which is for the app.',
  ),
  'key-is-certificate-request': otherFile(
    'A certificate request instead of the private key',
    '`{input}` holds a certificate signing request (CSR).',
  ),
  'key-is-public-key': otherFile(
    'A public key instead of the private key',
    '`{input}` holds the public half of a key pair.',
  ),
  'key-is-ec': NOT_RSA,
  'key-is-rsa-pss': NOT_RSA,
  'key-is-other-algorithm': NOT_RSA,
  'key-is-too-short': newPair(
    'The private key is too short',
    'The key has {bits} bits. At least 2048 are needed.',
  ),
  'key-is-openssh': convert(
    'An OpenSSH key instead of a PEM key',
    '`{input}` begins with BEGIN OPENSSH PRIVATE KEY. (Only an RSA key can be converted.)',
    'cp id_rsa server.key && ssh-keygen -p -m PEM -f server.key',
  ),
  'key-is-putty': convert(
    'A PuTTY key instead of a PEM key',
    '`{input}` holds a .ppk file (PuTTY-User-Key-File). PuTTYgen converts it too: Conversions → Export OpenSSH key.',
    'puttygen key.ppk -O private-openssh -o server.key',
  ),
  'key-is-pkcs12': convert(
    'A PKCS#12 file instead of a PEM key',
    '`{input}` holds a .p12 or .pfx file. (If openssl cannot read it, add -legacy.)',
    'openssl pkcs12 -in key.p12 -nocerts -nodes -out server.key',
  ),
  'key-is-java-keystore': convert(
    'A Java keystore instead of a PEM key',
    '`{input}` holds a .jks file, as “Export to Keystore” in Setup → Certificate and Key Management makes.',
    'keytool -importkeystore -srckeystore keystore.jks -srcstoretype JKS -destkeystore server.p12 -deststoretype PKCS12',
    'openssl pkcs12 -in server.p12 -nocerts -nodes -out server.key',
  ),
  'key-is-path': one(
    'A path instead of the private key',
    '`{input}` holds the name of a file, but this step takes the key itself.',
    'Store the content of the file as a secret, and name that:',
    'secrets',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: GitHub's syntax
    [SET_KEY, '{input}: ${{ secrets.SF_PRIVATE_KEY }}'],
  ),
  'key-is-consumer-secret': otherFile(
    'The consumer secret or key instead of the private key',
    '`{input}` holds the app’s Consumer Secret or Consumer Key.',
  ),
  'key-is-auth-url': otherFile(
    'An SFDX auth URL instead of the private key',
    '`{input}` holds a force:// URL of the Salesforce CLI, which is a credential of another kind.',
  ),
  'key-needs-passphrase': one(
    'The private key is encrypted',
    'The key needs a passphrase, and `private-key-passphrase` is empty.',
    'Store the passphrase as a secret too, and add this line:',
    'workflow',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: GitHub's syntax
    ['private-key-passphrase: ${{ secrets.SF_PRIVATE_KEY_PASSPHRASE }}'],
  ),
  'key-wrong-passphrase': one(
    'The passphrase does not open the private key',
    '`private-key-passphrase` is not the passphrase of this key.',
    'Try the passphrase with the line below, then store it anew.',
    'secrets',
    ['openssl pkey -in server.key -noout'],
  ),
  'key-old-cipher': one(
    'The private key is encrypted in an old way',
    '`{input}` is encrypted with a cipher that is too old to be read here, such as DES or RC2.',
    'Encrypt it anew with the first line (for an OpenSSL before 3, without -provider), and store the result:',
    'secrets',
    [
      'openssl pkey -in old.key -aes256 -out server.key -provider legacy -provider default',
      SET_KEY,
    ],
  ),
  'key-damaged': one(
    'The private key is damaged',
    '`{input}` looks like a key, but a part is missing or altered.',
    'Check the file with the first line. Store it with the second, rather than by copy and paste:',
    'secrets',
    ['openssl pkey -in server.key -noout', SET_KEY],
  ),
  'key-unrecognised': otherFile(
    'Not a private key',
    '`{input}` is in no format of a private key that is known here.',
  ),
  'certificate-is-key': one(
    'The private key instead of the certificate',
    '`{input}` holds a private key. If it did not come from a secret, replace that key now.',
    'Give the file that was uploaded to the app, mostly server.crt. It begins with “-----BEGIN CERTIFICATE-----”.',
    'workflow',
  ),
  'certificate-unreadable': one(
    'Not a certificate',
    '`{input}` is not an X.509 certificate in PEM.',
    'Give the file that was uploaded to the app, mostly server.crt. A binary one (.cer, .der) is converted by:',
    'workflow',
    ['openssl x509 -inform der -in certificate.cer -out server.crt'],
  ),
  'certificate-mismatch': one(
    'The certificate belongs to another key',
    'The SHA-256 of the public key is {keyFingerprint} for the private key, but {certificateFingerprint} for the certificate.',
    'Store both files of one pair, and upload that certificate to the app. For a certificate, this prints the SHA-256:',
    'certificate',
    [FINGERPRINT_COMMAND],
  ),
};
