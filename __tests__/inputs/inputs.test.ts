import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { runInNewContext } from 'node:vm';
import { getBooleanInput, getInput } from '@actions/core';
import fc from 'fast-check';
import { DEFAULTS, type InputName } from '../../src/inputs/defaults.ts';
import { InputError, type InputErrorCode } from '../../src/inputs/errors.ts';
import { readInputs, readJobSummary } from '../../src/inputs/inputs.ts';
import { createSecretRegistry } from '../../src/redaction/secrets.ts';
import {
  base64,
  base64Body,
  catchInputError,
  certificateOf,
  loggableText,
  pkcs1,
  pkcs8,
  rsaPair,
  sharedSubstring,
} from '../helpers/crypto.ts';
import { type FakeCore, fakeCore } from '../helpers/fake-core.ts';
import { anyCharacter } from '../helpers/foreign-text.ts';

const KEY_LINE = 'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQDqb0c1B4eS4Zyn';
const KEY = `-----BEGIN PRIVATE KEY-----\n${KEY_LINE}\n-----END PRIVATE KEY-----`;
const VALID_INPUTS = {
  'consumer-key': '3MVG9abc_D.ef',
  'private-key': KEY,
  username: 'ci@acme.com',
};

const readInputsFrom = (core: FakeCore) => readInputs(core, createSecretRegistry(core.setSecret));
const codeFor = (changes: Partial<Record<InputName, string>>) =>
  catchInputError(() => read(changes)).code;
const read = (changes: Partial<Record<InputName, string>> = {}) =>
  readInputsFrom(fakeCore({ ...VALID_INPUTS, ...changes }));

describe('the inputs', () => {
  it('that are left out have the values of action.yml', () => {
    const { privateKey, ...inputs } = read();
    assert.equal(privateKey.reveal(), KEY);
    assert.deepEqual(inputs, {
      consumerKey: '3MVG9abc_D.ef',
      passphrase: undefined,
      username: 'ci@acme.com',
      loginUrl: 'https://login.salesforce.com',
      audience: undefined,
      certificate: undefined,
      expectedOrgId: undefined,
      verify: false,
      exportEnv: false,
      maskInstanceUrl: true,
      revokeToken: false,
      maxAttempts: 4,
      timeoutSeconds: 60,
    });
  });

  it('that are given arrive, without blanks around them', () => {
    const request = read({
      'consumer-key': ' 3MVG9abc_D.ef\n',
      username: '\tci@acme.com ',
      'login-url': ' acme.my.salesforce.com ',
      audience: 'https://test.salesforce.com',
      certificate: 'PEM',
      'expected-org-id': '00D000000000062',
      verify: 'true',
      'export-env': 'True',
      'mask-instance-url': 'FALSE',
      'revoke-token': 'TRUE',
      'max-attempts': '10',
      'timeout-seconds': '600',
    });
    const { privateKey: _, ...inputs } = request;
    assert.deepEqual(inputs, {
      consumerKey: '3MVG9abc_D.ef',
      passphrase: undefined,
      username: 'ci@acme.com',
      loginUrl: 'acme.my.salesforce.com',
      audience: 'https://test.salesforce.com',
      certificate: 'PEM',
      expectedOrgId: '00D000000000062EAA',
      verify: true,
      exportEnv: true,
      maskInstanceUrl: false,
      revokeToken: true,
      maxAttempts: 10,
      timeoutSeconds: 600,
    });
  });

  it('cannot be changed afterwards', () => assert.ok(Object.isFrozen(read())));

  it('that are required are all named when they are missing, first of all', () => {
    const table = [
      [{}, 'consumer-key', 'consumer-key, private-key, username'],
      [{ 'consumer-key': 'x' }, 'private-key', 'private-key, username'],
      [{ 'consumer-key': 'x', 'private-key': KEY, verify: 'no' }, 'username', 'username'],
      [{ ...VALID_INPUTS, 'private-key': ' \n' }, 'private-key', 'private-key'],
    ] as const;
    for (const [inputs, firstMissing, missing] of table) {
      const error = catchInputError(() => readInputsFrom(fakeCore(inputs)));
      assert.deepEqual(
        [error.code, error.input, error.details],
        ['missing', firstMissing, { missing }],
      );
    }
  });
});

