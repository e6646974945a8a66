/**
 * Defines what a report must not say and what its first cause must be, depending on the facts of a
 * run.
 */
import { ActionError, type Details } from '../../src/errors.ts';
import { TransportError } from '../../src/http/errors.ts';
import { InputError } from '../../src/inputs/errors.ts';
import { HttpStatusError, isRequestError } from '../../src/salesforce/errors.ts';
import { CHINA, type Facts, REQUESTED_AT } from './random-facts.ts';

/**
 * A text that a report must not contain, or that its first cause must contain, if the facts fulfill
 * the condition.
 */
export type Rule = readonly [
  name: string,
  applies: (facts: Facts, error: unknown) => unknown,
  text: RegExp,
];

const isAsked = (error: unknown): error is HttpStatusError => error instanceof HttpStatusError;
const isRefused = (error: unknown) =>
  error instanceof HttpStatusError &&
  error.request === 'token' &&
  error.response.bodyKind === 'oauth' &&
  error.response.status === 400;

export const NEVER: readonly Rule[] = [
  ['leaves a placeholder', () => true, /<(?!w?br>)[a-z][\w-]*>|\{[a-z][\w-]*\}|undefined|\bNaN\b/],
  [
    'blames the clock although the clocks agree',
    ({ run }) => run.skewSeconds !== undefined && Math.abs(run.skewSeconds) <= 30,
    /clock is wrong/,
  ],
  [
    'blames the clock although the time of Salesforce was used',
    ({ run }) => run.clockCompensated,
    /The time zone does not matter/,
  ],
  [
    'blames a slow request although the response came at once',
    ({ run }) => Number(run.respondedAt) - REQUESTED_AT < 60_000,
    /reached Salesforce minutes after/,
  ],
  [
    'asks for the scope api although the token has it',
    ({ run }) => /^(api|full)$/.test(run.scope ?? ''),
    /(The app lacks|no) the scope “Manage user data|no scope api|lacks the scope “Manage/,
  ],
  [
    'blames the address of the runner although a proxy sends the requests',
    ({ run }) => run.proxy,
    /The runner’s address|the runner’s address is not among/,
  ],
  [
    'advises to set a proxy although one is used',
    ({ run }) => run.proxy,
    /Fix: Set https_proxy|only through a proxy|no proxy is set/,
  ],
  [
    'says that no proxy is set although a variable sets one',
    ({ environment, run }) =>
      (environment.unreadProxyVariables ?? []).length > 0 || run.proxyVariable,
    /no proxy is set|reach the internet only through a proxy/,
  ],
  [
    'advises to set NODE_EXTRA_CA_CERTS although it names a usable file',
    ({ environment }) => environment.extraCaCerts && !environment.extraCaCerts.flaw,
    /Set NODE_EXTRA_CA_CERTS/,
  ],
  [
    'advises to set NODE_EXTRA_CA_CERTS without naming the unusable file',
    ({ environment }) => environment.extraCaCerts?.flaw,
    /Set NODE_EXTRA_CA_CERTS to a file with/,
  ],
  [
    'advises to set the audience that is set',
    ({ run }) => run.audienceFromInput && run.audience === 'https://acme.my.salesforce.com',
    /^ *audience: https:\/\/acme\.my\.salesforce\.com$/m,
  ],
  [
    'offers the My Domain as audience although Salesforce rejected it',
    ({ run }) => run.audience === run.loginUrl && /domain|sandbox/.test(run.hostKind ?? ''),
    /or the org’s My Domain\./,
  ],
  [
    'says that the org needs its My Domain as audience although Salesforce refused that',
    ({ run }) => run.fallbackAudience?.outcome === 'refused',
    /accepts only its own My Domain as audience/,
  ],
  [
    'says that Salesforce refuses the My Domain as audience although it did not say so',
    ({ run }) => run.fallbackAudience && run.fallbackAudience.outcome !== 'refused',
    /accepts neither|refuses the My Domain as audience/,
  ],
  [
    'advises to use the My Domain although it is used',
    ({ run }, error) => isAsked(error) && run.hostKind === 'my-domain',
    /Set `login-url` to the org’s My Domain, such as|not to the org’s My Domain/,
  ],
  [
    'says that the sandbox was refreshed without a sign of it',
    (_, error) => isRefused(error),
    /The sandbox was refreshed/,
  ],
  [
    'asks for a comparison with the certificate although the step made it',
    ({ run }) => run.certificateMatched,
    /The certificate in the app does not match the private key\.|With the input `certificate`/,
  ],
  [
    'blames a fork in a run of Dependabot',
    ({ missingSecrets }) => missingSecrets.reason === 'dependabot',
    /pull requests from forks/,
  ],
  [
    'blames Dependabot in a run of a fork',
    ({ missingSecrets }) => missingSecrets.reason === 'fork',
    /Dependabot started/,
  ],
  [
    'advises to give up revoke-token although the workflow does not set it',
    ({ run }) => !run.revokeToken,
    /leave out `revoke-token`/,
  ],
];

const detailsOf = (error: unknown): Details => (error instanceof ActionError ? error.details : {});

