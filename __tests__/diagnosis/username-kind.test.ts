import assert from 'node:assert/strict';
import { it } from 'node:test';
import { guessUsernameKind } from '../../src/diagnosis/username-kind.ts';

const sandbox = (ending: string) => ({ kind: 'sandbox', ending }) as const;
const production = (ending: string) => ({ kind: 'production', ending }) as const;

const USERNAMES: Readonly<Record<string, ReturnType<typeof guessUsernameKind>>> = {
  'ci@acme.com': production('com'),
  'ci@mail.acme.com': production('com'),
  'CI@ACME.ORG': production('org'),
  'ci@acme.co.uk': production('uk'),
  'ci@acme.com.au': production('au'),
  'ci@acme.io': production('io'),
  'ci@uat.acme.com': production('com'),
  'ci@acme.com.uat': sandbox('uat'),
  'Ci@Acme.Com.UAT': sandbox('uat'),
  'ci@acme.co.uk.dev1': sandbox('dev1'),
  'ci@acme.de.fullcopy': sandbox('fullcopy'),
  'ci@acme.com.dev': sandbox('dev'),
  'ci@acme.com.int': sandbox('int'),
  'first.last@acme.com.preprod': sandbox('preprod'),
  'test-a1b2c3@example.com': sandbox(''),
  'ci@example.com': production('com'),
  'me.test-a1@example.com': production('com'),
  'test-a1@example.com.uat': sandbox('uat'),
  'ci@acme.com.qa2': sandbox('qa2'),
  'ci@acme.com.stage': sandbox('stage'),
  // These usernames do not reveal the kind of org.
  'ci@acme.dev': undefined,
  'ci@acme.cloud': undefined,
  'ci@com.dev': undefined,
  'ci@com': undefined,
  'ci@mail.acme.cloud': undefined,
  'ci@acme.com.qa': undefined,
  'ci@acme.com.prod': undefined,
  'ci@acme': undefined,
  'not an address': undefined,
  '': undefined,
  // These are production usernames that are not recognized, which is acceptable because the kind
  // only affects the ranking of causes.
  'ci@us.acme': undefined,
  'ci@it.us.acme': sandbox('acme'),
};

for (const [username, expected] of Object.entries(USERNAMES)) {
  it(`the kind of the username ${username || '(empty)'} is ${expected ? `guessed as ${expected.kind}` : 'unknown'}`, () => {
    assert.deepEqual(guessUsernameKind(username), expected);
  });
}

it('the kind of a missing username is unknown', () =>
  assert.equal(guessUsernameKind(undefined), undefined));
