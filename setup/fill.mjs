#!/usr/bin/env node
// Fills the templates beside this file with your certificate and writes a project that is ready for
// `sf project deploy start`. Needs Node 20 or newer and nothing else. It sends nothing anywhere.
//
//   node setup/fill.mjs --certificate server.crt --name "GitHub Actions" --email admin@acme.com

import { createHash, X509Certificate } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const HELP = `Usage: node setup/fill.mjs --certificate FILE --name NAME --email ADDRESS [options]

  --certificate FILE  the certificate (server.crt), never the private key
  --name NAME         name of the External Client App, as Setup will show it
  --email ADDRESS     contact email of the app
  --out DIR           where to write the project (default: salesforce-app)
  --browser-tests     also give the app the scope "web", for tests in a browser
  --help              show this text`;

const TEMPLATES = dirname(fileURLToPath(import.meta.url));
const MIN_BITS = 2048;
const DAY_MS = 24 * 60 * 60 * 1000;
/** The longest API name that leaves room for the endings of the file names, within Salesforce's 80. */
const MAX_API_NAME = 60;

class Refusal extends Error {}

try {
  const options = readOptions();
  if (options === undefined) {
    console.log(HELP);
  } else {
    run(options);
  }
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  console.error(
    `${error.message}\n\nNothing was written. node setup/fill.mjs --help shows the options.`,
  );
  process.exitCode = 1;
}

function run(options) {
  const certificate = readCertificate(options.certificate);
  const values = {
    API_NAME: apiName(options.name),
    NAME: label(options.name),
    EMAIL: email(options.email),
    SCOPES: options['browser-tests'] ? 'Api, RefreshToken, Web' : 'Api, RefreshToken',
    CERTIFICATE: certificate.toString().trim(),
  };
  const out = resolve(options.out);
  refuseNonEmpty(out);

  const files = templates().map((path) => ({
    path: path.replace('API_NAME', values.API_NAME),
    text: fill(readFileSync(join(TEMPLATES, path), 'utf8'), values, path),
  }));
  for (const { path, text } of files) {
    mkdirSync(dirname(join(out, path)), { recursive: true });
    writeFileSync(join(out, path), text);
  }
  report(out, files, certificate, values);
}

function readOptions() {
  let values;
  try {
    ({ values } = parseArgs({
      options: {
        certificate: { type: 'string' },
        name: { type: 'string' },
        email: { type: 'string' },
        out: { type: 'string', default: 'salesforce-app' },
        'browser-tests': { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }));
  } catch (error) {
    throw new Refusal(error.message);
  }
  if (values.help) return undefined;
  const missing = ['certificate', 'name', 'email'].filter((name) => !values[name]);
  if (missing.length > 0) {
    throw new Refusal(`Missing: ${missing.map((name) => `--${name}`).join(', ')}.`);
  }
  return values;
}

function readCertificate(path) {
  let bytes;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    throw new Refusal(`Cannot read ${path}: ${error.code}.`);
  }
  const text = bytes.toString('latin1');
  if (text.includes('PRIVATE KEY')) {
    throw new Refusal(
      `${path} holds a private key. Salesforce must never see it, and neither must this program: ` +
        'it goes into a GitHub secret only. Give the certificate, usually server.crt.',
    );
  }
  if (text.split('-----BEGIN CERTIFICATE-----').length > 2) {
    throw new Refusal(
      `${path} holds more than one certificate. Salesforce takes one: yours, not the chain.`,
    );
  }
  let certificate;
  try {
    certificate = new X509Certificate(bytes);
  } catch {
    throw new Refusal(`${path} is not an X.509 certificate.`);
  }
  const { publicKey } = certificate;
  const bits = publicKey.asymmetricKeyDetails?.modulusLength ?? 0;
  if (publicKey.asymmetricKeyType !== 'rsa') {
    throw new Refusal(
      `The key in ${path} is ${publicKey.asymmetricKeyType}, but Salesforce wants RSA.`,
    );
  }
  if (bits < MIN_BITS) {
    throw new Refusal(
      `The key in ${path} has ${bits} bits, but Salesforce wants at least ${MIN_BITS}.`,
    );
  }
  if (daysLeft(certificate) < 0) {
    throw new Refusal(
      `The certificate in ${path} ended on ${isoDay(certificate)}. Make a new pair.`,
    );
  }
  return certificate;
}

/** As Setup derives it: letters, digits and single underscores, a letter first. */
function apiName(name) {
  const derived = name
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .replace(/^[^A-Za-z]+|_+$/g, '')
    .slice(0, MAX_API_NAME)
    .replace(/_+$/, '');
  if (derived === '') {
    throw new Refusal(
      '--name needs at least one letter from A to Z, because the API name is made from it.',
    );
  }
  return derived;
}

function label(name) {
  const trimmed = name.trim();
  // The permission set is called "<name> access", and a label has at most 80 characters.
  if (trimmed.length > 70) throw new Refusal('--name may have at most 70 characters.');
  return trimmed;
}

function email(address) {
  if (!/^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$/.test(address)) {
    throw new Refusal(`--email ${address} is not an email address.`);
  }
  return address;
}

function refuseNonEmpty(folder) {
  let entries = [];
  try {
    entries = readdirSync(folder);
  } catch (error) {
    if (error.code === 'ENOTDIR') throw new Refusal(`${folder} is a file.`);
    if (error.code !== 'ENOENT') throw error;
  }
  if (entries.length > 0)
    throw new Refusal(`${folder} is not empty. Choose another --out, or delete it.`);
}

function templates() {
  const metadata = readdirSync(join(TEMPLATES, 'force-app'), {
    recursive: true,
    withFileTypes: true,
  })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(TEMPLATES, join(entry.parentPath ?? entry.path, entry.name)));
  return ['sfdx-project.json', ...metadata.sort()];
}

function fill(template, values, path) {
  const written = path.endsWith('.xml') ? escapeXml : (text) => text;
  return template.replace(/\{\{(\w+)\}\}/g, (_, name) => {
    if (!Object.hasOwn(values, name)) throw new Error(`${path}: no value for {{${name}}}`);
    return written(values[name]);
  });
}

function escapeXml(text) {
  const entities = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };
  return text.replace(/[&<>"']/g, (character) => entities[character]);
}

function daysLeft(certificate) {
  return Math.floor((new Date(certificate.validTo).getTime() - Date.now()) / DAY_MS);
}

function isoDay(certificate) {
  return new Date(certificate.validTo).toISOString().slice(0, 10);
}

function report(out, files, certificate, { API_NAME, SCOPES }) {
  const spki = certificate.publicKey.export({ type: 'spki', format: 'der' });
  const fingerprint = createHash('sha256').update(spki).digest('hex');
  const bits = certificate.publicKey.asymmetricKeyDetails?.modulusLength;
  console.log(`Certificate: ${certificate.subject.replaceAll('\n', ', ')}, RSA ${bits}
Ends:        ${isoDay(certificate)}, in ${daysLeft(certificate)} days
Public key:  SHA-256 ${fingerprint}
Scopes:      ${SCOPES}

${files.length} files in ${out}:
${files.map(({ path }) => `  ${path}`).join('\n')}

Next:
  cd "${out}"
  sf org login web --alias target --instance-url https://YOUR-DOMAIN.my.salesforce.com
  sf project deploy start --source-dir force-app --target-org target
Make the user that signs in, if there is none (docs/setup.md, step 3), and let it in:
  sf org assign permset --name ${API_NAME}_access --on-behalf-of USERNAME --target-org target
Then copy the Consumer Key: Setup, External Client Apps Manager, your app, Settings, OAuth Settings.`);
}
