import { type KeyServicesState, makeVersion } from './state.ts';

export const KEY_SERVICES = ['aws', 'vault', 'google', 'azure'] as const;
export type KeyServiceName = (typeof KEY_SERVICES)[number];

/** A failure of a key service that can be activated by name. */
export interface KeyServiceFault {
  readonly name: string;
  readonly summary: string;
  readonly service: KeyServiceName;
  /** Set if the fault only affects addresses that do not pin a key version. */
  readonly address?: 'unpinned';
  readonly apply: (state: KeyServicesState) => void;
}

const forbid = (state: KeyServicesState) => {
  state.permitted = false;
};
const disable = (state: KeyServicesState) => {
  state.key.status = 'disabled';
};
const expire = (state: KeyServicesState) => {
  state.loginExpired = true;
};
const rotate = (state: KeyServicesState) => {
  state.key.versions.push(makeVersion());
};
const refuseFederation = (state: KeyServicesState) => {
  state.federationRefused = true;
};

export const KEY_SERVICE_FAULTS: readonly KeyServiceFault[] = [
  {
    name: 'aws-access-denied',
    summary: 'AWS KMS: the role may not sign with the key',
    service: 'aws',
    apply: forbid,
  },
  { name: 'aws-disabled', summary: 'AWS KMS: the key is disabled', service: 'aws', apply: disable },
  {
    name: 'aws-pending-deletion',
    summary: 'AWS KMS: the key is about to be deleted',
    service: 'aws',
    apply: (state) => {
      state.key.status = 'pending-deletion';
    },
  },
  { name: 'aws-expired', summary: 'AWS KMS: the login has expired', service: 'aws', apply: expire },
  {
    name: 'aws-alias-moved',
    summary: 'AWS KMS: the alias names another key than before',
    service: 'aws',
    address: 'unpinned',
    apply: (state) => {
      state.key.versions.unshift(makeVersion());
    },
  },
  {
    name: 'aws-503-then-well',
    summary: 'AWS KMS: a short outage, then success',
    service: 'aws',
    apply: (state) => {
      state.outages = 1;
    },
  },
  {
    name: 'vault-sealed',
    summary: 'Vault: the vault is sealed',
    service: 'vault',
    apply: (state) => {
      state.sealed = true;
    },
  },
  {
    name: 'vault-policy',
    summary: 'Vault: no policy allows signing',
    service: 'vault',
    apply: forbid,
  },
  {
    name: 'vault-expired',
    summary: 'Vault: the token has expired',
    service: 'vault',
    apply: expire,
  },
  {
    name: 'vault-rotated',
    summary: 'Vault: the key was rotated, and the address names no version',
    service: 'vault',
    address: 'unpinned',
    apply: rotate,
  },
  {
    name: 'vault-ec-key',
    summary: 'Vault: an elliptic-curve key signs without complaint',
    service: 'vault',
    address: 'unpinned',
    apply: (state) => {
      state.key.versions.push(makeVersion('ec'));
    },
  },
  {
    name: 'google-permission',
    summary: 'Google Cloud KMS: the caller may not sign',
    service: 'google',
    apply: forbid,
  },
  {
    name: 'google-disabled',
    summary: 'Google Cloud KMS: the version is disabled',
    service: 'google',
    apply: disable,
  },
  {
    name: 'google-federation',
    summary: 'Google: the pool does not accept the job’s token',
    service: 'google',
    apply: refuseFederation,
  },
  {
    name: 'google-pss-key',
    summary: 'Google Cloud KMS: the key signs with PSS padding',
    service: 'google',
    apply: (state) => {
      state.key.padding = 'pss';
    },
  },
  {
    name: 'azure-federation',
    summary: 'Azure: no federated credential fits the job',
    service: 'azure',
    apply: refuseFederation,
  },
  { name: 'azure-rbac', summary: 'Azure: the app may not sign', service: 'azure', apply: forbid },
  {
    name: 'azure-firewall',
    summary: 'Azure: the firewall of the vault does not know the runner',
    service: 'azure',
    apply: (state) => {
      state.firewall = true;
    },
  },
  {
    name: 'azure-disabled',
    summary: 'Azure: the key is disabled',
    service: 'azure',
    apply: disable,
  },
  {
    name: 'azure-rotated',
    summary: 'Azure: the key was rotated, and the address names no version',
    service: 'azure',
    address: 'unpinned',
    apply: rotate,
  },
];
