import type { Entry } from './entry.ts';

const MY_DOMAIN =
  'Set it to the org’s My Domain, such as https://acme.my.salesforce.com, or remove it to use https://login.salesforce.com.';

/** What can be wrong with `login-url` and `audience`. */
export const URL_ENTRIES = [
  {
    title: 'Not a login URL',
    problems: ['login-url-form'],
    causes: [{ what: '`{input}` is not a URL or a host name.', fix: MY_DOMAIN, where: 'myDomain' }],
  },
  {
    title: 'The login URL is not https',
    problems: ['login-url-http'],
    causes: [
      {
        what: '`{input}` begins with http://, which is not encrypted.',
        fix: 'Begin it with https://.',
        where: 'workflow',
      },
    ],
  },
  {
    title: 'The login URL has extra parts',
    problems: ['login-url-extra'],
    causes: [{ what: '`{input}` contains {what}.', fix: MY_DOMAIN, where: 'myDomain' }],
  },
  {
    title: 'The login URL has a path',
    problems: ['login-url-path'],
    causes: [
      {
        what: '`{input}` has a path. Only the URL of an Experience Cloud site can have one.',
        fix: 'Remove the path:',
        lines: ['{input}: {suggested}'],
        where: 'workflow',
      },
    ],
  },
  {
    title: 'The login URL is a page inside the org',
    problems: ['login-url-lightning'],
    causes: [
      {
        what: '`{input}` is a page inside the org (Lightning, Setup or Visualforce). You cannot sign in there.',
        fix: 'Use the org’s My Domain:',
        lines: ['{input}: {myDomain}'],
        where: 'workflow',
      },
    ],
  },
  {
    title: 'The audience does not follow from the login URL',
    problems: ['audience-underivable'],
    causes: [
      {
        what: '{host} is not a known Salesforce host, so the step cannot derive the audience.',
        fix: 'If `login-url` is right, add this line. For a sandbox, write test instead of login.',
        lines: ['audience: https://login.salesforce.com'],
        where: 'workflow',
      },
    ],
  },
  {
    title: 'Not an audience',
    problems: ['audience-form'],
    causes: [
      {
        what: '`{input}` is not a complete URL.',
        fix: 'Remove it, or write it like this:',
        lines: ['{input}: https://login.salesforce.com'],
        where: 'workflow',
      },
    ],
  },
] as const satisfies readonly Entry[];
