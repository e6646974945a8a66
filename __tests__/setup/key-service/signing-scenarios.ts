import assert from 'node:assert/strict';
import { certificateOfKey } from '../../../setup/certificates.ts';
import { type KeyServices, startKeyServices } from '../../../simulator/key-services/index.ts';
import { makeVersion } from '../../../simulator/key-services/state.ts';
import { elementOf } from '../../../simulator/org/metadata/components.ts';
import type { SetupHarness } from '../harness.ts';
import { type Scenario, setUp } from '../interrupt-everywhere.ts';
import { type KeyKind, PRIVATE_KEY, takeSnapshot } from '../snapshot.ts';

export interface SigningScenarios {
  readonly scenarios: Readonly<Record<string, Scenario>>;
  close(): Promise<void>;
}

const FIRST = ['--signing-key', 'hashivault://salesforce/1'];
const SECOND = ['--signing-key', 'hashivault://salesforce/2'];

/**
 * Starts a key service and returns the scenarios that use it. All scenarios share one key, which
 * has two versions.
 */
export async function startSigningScenarios(): Promise<SigningScenarios> {
  const services = await startKeyServices();
  services.state.key.versions.push(makeVersion());
  return { scenarios: scenariosWith(services), close: () => services.close() };
}

function scenariosWith(services: KeyServices): Readonly<Record<string, Scenario>> {
  const kind = kindOf(services);
  const arrange =
    (...runs: readonly (readonly string[])[]) =>
    async (harness: SetupHarness): Promise<void> => {
      Object.assign(harness.env, services.environment('vault'));
      for (const args of runs) await setUp(harness, ...args);
    };
  return {
    'a first run with a key service': {
      args: [...FIRST, '--environment', 'live', '--reminder'],
      arrange: arrange(),
      kind,
    },
    'a move to a key service': {
      args: FIRST,
      arrange: arrange([]),
      kind,
      keeps: (harness, where) => assertWorks(harness, PRIVATE_KEY, where),
    },
    'a rotation to another version of the key': { args: SECOND, arrange: arrange(FIRST), kind },
    'a rotation beside a private key': {
      args: SECOND,
      arrange: arrange([], FIRST),
      kind,
      keeps: (harness, where) => assertWorks(harness, PRIVATE_KEY, where),
    },
    'a rotation of the private key beside a key service': {
      args: [],
      arrange: arrange([], FIRST),
      otherKind: kind,
      keeps: (harness, where) => assertWorks(harness, kind, where),
    },
    'a rotation with a key service in an org that hides its certificates': {
      args: SECOND,
      async arrange(harness) {
        await arrange(FIRST)(harness);
        harness.org.metadata.rules.exposesCertificate = false;
      },
      kind,
    },
    'a restore with a key service after a refused sign-in': {
      args: SECOND,
      async arrange(harness) {
        await arrange(FIRST)(harness);
        harness.env['REFUSED'] = 'true';
      },
      repair: (harness) => void delete harness.env['REFUSED'],
      fails: true,
      kind,
    },
    'the removal of the private key beside a key service': {
      args: ['--remove'],
      arrange: arrange([], FIRST),
      otherKind: kind,
      keeps: (harness, where) => assertWorks(harness, kind, where),
    },
    'the removal of a key service beside a private key': {
      args: ['--remove', ...FIRST],
      arrange: arrange([], FIRST),
      kind,
      keeps: (harness, where) => assertWorks(harness, PRIVATE_KEY, where),
    },
  };
}

const kindOf = ({ state }: KeyServices): KeyKind => ({
  app: 'GitHub_Actions_Signing',
  keyName: 'SF_SIGNING_KEY',
  keyIn: ({ variables }) => variables.get('SF_SIGNING_KEY'),
  belongsTo(address, certificates) {
    const { publicKey } =
      state.key.versions[Number(address.split('/').at(-1)) - 1] ?? assert.fail();
    return certificateOfKey(certificates, publicKey) !== undefined;
  },
});

/**
 * Asserts that the key of this kind still works with its app, its Consumer Key and SF_CERTIFICATE.
 */
function assertWorks(harness: SetupHarness, kind: KeyKind, where: string): void {
  const { pairs, certificate } = takeSnapshot(harness, kind);
  const pair = pairs['acme/crm'];
  assert.ok(pair?.key !== undefined, `${kind.keyName} is gone. ${where}`);
  assert.ok(kind.belongsTo(pair.key, certificate), `the app has another certificate. ${where}`);
  assert.ok(
    kind.belongsTo(pair.key, pair.certificate ?? ''),
    `SF_CERTIFICATE lacks the certificate of ${kind.keyName}. ${where}`,
  );
  const { secrets, variables } = harness.githubValues();
  const name = kind === PRIVATE_KEY ? 'SF_CONSUMER_KEY' : 'SF_SIGNING_CONSUMER_KEY';
  const settings = harness.org.metadata
    .list('production', 'ExtlClntAppGlobalOauthSettings')
    .find(({ xml }) => elementOf(xml, 'externalClientApplication') === kind.app);
  assert.equal(secrets.get(name)?.sealed, elementOf(settings?.xml ?? '', 'consumerKey'), where);
  assert.equal(variables.get('SF_USERNAME'), 'ci@acme.com', where);
}
