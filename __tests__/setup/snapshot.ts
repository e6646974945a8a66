import { createPrivateKey } from 'node:crypto';
import { certificateOfKey } from '../../setup/certificates.ts';
import type { ValueStore } from '../../simulator/org/github.ts';
import { elementOf } from '../../simulator/org/metadata/components.ts';
import type { SetupHarness } from './harness.ts';

export type Values = Readonly<Record<string, string>>;

/** The state of the production org and of GitHub, with the names that the command prints. */
export interface Snapshot {
  /** Components of the org, each with a text that changes whenever the component does. */
  readonly org: Values;
  /** Secrets and variables by place, each with a text that changes whenever it is set. */
  readonly places: Readonly<Record<string, Values>>;
  /** Values of SF_PRIVATE_KEY and SF_CERTIFICATE, by place. */
  readonly pairs: Readonly<
    Record<string, { readonly key?: string; readonly certificate?: string }>
  >;
  readonly certificate: string;
}

export function takeSnapshot({ org }: SetupHarness): Snapshot {
  const first = (type: string): string => org.metadata.list('production', type)[0]?.xml ?? '';
  const certificate = elementOf(first('ExtlClntAppGlobalOauthSettings'), 'certificate');
  const app = first('ExternalClientApplication');
  const permissionSet = first('PermissionSet');
  const orgValues = {
    'app GitHub_Actions': app,
    'permission set GitHub_Actions_access': permissionSet,
    'certificate of GitHub_Actions': app === '' ? '' : certificate,
    ...Object.fromEntries(
      org.directory.assignments.map(({ userId, id }) => {
        const user = [...org.users.values()].find(({ userId18 }) => userId18 === userId);
        return [`GitHub_Actions_access for ${user?.username}`, id];
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
      stores.map(([label, { secrets, variables }]) => [
        label,
        {
          key: secrets.get('SF_PRIVATE_KEY')?.sealed,
          certificate: variables.get('SF_CERTIFICATE'),
        },
      ]),
    ) as Snapshot['pairs'],
    certificate: app === '' ? '' : certificate,
  };
}

const valuesOf = ({ secrets, variables }: ValueStore): Values => ({
  ...Object.fromEntries([...secrets].map(([name, { sealed }]) => [name, sealed])),
  ...Object.fromEntries(variables),
});

const withoutEmpty = (values: Values): Values =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''));

/** True if one of the certificates belongs to the key. */
export const belongsTo = (key: string, certificates: string): boolean =>
  certificateOfKey(certificates, createPrivateKey(key)) !== undefined;