const isCheck = (error: unknown) => isRequestError(error) && error.request === 'userinfo';
const hasAnswered = ({ run }: Facts, error: unknown) =>
  error instanceof TransportError && run.responseProxy === (run.proxy ?? '');

export const NEVER_OF_ERROR: readonly Rule[] = [
  [
    'says that the runner needs a proxy although Salesforce answered without one',
    hasAnswered,
    /only through (a|the) proxy|a variable that the step does not read/,
  ],
  [
    'says that the proxy is down although Salesforce answered through it',
    hasAnswered,
    /The proxy is down/,
  ],
  [
    'says that attempts failed although the sign-in succeeded',
    (_, error) => isCheck(error),
    /\d attempts failed/,
  ],
  [
    'says that a request to the login host went through the proxy although another one failed',
    (_, error) => !isRequestError(error) || error.request !== 'token',
    /no_proxy has “/,
  ],
  ['names two ports for a host', () => true, /:\d+, port 443/],
  [
    'calls a shared login host misspelled',
    ({ run }, error) => /login|test/.test(run.hostKind ?? '') && isRequestError(error),
    /`login-url` is misspelled/,
  ],
  [
    'blames the login URL, or sends to Login History, although the sign-in succeeded',
    (_, error) => isRequestError(error) && error.request === 'userinfo',
    /`login-url` is misspelled|Find the row|Its Status says why|The site has no sign-in/,
  ],
  [
    'blames the login host although the check after the sign-in went to another one',
    (_, error) => isAsked(error) && error.request === 'userinfo',
    /(login|test)\.salesforce\.com(, not| fails|, port)|often fail at the shared hosts/,
  ],
  [
    'names the example of a production org although the host is for sandboxes',
    ({ run }, error) => /test|sandbox/.test(run.hostKind ?? '') && isRequestError(error),
    /`login-url` to the org’s My Domain, such as https:\/\/acme\.my\./,
  ],
  [
    'names other hosts than those of Salesforce in China although the login URL is there',
    ({ run, environment }, error) =>
      run.loginUrl === CHINA.loginUrl &&
      !run.audienceFromInput &&
      !environment.loginUrlEmpty &&
      isRequestError(error) &&
      !(isAsked(error) && error.response.location),
    /(login|test|my)\.salesforce\.com/,
  ],
  [
    'advises to use the host that is used',
    ({ run, location }) => location && run.loginUrl === `https://${location}`,
    /^ *login-url: https:\/\/acme\.my\.salesforce\.com$/m,
  ],
  [
    'blames the password for the proxy although the proxy takes none',
    (_, error) => detailsOf(error)['schemes'] === 'Negotiate, NTLM',
    /password for the proxy is wrong|asks for a user name and a password/,
  ],
  [
    'says that the proxy wants NTLM although it takes a password',
    (_, error) => /Basic/.test(String(detailsOf(error)['schemes'])),
    /The proxy wants NTLM/,
  ],
  [
    'offers Login Hours although Salesforce names only the address',
    (_, error) => isAsked(error) && /\bip\b(?!.*hours)/i.test(String(error.response.description)),
    /Login Hours/,
  ],
  [
    'calls a value with a line break one of another form',
    (_, error) => detailsOf(error)['character'],
    /is not a consumer key|does not look like|is not an org ID|is not a URL|is not a complete URL/,
  ],
  [
    'says that no user was given although more is missing',
    (_, error) => detailsOf(error)['inputs'] !== 'username',
    /No user was given/,
  ],
  [
    'blames a missing environment although some inputs have values',
    (_, error) => !/^consumer-key.*username$/.test(String(detailsOf(error)['inputs'])),
    /belong to an environment that/,
  ],
  [
    'blames a missing environment although the environment of the step has a value',
    (facts, error) => hasMisspelledInput(facts, error),
    /belong to an environment that/,
  ],
];

const hasMisspelledInput = ({ environment }: Facts, error: unknown) => {
  const inputs = String(detailsOf(error)['inputs']);
  const [name] = environment.misspelledInputs ?? [];
  return name === 'PRIVATE_KEY' ? /private/.test(inputs) : name && /username/.test(inputs);
};

/** Each rule states what the first cause must be if the facts fulfill the condition. */
export const FIRST: readonly Rule[] = [
  [
    'a value under a name that is not read comes first',
    (facts, error) =>
      error instanceof InputError && error.code === 'missing' && hasMisspelledInput(facts, error),
    /under a name that the step does not read/,
  ],
  [
    'an empty login-url comes first',
    ({ environment }, error) => environment.loginUrlEmpty && isRefused(error) && !isRate(error),
    /`login-url` is empty/,
  ],
  [
    'a missing scope comes first',
    ({ run }, error) =>
      /refresh_token|chatter_api/.test(run.scope ?? '') &&
      error instanceof HttpStatusError &&
      error.request === 'userinfo' &&
      /session|api/i.test(`${error.response.error} ${error.response.description}`),
    /The token has no scope api/,
  ],
];
const isRate = (error: unknown) =>
  error instanceof HttpStatusError && error.response.rateExceeded === true;
