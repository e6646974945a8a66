import type { Entry } from './entry.ts';

const MY_DOMAIN =
  'Set it to the org’s My Domain, like https://acme.my.salesforce.com, or leave it out for https://login.salesforce.com.';

/** What can be wrong with `login-url` and `audience`. */
export const URL_ENTRIES = [
  {
    title: 'Not a login URL',
    problems: ['login-url-form'],
    input: 'login-url',
    causes: [
      { what: '`{input}` is not the address of a host.', fix: MY_DOMAIN, where: 'myDomain' },
    ],
  },
  {
    title: 'The login URL is not https',
    problems: ['login-url-http'],
    input: 'login-url',
    causes: [
      {
        what: '`{input}` begins with http://, which would send the sign-in unencrypted.',
        fix: 'Begin it with https://.',
        where: 'workflow',
      },
    ],
  },
  {
    title: 'The login URL has too much in it',
    problems: ['login-url-extra'],
    input: 'login-url',
    causes: [{ what: '`{input}` contains {what}.', fix: MY_DOMAIN, where: 'myDomain' }],
  },
  {
    title: 'The login URL has a path',
    problems: ['login-url-path'],
    input: 'login-url',
    causes: [
      {
        what: '`{input}` has a path, as only that of an Experience Cloud site may.',
        fix: 'Write it without:',
        lines: ['{input}: {suggested}'],
        where: 'workflow',
      },
    ],
  },
  {
    title: 'The login URL is a page inside the org',
    problems: ['login-url-lightning'],
    input: 'login-url',
    causes: [
      {
        what: '`{input}` is what the browser shows after signing in (Lightning, Setup or Visualforce). No sign-in is possible there.',
        fix: 'Use the org’s My Domain:',
        lines: ['{input}: {myDomain}'],
        where: 'workflow',
      },
    ],
  },
  {
    title: 'The audience does not follow from the login URL',
    problems: ['audience-underivable'],
    input: 'audience',
    causes: [
      {
        what: '{host} is not known to be Salesforce’s, so it does not tell which audience the org expects.',
        fix: 'If `login-url` is right, add the line below; for a sandbox with test instead of login.',
        lines: ['audience: https://login.salesforce.com'],
        where: 'workflow',
      },
    ],
  },
  {
    title: 'Not an audience',
    problems: ['audience-form'],
    input: 'audience',
    causes: [
      {
        what: '`{input}` is not one whole URL.',
        fix: 'Leave it out, or write it like this:',
        lines: ['{input}: https://login.salesforce.com'],
        where: 'workflow',
      },
    ],
  },
] as const satisfies readonly Entry[];
