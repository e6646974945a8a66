import { generateKeyPairSync } from 'node:crypto';
import { pkcs8 } from '../../helpers/crypto.ts';
import { KEY_PAIR, PRIVATE_KEY, type PublicReport, token } from './replay.ts';

const OPENSSH = `-----BEGIN OPENSSH PRIVATE KEY-----\n${'b3BlbnNzaC1rZXktdjEA'.repeat(20)}\n-----END OPENSSH PRIVATE KEY-----\n`;
const ENCRYPTED = KEY_PAIR.privateKey
  .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'right' })
  .toString();
const EC = pkcs8(generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey);

const succeedsWith = (privateKey: string) => ({
  inputs: { 'private-key': privateKey, 'job-summary': 'always' },
  responses: [token()],
  says: /Signed in to Salesforce/,
});

/** Private keys that are invalid or in an unusual form. */
export const KEYS: readonly PublicReport[] = [
  {
    source: 'https://github.com/salesforceidentity/jwt/issues/2',
    summary: 'An encrypted key with escaped line breaks, without its passphrase.',
    replay: {
      inputs: { 'private-key': ENCRYPTED.replaceAll('\n', '\\n') },
      first: /needs a passphrase/,
      says: /The input `private-key-passphrase` is empty/,
    },
  },
  {
    source: 'https://github.com/dust-tt/dust/pull/27559',
    summary: 'The passphrase of another key.',
    replay: {
      inputs: { 'private-key': ENCRYPTED, 'private-key-passphrase': 'wrong' },
      first: /is not the passphrase of this key/,
      says: /The input `private-key-passphrase` is not valid/,
    },
  },
  {
    source: 'https://github.com/restforce/restforce/issues/702',
    summary: 'A signed assertion, and then the name of a file, instead of the key.',
    replay: {
      inputs: { 'private-key': 'eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJ4In0.c2ln' },
      first: /a signed JWT/,
    },
  },
  {
    source: 'https://github.com/gr2m/universal-github-app-jwt/issues/72',
    summary: 'An OpenSSH key created by a password manager.',
    replay: { inputs: { 'private-key': OPENSSH }, first: /BEGIN OPENSSH PRIVATE KEY/ },
  },
  {
    source: 'https://github.com/gr2m/universal-github-app-jwt/pull/113',
    summary: 'An OpenSSH key, and instructions whose command does not convert it.',
    replay: {
      inputs: { 'private-key': OPENSSH },
      first: /BEGIN OPENSSH PRIVATE KEY/,
      says: /ssh-keygen -p .*-m PEM/,
    },
  },
  {
    source: 'https://github.com/macstadium/orka-github-actions-integration/issues/7',
    summary: 'An OpenSSH key with Windows line breaks, which ssh-keygen cannot read.',
    replay: {
      inputs: { 'private-key': OPENSSH.replaceAll('\n', '\r\n') },
      first: /BEGIN OPENSSH PRIVATE KEY/,
      says: /tr -d '\\r'/,
    },
  },
  {
    source: 'https://github.com/appleboy/ssh-action/issues/16',
    summary: 'An encrypted OpenSSH key.',
    replay: {
      inputs: { 'private-key': OPENSSH, 'private-key-passphrase': 'right' },
      first: /BEGIN OPENSSH PRIVATE KEY/,
    },
  },
  {
    source: 'https://github.com/gr2m/universal-github-app-jwt/issues/71',
    summary: 'Only the first line of the key arrived.',
    replay: {
      inputs: { 'private-key': '-----BEGIN RSA PRIVATE KEY-----' },
      first: /its end \(the END line\) is missing or changed/,
    },
  },
  {
    source: 'https://github.com/dremio/iceberg-auth-manager/issues/165',
    summary: 'An elliptic-curve key.',
    replay: { inputs: { 'private-key': EC }, first: /algorithm is EC/ },
  },
  {
    source: 'https://github.com/n8n-io/n8n/issues/18439',
    summary: 'A key without its line breaks; the step accepts it.',
    replay: succeedsWith(PRIVATE_KEY.replaceAll('\n', '')),
  },
  {
    source: 'https://github.com/goenning/google-indexing-script/issues/77',
    summary: 'A key with escaped line breaks in quotation marks; the step accepts it.',
    replay: succeedsWith(`"${PRIVATE_KEY.replaceAll('\n', '\\n')}"`),
  },
  {
    source: 'https://github.com/actions/create-github-app-token/issues/113',
    summary: 'The fingerprint of the key was given as the key.',
    replay: {
      inputs: { 'private-key': 'SHA256:Jt0xqY3vG8mZb1nR5cWk7uD2eFhL9pQaXs4TiVoUyE0=' },
      first: /`private-key` contains the fingerprint of a key/,
    },
  },
];
