import type { CatalogEntry } from './entry.ts';

const SET_TO_MY_DOMAIN =
  'Set it to the org’s My Domain, such as https://acme.my.salesforce.com, or remove it to use https://login.salesforce.com.';

/** What can be wrong with `login-url` and `audience`. */
export const URL_ENTRIES = [
  {
    title: 'Not a login URL',
    errorCodes: ['login-url-format'],
    causes: [
      {
        explanation: '`{input}` is not a URL or a host name.',
        fix: SET_TO_MY_DOMAIN,
        setupPath: 'myDomain',
      },
    ],
  },
  {
    title: 'The login URL is not https',
    errorCodes: ['login-url-http'],
    causes: [
      {
        explanation: '`{input}` begins with http://, which is not encrypted.',
        fix: 'Begin it with https://.',
        setupPath: 'workflow',
      },
    ],
  },
  {
    title: 'The login URL has extra parts',
    errorCodes: ['login-url-extra'],
    causes: [
      { explanation: '`{input}` contains {what}.', fix: SET_TO_MY_DOMAIN, setupPath: 'myDomain' },
    ],
  },
  {
    title: 'The login URL has a path',
    errorCodes: ['login-url-path'],
    causes: [
      {
        explanation: '`{input}` has a path. Only the URL of an Experience Cloud site can have one.',
        fix: 'Remove the path:',
        snippet: ['{input}: {suggested}'],
        setupPath: 'workflow',
      },
    ],
  },
  {
    title: 'The login URL is a page inside the org',
    errorCodes: ['login-url-lightning'],
    causes: [
      {
        explanation:
          '`{input}` is a page inside the org (Lightning, Setup or Visualforce). You cannot sign in there.',
        fix: 'Use the org’s My Domain:',
        snippet: ['{input}: {myDomain}'],
        setupPath: 'workflow',
      },
    ],
  },
  {
    title: 'The audience does not follow from the login URL',
    errorCodes: ['audience-underivable'],
    causes: [
      {
        explanation:
          '{host} is not a known Salesforce host, so the step cannot derive the audience.',
        fix: 'If `login-url` is right, add this line. For a sandbox, write test instead of login.',
        snippet: ['audience: https://login.salesforce.com'],
        setupPath: 'workflow',
      },
    ],
  },
  {
    title: 'Not an audience',
    errorCodes: ['audience-format'],
    causes: [
      {
        explanation: '`{input}` is not a complete URL.',
        fix: 'Remove it, or write it like this:',
        snippet: ['{input}: https://login.salesforce.com'],
        setupPath: 'workflow',
      },
    ],
  },
] as const satisfies readonly CatalogEntry[];
