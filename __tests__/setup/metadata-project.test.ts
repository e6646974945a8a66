import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { makeKeyPair } from '../../setup/key-pair.ts';
import {
  apiName,
  DESCRIPTIONS,
  elementOf,
  withElement,
  writeProject,
} from '../../setup/metadata-project.ts';
import { makeKeys } from '../../setup/runtime.ts';
import { filesIn } from './harness.ts';

const METADATA = 'force-app/main/default';
const APP = `${METADATA}/externalClientApps/Build_Deploy.eca-meta.xml`;
const GLOBAL = `${METADATA}/extlClntAppGlobalOauthSets/Build_DeployGlblOAuth.ecaGlblOauth-meta.xml`;
const POLICY = `${METADATA}/extlClntAppOauthPolicies/Build_DeployOAuthSettings_defaultPolicy.ecaOauthPlcy-meta.xml`;
const SETTINGS = `${METADATA}/extlClntAppOauthSettings/Build_DeployOAuthSettings.ecaOauth-meta.xml`;
const PLUGINS = `${METADATA}/extlClntAppPolicies/Build_Deploy_defaultPolicy.ecaPlcy-meta.xml`;
const PERMISSION_SET = `${METADATA}/permissionsets/Build_Deploy_access.permissionset-meta.xml`;
const FILES = [APP, GLOBAL, POLICY, SETTINGS, PLUGINS, PERMISSION_SET, 'sfdx-project.json'];

describe('the deployed project', () => {
  let files: Record<string, string>;
  let certificatePem: string;
  const read = (path: string, name: string) => elementOf(files[path] ?? '', name);

  before(async () => {
    const folder = mkdtempSync(join(tmpdir(), 'setup-project-'));
    const options = { days: 30, subject: 'CI', now: Date.now() };
    ({ certificatePem } = makeKeyPair((await makeKeys(2048)).privateKey, options));
    writeProject({ writeFile: writeFileSync }, folder, {
      API_NAME: 'Build_Deploy',
      NAME: 'Build & "Deploy"',
      EMAIL: 'admin@acme.com',
      DESCRIPTION: DESCRIPTIONS.SF_PRIVATE_KEY,
      SCOPES: 'Api, RefreshToken',
      CONSUMER_KEY: 'chosenByTheCommand',
      CERTIFICATE: certificatePem.trim(),
    });
    files = filesIn(folder);
    rmSync(folder, { recursive: true });
  });

  it('consists of the files of the app and its permission set, and sfdx-project.json', () => {
    assert.deepEqual(Object.keys(files).sort(), [...FILES].sort());
  });

  it('is well-formed and contains no template variable', () => {
    for (const [path, text] of Object.entries(files)) {
      assert.doesNotMatch(text, /\{\{|\}\}|API_NAME/, path);
      if (path.endsWith('.json')) JSON.parse(text);
      else assertWellFormed(text);
    }
  });

  it('names the same app in every file', () => {
    for (const path of [GLOBAL, POLICY, SETTINGS, PLUGINS]) {
      assert.equal(read(path, 'externalClientApplication'), 'Build_Deploy', path);
    }
    assert.equal(read(APP, 'label'), 'Build & "Deploy"');
    assert.equal(read(APP, 'contactEmail'), 'admin@acme.com');
  });

  it('contains the certificate and the consumer key, but no private key and no consumer secret', () => {
    const certificate = new X509Certificate(read(GLOBAL, 'certificate') ?? '');
    assert.equal(certificate.fingerprint256, new X509Certificate(certificatePem).fingerprint256);
    assert.equal(read(GLOBAL, 'consumerKey'), 'chosenByTheCommand');
    for (const text of Object.values(files))
      assert.doesNotMatch(text, /PRIVATE KEY|consumerSecret>/);
  });

  it('lets only users with its permission set sign in, and gives them no access to data', () => {
    assert.equal(read(POLICY, 'permittedUsersPolicyType'), 'AdminApprovedPreAuthorized');
    assert.equal(read(POLICY, 'commaSeparatedPermissionSet'), 'Build_Deploy_access');
    assert.equal(read(POLICY, 'refreshTokenPolicyType'), 'Zero');
    // If the permission set had a license, it could only be assigned to users with that license.
    assert.doesNotMatch(
      files[PERMISSION_SET] ?? '',
      /<license>|objectPermissions|fieldPermissions/,
    );
  });

  it('configures opaque tokens and the two scopes, and disables the other OAuth flows of the app', () => {
    assert.equal(read(GLOBAL, 'isNamedUserJwtEnabled'), 'false');
    assert.equal(read(SETTINGS, 'commaSeparatedOauthScopes'), 'Api, RefreshToken');
    for (const flow of ['ClientCredentialsFlow', 'CodeCredFlow', 'DeviceFlow', 'TokenExchange']) {
      assert.equal(read(GLOBAL, `is${flow}Enabled`), 'false', flow);
    }
    assert.equal(read(PLUGINS, 'isEnabled'), 'true');
    assert.equal(read(PLUGINS, 'isOauthPluginEnabled'), 'true');
  });
});

describe('an XML element', () => {
  const xml =
    '<App xmlns="x">\n    <a>1 &amp; 2</a>\n    <inner>\n        <b>3</b>\n    </inner>\n</App>';

  it('is read with its entities decoded', () => {
    assert.equal(elementOf(xml, 'a'), '1 & 2');
    assert.equal(elementOf(xml, 'c'), undefined);
  });

  it('is replaced, or inserted into its parent if it is missing', () => {
    assert.equal(elementOf(withElement(xml, 'App', 'a', '$& <'), 'a'), '$& <');
    assert.match(withElement(xml, 'inner', 'c', '4'), /<b>3<\/b>\n {4}<c>4<\/c>\n/);
    assert.match(withElement(xml, 'inner', 'a2', '4'), /<inner>\n {4}<a2>4<\/a2>\n {8}<b>/);
  });
});

it('apiName derives the API name as Setup does', () => {
  assert.equal(apiName('GitHub Actions'), 'GitHub_Actions');
  assert.equal(apiName(' 2 Größe – x!'), 'Gro_e_x');
});

/**
 * Asserts that the XML has no unescaped character, no missing end tag and exactly one root.
 * Supports only the XML features that the templates use.
 */
function assertWellFormed(xml: string): void {
  const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';
  assert.ok(xml.startsWith(declaration));
  const openElements: string[] = [];
  let roots = 0;
  const text = xml
    .slice(declaration.length)
    .replace(/<(\/?)([A-Za-z]+)(?: xmlns="[^"<&]*")?>/g, (_, end, name) => {
      if (end) assert.equal(openElements.pop(), name, `</${name}> has no start tag`);
      else if (openElements.push(name) === 1) roots += 1;
      return '';
    });
  assert.deepEqual(openElements, [], 'an element is not closed');
  assert.equal(roots, 1, 'not exactly one root');
  assert.doesNotMatch(text.replace(/&(amp|lt|gt|quot|apos);/g, ''), /[<>&]/);
}