describe('the passphrase', () => {
  const table = [
    ['keeps its blanks', ' secret ', ' secret '],
    ['loses line breaks around it', '\r\n secret\n\n', ' secret'],
    ['keeps a line break within', 'a\nb', 'a\nb'],
    ['may look like a variable', '$SECRET', '$SECRET'],
    ['may be asterisks', '****', '****'],
  ] as const;
  for (const [description, passphrase, expected] of table) {
    it(description, () => {
      assert.equal(read({ 'private-key-passphrase': passphrase }).passphrase?.reveal(), expected);
    });
  }
  it('of line breaks only is none', () => {
    assert.equal(read({ 'private-key-passphrase': '\n\r\n' }).passphrase, undefined);
  });
});

describe('secrets are masked', () => {
  it('before anything is found wrong with another input', () => {
    const invalidInputs: readonly Partial<Record<InputName, string>>[] = [
      { 'consumer-key': '' },
      { username: '***' },
      { 'max-attempts': 'x' },
      { verify: 'x' },
    ];
    for (const changes of invalidInputs) {
      const core = fakeCore({ ...VALID_INPUTS, 'private-key-passphrase': 'horse', ...changes });
      catchInputError(() => readInputsFrom(core));
      assert.deepEqual(core.calls, [
        ['mask', 'horse'],
        ['mask', KEY_LINE],
      ]);
    }
  });

  it('but not a passphrase under 4 characters, which would mask ordinary text', () => {
    const masksOf = (passphrase: string) => {
      const core = fakeCore({ ...VALID_INPUTS, 'private-key-passphrase': passphrase });
      assert.equal(readInputsFrom(core).passphrase?.reveal(), passphrase);
      return core.calls.flatMap(([command, value]) => (command === 'mask' ? [value] : []));
    };
    for (const short of ['a', '  ', 'abc', 'a\nbc']) {
      assert.deepEqual(masksOf(short), [KEY_LINE]);
    }
    assert.deepEqual(masksOf('abcd'), ['abcd', KEY_LINE]);
    assert.deepEqual(masksOf('long enough\r\nbut'), ['long enough', KEY_LINE]);
  });

  it('only where there are any: an empty string is never a mask', () => {
    const core = fakeCore({ username: 'x' });
    catchInputError(() => readInputsFrom(core));
    assert.deepEqual(core.calls, []);
  });
});

const REJECTED_VALUES: readonly (readonly [InputName, InputErrorCode, readonly string[]])[] = [
  [
    'consumer-key',
    'consumer-key-format',
    ['1234567', 'a'.repeat(257), 'has a blank', 'ümlaut-key', 'a\nbcdefgh'],
  ],
  [
    'username',
    'username-format',
    [
      'ci@acme.com@x',
      'ci@ac me.com',
      `${'c'.repeat(246)}@acme.com.x`,
      'ci',
      'ci@acme',
      '@acme.com',
      'a@b@c.de',
      'c i@acme.com',
      'a@b.c\nd',
    ],
  ],
  ['expected-org-id', 'org-id-format', ['00D', '005000000000062', '00D0000000000622', 'my org']],
  ['expected-org-id', 'org-id-checksum', ['00D000000000062EAB', '00D000000000062eaa']],
  ['max-attempts', 'not-an-integer', ['x', '1.5', '-1', '+1', '1e1', '0x1', '३']],
  ['max-attempts', 'out-of-range', ['0', '11', '9'.repeat(40)]],
  ['timeout-seconds', 'not-an-integer', ['60s', '1 2', '∞']],
  ['timeout-seconds', 'out-of-range', ['0', '601']],
];

