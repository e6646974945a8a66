import { createPrivateKey } from 'node:crypto';
import { certificateOfKey } from '../../setup/certificates.ts';
import type { ValueStore } from '../../simulator/org/github.ts';
import { elementOf } from '../../simulator/org/metadata/components.ts';
import type { SetupHarness } from './harness.ts';

export type Values = Readonly<Record<string, string>>;

/** The app that a run changes, and the kind of its key. */
export interface KeyKind {
  readonly app: string;
  readonly keyName: 'SF_PRIVATE_KEY' | 'SF_SIGNING_KEY';
  readonly keyIn: (store: ValueStore) => string | undefined;
  /** True if one of the certificates belongs to the key. */
  readonly belongsTo: (key: string, certificates: string) => boolean;
}

export const PRIVATE_KEY: KeyKind = {
  app: 'GitHub_Actions',
  keyName: 'SF_PRIVATE_KEY',
  keyIn: ({ secrets }) => secrets.get('SF_PRIVATE_KEY')?.sealed,
  belongsTo: (key, certificates) =>
    certificateOfKey(certificates, createPrivateKey(key)) !== undefined,
};

/** Contents of the production org and of GitHub, in the words of the command. */
export interface Snapshot {
  /** Components of the org, each with a text that changes whenever the component does. */
  readonly org: Values;
  /** Secrets, variables and environments by place, each with its value or `exists`. */
  readonly places: Readonly<Record<string, Values>>;
  /** Values of the key and of SF_CERTIFICATE, by place. */
  readonly pairs: Readonly<
    Record<string, { readonly key?: string; readonly certificate?: string }>
  >;
  readonly certificate: string;
}

export function takeSnapshot(
  { org }: SetupHarness,
  { app: name, keyIn }: KeyKind = PRIVATE_KEY,
): Snapshot {
  const find = (type: string, fullName: string): string =>
    org.metadata.list('production', type).find((component) => component.fullName === fullName)
      ?.xml ?? '';
  const settings = find('ExtlClntAppGlobalOauthSettings', `${name}GlblOAuth`);
  const certificate = elementOf(settings, 'certificate');
  const app = find('ExternalClientApplication', name);
  const permissionSet = `${name}_access`;
  const orgValues = {
    [`app ${name}`]: app,
    [`permission set ${permissionSet}`]: find('PermissionSet', permissionSet),
    [`certificate of ${name}`]: app === '' ? '' : certificate,
    ...Object.fromEntries(
      org.directory.assignments
        .filter(({ targetId }) => nameOfPermissionSet(org, targetId) === permissionSet)
        .map(({ userId, id }) => {
          const user = [...org.users.values()].find(({ userId18 }) => userId18 === userId);
          return [`assignment of ${permissionSet} to ${user?.username}`, id];
        }),
    ),
  };
  const stores = [...org.github.repositories].flatMap(([repository, { stores: all }]) =>
    [...all].map(([environment, store]): [string, ValueStore] => [
      environment === '' ? repository : `${repository}, environment ${environment}`,
      store,
    ]),
  );
  const places = stores.map(([label, store]) => [label, valuesOf(store)] as const);
  const environments = stores.flatMap(([label, { branches }]) => {
    const [repository = '', environment] = label.split(', environment ');
    return environment === undefined ? [] : [{ repository, environment, branches }];
  });
  return {
    org: withoutEmpty(orgValues),
    places: Object.fromEntries(
      places.map(([label, values]) => [
        label,
        {
          ...values,
          ...Object.fromEntries(
            environments
              .filter(({ repository }) => repository === label)
              .map(({ environment }) => [`environment ${environment}`, 'exists']),
          ),
        },
      ]),
    ),
    pairs: Object.fromEntries(
      stores.map(([label, store]) => [
        label,
        { key: keyIn(store), certificate: store.variables.get('SF_CERTIFICATE') },
      ]),
    ) as Snapshot['pairs'],
    certificate: app === '' ? '' : certificate,
  };
}

const nameOfPermissionSet = (org: SetupHarness['org'], id: string): string | undefined =>
  org.directory.permissionSets('production').find((set) => set.id === id)?.name;

const valuesOf = ({ secrets, variables }: ValueStore): Values => ({
  ...Object.fromEntries([...secrets].map(([name, { sealed }]) => [name, sealed])),
  ...Object.fromEntries(variables),
});

const withoutEmpty = (values: Values): Values =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''));
