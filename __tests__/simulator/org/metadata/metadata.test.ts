import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { makeAppKey } from '../../../../simulator/org/keys.ts';
import { makeMetadata } from '../../../../simulator/org/metadata/metadata.ts';

const { certificatePem } = makeAppKey();
const NAME = 'CI';

type FileTexts = Readonly<Record<string, string>>;

const filesOf = (texts: FileTexts) =>
  new Map(Object.entries(texts).map(([path, text]) => [path, Buffer.from(text)]));

const app = (overrides: FileTexts = {}): FileTexts => ({
  'externalClientApps/CI.eca': '<ExternalClientApplication/>',
  'extlClntAppGlobalOauthSets/CIGlblOAuth.ecaGlblOauth': settings('consumerKey1'),
  ...overrides,
});

const settings = (key: string, certificate = certificatePem): string =>
  `<externalClientApplication>${NAME}</externalClientApplication>` +
  `<consumerKey>${key}</consumerKey><certificate>${certificate}</certificate>`;

const policy = (set: string): string =>
  `<externalClientApplication>${NAME}</externalClientApplication>` +
  `<commaSeparatedPermissionSet>${set}</commaSeparatedPermissionSet>`;

describe('a deployment of metadata', () => {
  it('stores the components if all of them are valid', () => {
    const metadata = makeMetadata();
    const results = metadata.deploy('production', filesOf(app()), false);
    assert.deepEqual(
      results.map(({ fullName, problem }) => [fullName, problem]),
      [
        ['CI', undefined],
        ['CIGlblOAuth', undefined],
      ],
    );
    assert.equal(metadata.list('production', 'ExternalClientApplication').length, 1);
    assert.equal(metadata.list('sandbox', 'ExternalClientApplication').length, 0);
  });

  it('stores nothing if it is only a validation', () => {
    const metadata = makeMetadata();
    metadata.deploy('production', filesOf(app()), true);
    assert.equal(metadata.list('production', 'ExternalClientApplication').length, 0);
  });

  const REJECTED: readonly (readonly [reason: string, files: FileTexts, problem: RegExp])[] = [
    [
      'settings without their app',
      { 'extlClntAppGlobalOauthSets/X.ecaGlblOauth': settings('consumerKey1') },
      /no ExternalClientApplication named CI/,
    ],
    [
      'an invalid certificate',
      app({
        'extlClntAppGlobalOauthSets/CIGlblOAuth.ecaGlblOauth': settings('consumerKey1', 'hello'),
      }),
      /Invalid certificate/,
    ],
    [
      'a consumer key with invalid characters',
      app({ 'extlClntAppGlobalOauthSets/CIGlblOAuth.ecaGlblOauth': settings('a b') }),
      /8 to 256/,
    ],
    [
      'a policy with an unknown permission set',
      app({ 'extlClntAppOauthPolicies/P.ecaOauthPlcy': policy('Missing') }),
      /permission sets called Missing/,
    ],
    [
      'two policies for one app',
      app({
        'extlClntAppPolicies/A.ecaPlcy': policy(''),
        'extlClntAppPolicies/B.ecaPlcy': policy(''),
      }),
      /DUPLICATE_VALUE/,
    ],
  ];
  for (const [reason, files, problem] of REJECTED) {
    it(`is rejected because of ${reason}, and stores nothing`, () => {
      const metadata = makeMetadata();
      const results = metadata.deploy('production', filesOf(files), false);
      assert.match(results.map((result) => result.problem ?? '').join('\n'), problem);
      assert.equal(metadata.list('production', 'ExternalClientApplication').length, 0);
    });
  }

  it('is rejected because of a consumer key that an app in any org already uses', () => {
    const metadata = makeMetadata();
    const xml = '<consumerKey>consumerKey1</consumerKey>';
    metadata.put('developer', { type: 'ConnectedApp', fullName: 'Other', xml });
    const results = metadata.deploy('production', filesOf(app()), false);
    assert.match(results[1]?.problem ?? '', /already in use/);
  });

  it('applies destructive changes, and deletes the settings of a deleted app', () => {
    const metadata = makeMetadata();
    metadata.deploy('production', filesOf(app()), false);
    const changes = '<types><members>CI</members><name>ExternalClientApplication</name></types>';
    const results = metadata.deploy(
      'production',
      filesOf({ 'destructiveChangesPost.xml': changes }),
      false,
    );
    assert.deepEqual(
      results.map(({ fullName, deleted }) => [fullName, deleted]),
      [['CI', true]],
    );
    assert.equal(metadata.list('production', 'ExtlClntAppGlobalOauthSettings').length, 0);
  });
});

describe('a retrieval of metadata', () => {
  it('returns the requested components and lists the missing ones', () => {
    const metadata = makeMetadata();
    metadata.deploy('production', filesOf(app()), false);
    const { components, missing } = metadata.retrieve('production', [
      { type: 'ExternalClientApplication', members: ['CI', 'Missing'] },
      { type: 'ExtlClntAppGlobalOauthSettings', members: ['*'] },
    ]);
    assert.deepEqual(
      components.map(({ fullName }) => fullName),
      ['CI', 'CIGlblOAuth'],
    );
    assert.deepEqual(missing, [{ type: 'ExternalClientApplication', fullName: 'Missing' }]);
  });

  it('omits the elements that the org does not expose', () => {
    const metadata = makeMetadata();
    metadata.deploy('production', filesOf(app()), false);
    metadata.rules.exposesConsumerKey = false;
    metadata.rules.exposesCertificate = false;
    const members = { type: 'ExtlClntAppGlobalOauthSettings', members: ['*'] };
    const { components } = metadata.retrieve('production', [members]);
    assert.doesNotMatch(components[0]?.xml ?? '', /consumerKey|certificate/);
  });
});