describe('an input is refused, and named', () => {
  for (const [input, code, values] of REJECTED_VALUES) {
    for (const value of values) {
      it(`${input}: ${JSON.stringify(value).slice(0, 30)} is ${code}`, () => {
        const error = catchInputError(() => read({ [input]: value }));
        assert.deepEqual([error.code, error.input], [code, input]);
        assert.equal(sharedSubstring(loggableText(error), value, 12), undefined);
      });
    }
  }

  for (const [input, min, max] of [
    ['max-attempts', 1, 10],
    ['timeout-seconds', 1, 600],
  ] as const) {
    it(`${input}: the range is told`, () => {
      for (const value of ['x', '0']) {
        assert.deepEqual(catchInputError(() => read({ [input]: value })).details, { min, max });
      }
    });
  }

  const names = (Object.keys(DEFAULTS) as InputName[]).filter(
    (name) => name !== 'private-key-passphrase',
  );
  const unexpanded = [
    `\${{ secrets.SF }}`,
    '$SF_KEY',
    `\${SF_KEY}`,
    '$(cat server.key)',
    '%SF_KEY%',
    '$(cat\nkey)',
  ];
  for (const name of names) {
    it(`${name}: a variable that nobody filled in, or asterisks from a log`, () => {
      for (const value of unexpanded) {
        const error = catchInputError(() => read({ [name]: value }));
        assert.deepEqual([error.code, error.input], ['unexpanded-variable', name]);
      }
      for (const value of ['***', '*****']) {
        const error = catchInputError(() => read({ [name]: value }));
        assert.deepEqual([error.code, error.input], ['masked', name]);
      }
    });
  }

  const notVariables = [
    'US$5xxxxx',
    '$1abcdefg',
    '%a b c d e%',
    '**',
    'x$SF_KEY',
    '$SF_KEY/x',
    'x***',
    '***x',
  ];
  it('but not where it only resembles one', () => {
    for (const value of notVariables) {
      assert.equal(read({ certificate: value }).certificate, value);
    }
  });

  it('is accepted at the edges of what is allowed', () => {
    const keys = ['a'.repeat(8), 'a'.repeat(256), 'aZ09._~+/=-'];
    for (const key of keys) assert.equal(read({ 'consumer-key': key }).consumerKey, key);
    assert.equal(read({ 'max-attempts': '1' }).maxAttempts, 1);
    assert.equal(read({ 'timeout-seconds': '001' }).timeoutSeconds, 1);
    assert.equal(read({ username: 'ü+x@a.b' }).username, 'ü+x@a.b');
  });
});

describe('a key in another input', () => {
  const pair = rsaPair();
  const pem = pkcs8(pair.privateKey);
  const encrypted = pair.privateKey
    .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' })
    .toString();
  const shapes = [
    ['as it is', pem],
    ['encrypted', encrypted],
    ['in PKCS#1', pkcs1(pair.privateKey)],
    ['on one line', pem.replaceAll('\n', ' ')],
    ['in base64', base64(pem)],
    ['as its body', base64Body(pem)],
    ['as its body, encrypted', base64Body(encrypted)],
    ['as a part of its body', `https://acme.my.salesforce.com/${base64Body(pem).slice(0, 200)}`],
    ['without its end', pem.slice(0, 500)],
    ['without its beginning', pem.slice(500)],
    ['in front of the certificate', pem + certificateOf(pair)],
  ] as const;
  const names = (Object.keys(DEFAULTS) as InputName[]).filter((name) => name !== 'private-key');

  for (const [description, value] of shapes) {
    it(`is masked, refused and not quoted: ${description}`, () => {
      for (const name of names) {
        const core = fakeCore({ ...VALID_INPUTS, [name]: value });
        const error = catchInputError(() => readInputsFrom(core));
        assert.deepEqual([error.code, error.input], ['contains-a-key', name]);
        assert.equal(
          sharedSubstring(loggableText(error), value.replace(/PRIVATE KEY/g, ''), 12),
          undefined,
        );
        const masks = core.calls.map(([, mask = '']) => mask);
        const [line = ''] = value.match(/[A-Za-z0-9+/]{40,64}/) ?? [];
        assert.ok(masks.some((mask) => mask.includes(line)));
        assert.deepEqual(
          masks.filter((mask) => mask.includes('-----')),
          [],
        );
      }
    });
  }

  it('is not what half a body looks like, or other base64 that is longer than a consumer key', () => {
    const partOfBody = base64Body(pem).slice(600);
    assert.equal(codeFor({ username: partOfBody }), 'contains-a-key');
    assert.equal(codeFor({ 'consumer-key': partOfBody }), 'contains-a-key');
  });

  it('is neither a certificate nor a long consumer key', () => {
    const certificate = certificateOf(pair);
    for (const value of [certificate, base64(certificate), base64Body(certificate)])
      assert.equal(read({ certificate: value }).certificate, value.trim());
    const longest = 'Ab0'.repeat(85);
    assert.equal(read({ 'consumer-key': longest }).consumerKey, longest);
  });
});

