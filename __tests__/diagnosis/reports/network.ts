import { join } from 'node:path';
import { MY_DOMAIN, networkError, type PublicReport, SELF_HOSTED } from './replay.ts';

const missingFile = join(import.meta.dirname, 'no-such-bundle.cer');

const untrusted = (code: string) => ({
  env: SELF_HOSTED,
  responses: [networkError(code)],
  first: /TLS-inspecting proxy or firewall/,
  says: /Set NODE_EXTRA_CA_CERTS to a file/,
});

/** Problems with proxies, CA certificates and host names. */
export const NETWORK: readonly PublicReport[] = [
  {
    source: 'https://github.com/forcedotcom/salesforcedx-vscode/issues/2340',
    summary: 'Only the proxy of the network can resolve names, and it was not set.',
    replay: {
      inputs: MY_DOMAIN,
      env: SELF_HOSTED,
      responses: [networkError('ENOTFOUND', 'acme.my.salesforce.com')],
      first: /only through a proxy/,
    },
  },
  {
    source: 'https://github.com/forcedotcom/cli/issues/1083',
    summary: 'The proxy of Windows was set, but not its variable.',
    replay: {
      env: SELF_HOSTED,
      responses: [networkError('ETIMEDOUT')],
      first: /only through a proxy/,
      says: /does not read the setting of the operating system/,
    },
  },
  {
    source:
      'https://github.com/advanced-security/component-detection-dependency-submission-action/issues/186',
    summary: 'The proxy was in a variable that is not read.',
    replay: {
      env: { ...SELF_HOSTED, HTTP_PROXY: 'http://proxy.example.com:8080' },
      responses: [networkError('ETIMEDOUT')],
      first: /a variable that the step does not read/,
    },
  },
  {
    source: 'https://github.com/daishi4u/ForceCode/issues/79',
    summary: 'The password for the proxy has characters that were not encoded.',
    replay: {
      env: { ...SELF_HOSTED, https_proxy: 'http://user:p@ss%word@proxy.example.com:8080' },
      usesNetwork: true,
      first: /https_proxy is not the address of an HTTP proxy/,
      says: /special characters as %XX/,
    },
  },
  {
    source: 'https://github.com/hashicorp/setup-terraform/issues/121',
    summary: 'NODE_EXTRA_CA_CERTS names a file that does not exist.',
    replay: {
      env: { ...SELF_HOSTED, NODE_EXTRA_CA_CERTS: missingFile },
      responses: [networkError('UNABLE_TO_GET_ISSUER_CERT_LOCALLY')],
      first: /cannot use the file that NODE_EXTRA_CA_CERTS names/,
    },
  },
  {
    source: 'https://github.com/forcedotcom/sfdx-dreamhouse/issues/171',
    summary: 'A company inspects TLS with its own CA.',
    replay: untrusted('UNABLE_TO_GET_ISSUER_CERT_LOCALLY'),
  },
  {
    source: 'https://github.com/forcedotcom/cli/issues/429',
    summary: 'The chain of certificates ends in a root that Node does not know.',
    replay: untrusted('SELF_SIGNED_CERT_IN_CHAIN'),
  },
  {
    source: 'https://github.com/release-drafter/release-drafter/issues/875',
    summary: 'Node does not know the CA of the company.',
    replay: untrusted('UNABLE_TO_VERIFY_LEAF_SIGNATURE'),
  },
  {
    source: 'https://github.com/actions/checkout/issues/1408',
    summary: 'The CA certificate is only in the certificate store of the operating system.',
    replay: {
      env: { ...SELF_HOSTED, SSL_CERT_FILE: '/etc/ssl/certs/ca-certificates.crt' },
      responses: [networkError('UNABLE_TO_GET_ISSUER_CERT_LOCALLY')],
      first: /Node does not know the authority/,
      says: /SSL_CERT_FILE is set, but Node does not read it/,
    },
  },
  {
    source: 'https://github.com/vladm3105/aidoc-flow-framework/issues/613',
    summary: 'The name server of the self-hosted runner sometimes does not answer.',
    replay: {
      env: SELF_HOSTED,
      responses: [networkError('EAI_AGAIN')],
      first: /The name server of the runner did not answer/,
    },
  },
];
