import type { CatalogEntry } from './entry.ts';
import { STRAY_CHARACTER } from './shared-causes.ts';

const SET_TO_MY_DOMAIN =
  'Set it to the org’s My Domain, such as https://acme.my.salesforce.com, or remove it to use https://login.salesforce.com.';

const WRITE_AUDIENCE = {
  fix: 'Remove it, or write it like this:',
  snippet: ['{input}: https://login.salesforce.com'],
  setupPath: 'workflow',
} as const;

/** Entries for `login-url` and `audience`. */
export const URL_ENTRIES = [
  {
    id: 'not-a-login-url',
    title: 'Not a login URL',
    errorCodes: ['login-url-format'],
    causes: [
      {
        id: 'not-a-login-url',
        refutedBy: ['stray-character'],
        explanation: '`{input}` is not a URL or a host name.',
        fix: SET_TO_MY_DOMAIN,
        setupPath: 'myDomain',
      },
      {
        ...STRAY_CHARACTER,
        id: 'stray-character-in-login-url',
        fix: SET_TO_MY_DOMAIN,
        setupPath: 'myDomain',
      },
    ],
  },
  {
    id: 'login-url-near-miss',
    title: 'The login URL is nearly a host of Salesforce',
    errorCodes: ['login-url-host'],
    causes: [
      {
        id: 'login-url-near-miss',
        requires: 'host-suggested',
        explanation: '`{input}` {flaw}.',
        fix: 'If this is the host that you mean, set:',
        snippet: ['{input}: {suggested}'],
        setupPath: 'myDomain',
      },
      {
        id: 'login-url-not-a-host',
        refutedBy: ['host-suggested'],
        explanation: '`{input}` {flaw}.',
        fix: 'Copy the Current My Domain URL into `login-url`. For a sandbox, it looks like https://acme--uat.sandbox.my.salesforce.com.',
        setupPath: 'myDomain',
      },
    ],
  },
  {
    id: 'login-url-not-https',
    title: 'The login URL is not https',
    errorCodes: ['login-url-http'],
    causes: [
      {
        id: 'login-url-not-https',
        explanation: '`{input}` begins with http://, which is not encrypted.',
        fix: 'Begin it with https://.',
        setupPath: 'workflow',
      },
    ],
  },
  {
    id: 'login-url-extra-component',
    title: 'The login URL has extra parts',
    errorCodes: ['login-url-extra'],
    causes: [
      {
        id: 'login-url-extra-component',
        explanation: '`{input}` contains {component}.',
        fix: SET_TO_MY_DOMAIN,
        setupPath: 'myDomain',
      },
    ],
  },
  {
    id: 'login-url-has-path',
    title: 'The login URL has a path',
    errorCodes: ['login-url-path'],
    causes: [
      {
        id: 'login-url-has-path',
        refutedBy: ['site-path-suggested'],
        explanation: '`{input}` has a path. Only an Experience Cloud site can have one.',
        fix: 'Remove the path:',
        snippet: ['{input}: {origin}'],
        setupPath: 'workflow',
      },
      {
        id: 'login-url-has-long-path',
        requires: 'site-path-suggested',
        explanation:
          '`{input}` has a path. That of an Experience Cloud site is a single word, such as /partners, and none of Salesforce’s own, such as /services.',
        fix: 'Remove the path. If the site has no sign-in there, keep the first part:',
        snippet: ['{input}: {origin}', '{input}: {suggested}'],
        setupPath: 'workflow',
      },
    ],
  },
  {
    id: 'login-url-is-org-page',
    title: 'The login URL is a page inside the org',
    errorCodes: ['login-url-lightning'],
    causes: [
      {
        id: 'login-url-is-org-page',
        explanation:
          '`{input}` is a page inside the org (Lightning, Setup or Visualforce). You cannot sign in there.',
        fix: 'Use the org’s My Domain:',
        snippet: ['{input}: {myDomain}'],
        setupPath: 'workflow',
      },
    ],
  },
  {
    id: 'no-default-audience',
    title: 'The audience does not follow from the login URL',
    errorCodes: ['audience-underivable'],
    causes: [
      {
        id: 'no-default-audience',
        explanation:
          '{host} is not a known Salesforce host, so the step cannot derive the audience.',
        fix: 'If `login-url` is a custom domain of your org, add this line. Otherwise, set `login-url` to the My Domain, such as https://acme.my.salesforce.com.',
        snippet: ['audience: https://{host}'],
        setupPath: 'workflow',
      },
    ],
  },
  {
    id: 'not-an-audience',
    title: 'Not an audience',
    errorCodes: ['audience-format'],
    causes: [
      {
        id: 'not-an-audience',
        refutedBy: ['stray-character'],
        mentions: 'value-of-another-input',
        explanation: '`{input}` is not a complete URL.',
        ...WRITE_AUDIENCE,
      },
      { ...STRAY_CHARACTER, id: 'stray-character-in-audience', ...WRITE_AUDIENCE },
    ],
  },
  {
    id: 'audience-of-another-host',
    title: 'The audience belongs to another host',
    errorCodes: ['audience-elsewhere'],
    causes: [
      {
        id: 'audience-of-another-host',
        explanation:
          '`audience` is for {audienceHost}, which is not the host or the site of `login-url`.',
        fix: 'Remove the line `audience:`. The step then uses the audience that belongs to `login-url`.',
        setupPath: 'workflow',
      },
    ],
  },
  {
    id: 'login-url-of-another-host',
    title: 'The login URL does not belong to the audience',
    errorCodes: ['login-url-not-of-audience'],
    causes: [
      {
        id: 'login-url-of-another-host',
        explanation:
          '`audience` is for {audienceHost}, but `login-url` is {loginHost}, which could use the assertion to sign in at {audienceHost}.',
        fix: 'Set `login-url` to the org’s My Domain, such as https://acme.my.salesforce.com. If requests must go through a gateway, make it the proxy (https_proxy).',
        setupPath: 'myDomain',
      },
      {
        id: 'login-url-is-custom-domain',
        explanation: 'A custom domain of an Experience Cloud site does not share an audience.',
        appliesIf: '{loginHost} is a custom domain of a site.',
        fix: 'Set `login-url` to the URL of the site under my.site.com, and remove `audience`. Salesforce does not document whether it accepts the custom domain. To try it:',
        snippet: ['audience: https://{loginHost}'],
        setupPath: 'workflow',
      },
    ],
  },
] as const satisfies readonly CatalogEntry[];