describe('an input that is too long', () => {
  const longest = 48 * 1024;
  const names = (Object.keys(DEFAULTS) as InputName[]).filter(
    (name) => name !== 'private-key-passphrase',
  );
  it('for a secret of GitHub is refused before anything else, and masked where it is one', () => {
    for (const name of names) {
      const error = catchInputError(() => read({ [name]: '$'.repeat(longest + 1) }));
      assert.deepEqual([error.code, error.input], ['too-long', name]);
    }
    const core = fakeCore({ ...VALID_INPUTS, 'private-key': KEY + ' '.repeat(longest) + KEY });
    catchInputError(() => readInputsFrom(core));
    assert.deepEqual(core.calls, [['mask', KEY_LINE]]);
  });

  it('is not one as long as a secret can be', () => {
    const certificate = '$'.repeat(longest);
    assert.equal(read({ certificate }).certificate, certificate);
  });
});

/** What makes a pattern that backtracks take minutes: a beginning, again and again, and no end. */
const REPEATED_TEXTS = [
  ...['aB3', '-', '@', '\\', '\\n', '\\u0041', '"', '" +', '\n', ' ', '\u200B', '-----'],
  ...['-----BEGIN ', '-----BEGIN A', '-----BEGIN PRIVATE KEY-----', 'BEGIN A ', 'END PRIVATE KEY'],
  ...['Proc-Type: ', 'Proc-Type: 4,ENCRYPTED\n', 'MII'],
];

describe('a megabyte is read in one pass, however often it begins', () => {
  /** A second would do; whatever looks back at each place needs far more. */
  const readWithTimeout = (inputs: Partial<Record<InputName, string>>) =>
    runInNewContext('run()', { run: () => codeFor(inputs) }, { timeout: 10_000 });

  for (const pattern of REPEATED_TEXTS) {
    it(JSON.stringify(pattern), () => {
      const longText = pattern.repeat(1_000_000 / pattern.length);
      readWithTimeout({ username: '', 'private-key': `'${longText} !` });
      readWithTimeout({ username: '', 'private-key-passphrase': `x${longText} !` });
    });
  }
});

describe('booleans', () => {
  const flags = Object.entries(DEFAULTS).filter(([, value]) => /^(true|false)$/.test(value));
  for (const [name] of flags) {
    it(`${name} is true or false as YAML 1.2 has it, and nothing else`, () => {
      const invalidValues = ['yes', 'no', 'on', 'off', '1', '0', 'tRUE', 'y', 'null', 'true false'];
      for (const value of invalidValues) {
        const error = catchInputError(() => read({ [name]: value }));
        assert.deepEqual([error.code, error.input], ['not-a-boolean', name]);
      }
    });
  }

  it('are read by the toolkit as the fake reads them', () => {
    const spellings = [
      'true',
      'True',
      'TRUE',
      'false',
      'False',
      'FALSE',
      'yes',
      '1',
      'tRUE',
      ' true ',
    ];
    for (const value of spellings) {
      process.env['INPUT_VERIFY'] = value;
      const fakeResult = fakeCore({ verify: value });
      const outcome = (get: typeof getBooleanInput) => {
        try {
          return get('verify');
        } catch {
          return 'refused';
        }
      };
      assert.equal(outcome(fakeResult.getBooleanInput), outcome(getBooleanInput), value);
      assert.equal(fakeResult.getInput('verify'), getInput('verify'));
    }
    delete process.env['INPUT_VERIFY'];
  });
});

describe('job-summary', () => {
  it('is one of three words', () => {
    for (const value of ['always', 'on-failure', 'never'] as const) {
      assert.equal(readJobSummary(fakeCore({ 'job-summary': value })), value);
    }
    assert.equal(readJobSummary(fakeCore()), 'on-failure');
    const error = readJobSummary(fakeCore({ 'job-summary': 'Always' }));
    assert.ok(error instanceof InputError);
    assert.deepEqual([error.code, error.input], ['not-one-of', 'job-summary']);
    assert.deepEqual(error.details, { allowed: 'always, on-failure, never' });
  });
});

it('any inputs give a request or one of our errors', () => {
  const value = fc.oneof(
    fc.string({ unit: anyCharacter }),
    fc.constantFrom('', 'true', '5', '***'),
  );
  const names = Object.keys(DEFAULTS) as InputName[];
  const entries = fc.tuple(fc.constantFrom(...names), value);
  const predicate = (changes: [InputName, string][]) => {
    try {
      read(Object.fromEntries(changes));
    } catch (error) {
      assert.ok(error instanceof InputError, String(error));
      const values = changes.map(([, text]) => text).join('\0');
      assert.equal(sharedSubstring(loggableText(error), values, 12), undefined);
    }
  };
  fc.assert(fc.property(fc.array(entries, { maxLength: 4 }), predicate));
});
