import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { runInNewContext } from 'node:vm';
import { getBooleanInput, getInput } from '@actions/core';
import fc from 'fast-check';
import { DEFAULTS, type InputName } from '../../src/inputs/defaults.ts';
import { InputError, type InputErrorCode } from '../../src/inputs/errors.ts';
import { readInputs, readJobSummary } from '../../src/inputs/inputs.ts';
import { createSecretRegistry } from '../../src/redaction/secrets.ts';
import { base64, base64Body, certificateOf, pkcs1, pkcs8, rsaPair } from '../helpers/crypto.ts';
import { catchInputError, loggableText } from '../helpers/errors.ts';
import { type FakeCore, fakeCore } from '../helpers/fake-core.ts';
import { sharedSubstring } from '../helpers/redaction.ts';
import { anyCharacter } from '../helpers/untrusted-text.ts';

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

describe('inputs', () => {
  it('have the defaults of action.yml if they are omitted', () => {
    const { privateKey, ...inputs } = read();
    assert.equal(privateKey.reveal(), KEY);
    assert.deepEqual(inputs, {
      consumerKey: '3MVG9abc_D.ef',
      signingKey: '',
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

  it('are trimmed and converted to their types', () => {
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
      signingKey: '',
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

  it('are frozen after they are read', () => assert.ok(Object.isFrozen(read())));

  it('are first checked for required ones that are missing, and the error lists all that are missing', () => {
    const table = [
      [{}, 'consumer-key', 'consumer-key, private-key, signing-key, username'],
      [{ 'consumer-key': 'x' }, 'private-key', 'private-key, signing-key, username'],
      [{ 'consumer-key': 'x', 'private-key': KEY, verify: 'no' }, 'username', 'username'],
      [{ ...VALID_INPUTS, 'private-key': ' \n' }, 'private-key', 'private-key, signing-key'],
      [{ 'consumer-key': 'x', 'signing-key': 'hashivault://k' }, 'username', 'username'],
    ] as const;
    for (const [inputs, firstMissing, missing] of table) {
      const error = catchInputError(() => readInputsFrom(fakeCore(inputs)));
      assert.deepEqual(
        [error.code, error.input, error.details],
        ['missing', firstMissing, { inputs: missing }],
      );
    }
  });
});

describe('a value with an extra character', () => {
  const table = [
    ['consumer-key', '3MVG9abcdefghij\nklmnop', 'a line break'],
    ['consumer-key', '3MVG9abc\u2028defghij', 'a line break'],
    ['consumer-key', '3MVG9abc\tdefghij', 'a tab'],
    ['consumer-key', '3MVG9abc defghij', 'a blank'],
    ['consumer-key', '3MVG9abc\u200Bdefghij', 'an invisible character'],
    ['username', 'ci@acme\r\n.com', 'a line break'],
    ['username', 'ci@acme .com', 'a blank'],
    ['username', 'ci@acme\u0007.com', 'an invisible character'],
    ['expected-org-id', '00D00000\n0000001', 'a line break'],
  ] as const;
  for (const [name, value, character] of table) {
    // The test's name must not contain U+2028, which ends the line in TAP.
    it(`is reported by the kind of the character only: ${name} ${encodeURI(value)}`, () => {
      const error = catchInputError(() => read({ [name]: value }));
      assert.deepEqual([error.input, error.details], [name, { character }]);
      assert.match(error.code, /-format$/);
    });
  }

  it('is not reported by the character if it would also be invalid without the character', () => {
    for (const inputs of [
      { username: 'John Smith' },
      { 'consumer-key': '"3MVG9abcdefghij klm"' },
      { 'expected-org-id': '005 000000000001' },
    ])
      assert.deepEqual(catchInputError(() => read(inputs)).details, {});
  });
});

describe('a value that belongs in another input', () => {
  const table = [
    ['username', 'https://login.salesforce.com', 'a URL'],
    ['consumer-key', 'ci@acme.com', 'a username'],
    ['expected-org-id', 'https://acme.my.salesforce.com', 'a URL'],
  ] as const;
  for (const [name, value, valueKind] of table) {
    it(`is reported by its kind only: ${name} ${value}`, () => {
      const error = catchInputError(() => read({ [name]: value }));
      assert.deepEqual([error.input, error.details], [name, { valueKind }]);
    });
  }
});

describe('unexpanded variables and asterisks', () => {
  it('are reported for all affected inputs in one error', () => {
    const inputs = { 'private-key': '$SF_JWT_KEY', 'consumer-key': '$SF_CONSUMER_KEY' };
    const error = catchInputError(() => read(inputs));
    assert.deepEqual(
      [error.code, error.input, error.details],
      ['unexpanded-variable', 'consumer-key', { inputs: 'consumer-key, private-key' }],
    );
    const masked = catchInputError(() => read({ username: '***', audience: '****' }));
    assert.deepEqual([masked.code, masked.details], ['masked', { inputs: 'username, audience' }]);
  });
});

describe('the input private-key-passphrase', () => {
  const table = [
    ['keeps its spaces', ' secret ', ' secret '],
    ['is stripped of line breaks around it', '\r\n secret\n\n', ' secret'],
    ['keeps a line break inside', 'a\nb', 'a\nb'],
    ['may look like a variable', '$SECRET', '$SECRET'],
    ['may consist of asterisks', '****', '****'],
  ] as const;
  for (const [description, passphrase, expected] of table) {
    it(description, () => {
      assert.equal(read({ 'private-key-passphrase': passphrase }).passphrase?.reveal(), expected);
    });
  }
  it('may be long and look like base64', () => {
    const passphrase = 'Zm9vYmFyIHF1dXg0Mg'.repeat(20);
    const core = fakeCore({ ...VALID_INPUTS, 'private-key-passphrase': passphrase });
    assert.equal(readInputsFrom(core).passphrase?.reveal(), passphrase);
    assert.deepEqual(core.calls[0], ['mask', passphrase]);
  });
  it('is treated as missing if it consists only of line breaks', () => {
    assert.equal(read({ 'private-key-passphrase': '\n\r\n' }).passphrase, undefined);
  });
});

describe('secret inputs', () => {
  it('are masked before another input is rejected', () => {
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

  it('are not masked if they have fewer than 4 characters, because that would mask ordinary text', () => {
    const masksOf = (passphrase: string) => {
      const core = fakeCore({ ...VALID_INPUTS, 'private-key-passphrase': passphrase });
      assert.equal(readInputsFrom(core).passphrase?.reveal(), passphrase);
      return core.calls.flatMap(([command, value]) => (command === 'mask' ? [value] : []));
    };
    for (const short of ['a', '  ', 'abc', 'a\nbc', '  a  ', '     ']) {
      assert.deepEqual(masksOf(short), [KEY_LINE]);
    }
    assert.deepEqual(masksOf('abcd'), ['abcd', KEY_LINE]);
    assert.deepEqual(masksOf('long enough\r\nbut'), ['long enough', KEY_LINE]);
  });

  it('are not masked if they are empty', () => {
    const core = fakeCore({ username: 'x' });
    catchInputError(() => readInputsFrom(core));
    assert.deepEqual(core.calls, []);
  });
});

const REJECTED_VALUES: readonly (readonly [InputName, InputErrorCode, readonly string[]])[] = [
  [
    'consumer-key',
    'consumer-key-format',
    ['1234567', 'a'.repeat(257), 'has a space', 'ümlaut-key', 'a\nbcdefgh'],
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

describe('input validation', () => {
  for (const [input, code, values] of REJECTED_VALUES) {
    for (const value of values) {
      it(`rejects the value ${JSON.stringify(value).slice(0, 30)} of ${input} with ${code}`, () => {
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
    it(`reports the allowed range of ${input}`, () => {
      for (const value of ['x', '0']) {
        assert.deepEqual(catchInputError(() => read({ [input]: value })).details, { min, max });
      }
    });
  }

  const names = (Object.keys(DEFAULTS) as InputName[]).filter(
    (name) => name !== 'private-key-passphrase' && name !== 'secret-source',
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
    it(`rejects an unexpanded variable or asterisks in ${name}`, () => {
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

  it('removes quotes around a username', () => {
    assert.equal(read({ username: '"ci@acme.com"' }).username, 'ci@acme.com');
    assert.equal(read({ username: "'ci@acme.com'" }).username, 'ci@acme.com');
  });

  it('accepts a secret-source that the runner did not expand', () =>
    assert.ok(read({ 'secret-source': DEFAULTS['secret-source'] })));

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
  it('accepts a value that only resembles a variable or a mask', () => {
    for (const value of notVariables) {
      assert.equal(read({ certificate: value }).certificate, value);
    }
  });

  it('accepts values at the limits of the allowed ranges', () => {
    const keys = ['a'.repeat(8), 'a'.repeat(256), 'aZ09._~+/=-'];
    for (const key of keys) assert.equal(read({ 'consumer-key': key }).consumerKey, key);
    assert.equal(read({ 'max-attempts': '1' }).maxAttempts, 1);
    assert.equal(read({ 'timeout-seconds': '001' }).timeoutSeconds, 1);
    assert.equal(read({ username: 'ü+x@a.b' }).username, 'ü+x@a.b');
  });
});

describe('a key in an input other than private-key', () => {
  const pair = rsaPair();
  const pem = pkcs8(pair.privateKey);
  const encrypted = pair.privateKey
    .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' })
    .toString();
  const shapes = [
    ['unchanged', pem],
    ['encrypted', encrypted],
    ['in PKCS#1', pkcs1(pair.privateKey)],
    ['on one line', pem.replaceAll('\n', ' ')],
    ['in base64', base64(pem)],
    ['as its base64 body', base64Body(pem)],
    ['as its encrypted base64 body', base64Body(encrypted)],
    [
      'as a part of its base64 body',
      `https://acme.my.salesforce.com/${base64Body(pem).slice(0, 200)}`,
    ],
    ['without its end', pem.slice(0, 500)],
    ['without its beginning', pem.slice(500)],
    ['before the certificate', pem + certificateOf(pair)],
  ] as const;
  const names = (Object.keys(DEFAULTS) as InputName[]).filter((name) => name !== 'private-key');

  for (const [description, value] of shapes) {
    it(`is masked, rejected and not printed: ${description}`, () => {
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

  it('is detected from a part of its base64 body', () => {
    const partOfBody = base64Body(pem).slice(600);
    assert.equal(codeFor({ username: partOfBody }), 'contains-a-key');
    assert.equal(codeFor({ 'consumer-key': partOfBody }), 'contains-a-key');
  });

  it('is not detected in a certificate or a long consumer key', () => {
    const certificate = certificateOf(pair);
    for (const value of [certificate, base64(certificate), base64Body(certificate)])
      assert.equal(read({ certificate: value }).certificate, value.trim());
    const longest = 'Ab0'.repeat(85);
    assert.equal(read({ 'consumer-key': longest }).consumerKey, longest);
  });
});

describe('the length of an input', () => {
  const longest = 48 * 1024;
  const names = (Object.keys(DEFAULTS) as InputName[]).filter(
    (name) => name !== 'private-key-passphrase',
  );
  it('is checked before the format of the input, and a secret that is too long is still masked', () => {
    for (const name of names) {
      const error = catchInputError(() => read({ [name]: '$'.repeat(longest + 1) }));
      assert.deepEqual([error.code, error.input], ['too-long', name]);
    }
    const core = fakeCore({ ...VALID_INPUTS, 'private-key': KEY + ' '.repeat(longest) + KEY });
    catchInputError(() => readInputsFrom(core));
    assert.deepEqual(core.calls, [['mask', KEY_LINE]]);
  });

  it('may be 48 KB, the limit of a GitHub secret', () => {
    const certificate = '$'.repeat(longest);
    assert.equal(read({ certificate }).certificate, certificate);
  });
});

/**
 * Beginnings of texts that the action searches for. If they are repeated without an end, a pattern
 * that backtracks takes minutes.
 */
const REPEATED_STRINGS = [
  ...['aB3', '-', '@', '\\', '\\n', '\\u0041', '"', '" +', '\n', ' ', '\u200B', '-----'],
  ...['-----BEGIN ', '-----BEGIN A', '-----BEGIN PRIVATE KEY-----', 'BEGIN A ', 'END PRIVATE KEY'],
  ...['Proc-Type: ', 'Proc-Type: 4,ENCRYPTED\n', 'MII'],
];

describe('a repeated text of 400,000 characters', () => {
  /**
   * Reads the inputs with a time limit. A pattern that backtracks would take minutes, a linear one
   * takes milliseconds.
   */
  const readWithTimeout = (inputs: Partial<Record<InputName, string>>) =>
    runInNewContext('run()', { run: () => codeFor(inputs) }, { timeout: 60_000 });

  for (const pattern of REPEATED_STRINGS) {
    it(`is read in linear time: ${JSON.stringify(pattern)}`, () => {
      const longText = pattern.repeat(400_000 / pattern.length);
      readWithTimeout({ username: '', 'private-key': `'${longText} !` });
      readWithTimeout({ username: '', 'private-key-passphrase': `x${longText} !` });
    });
  }
});

describe('boolean inputs', () => {
  const flags = Object.entries(DEFAULTS).filter(([, value]) => /^(true|false)$/.test(value));
  for (const [name] of flags) {
    it(`accept only the YAML 1.2 spellings of true and false: ${name}`, () => {
      const invalidValues = ['yes', 'no', 'on', 'off', '1', '0', 'tRUE', 'y', 'null', 'true false'];
      for (const value of invalidValues) {
        const error = catchInputError(() => read({ [name]: value }));
        assert.deepEqual([error.code, error.input], ['not-a-boolean', name]);
      }
    });
  }

  it('are read by the fake core as they are by @actions/core', () => {
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
          return 'rejected';
        }
      };
      assert.equal(outcome(fakeResult.getBooleanInput), outcome(getBooleanInput), value);
      assert.equal(fakeResult.getInput('verify'), getInput('verify'));
    }
    delete process.env['INPUT_VERIFY'];
  });
});

describe('the input job-summary', () => {
  it('accepts only always, on-failure and never', () => {
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

it('reading arbitrary inputs either succeeds or throws an InputError without their values', () => {
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
