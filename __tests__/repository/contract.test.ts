/**
 * Tests that action.yml, the code, README.md and the examples describe the same interface. If two
 * of them disagree, the failure message explains what to change.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { parse } from 'yaml';
import { PAGES, withGeneratedParts } from '../../scripts/readme.ts';
import { DEFAULTS } from '../../src/inputs/defaults.ts';
import { createSecretRegistry, Secret } from '../../src/redaction/secrets.ts';
import { publish } from '../../src/runner/outputs.ts';
import { VERSION } from '../../src/version.ts';
import { actionYml, ROOT } from '../../support/runner/action.ts';
import { commandFiles } from '../helpers/fake-runtime.ts';

const readText = (path: string) => readFileSync(join(ROOT, path), 'utf8');
/** The code that reads the inputs, without the file that defines the defaults. */
const inputsSource = readText('src/inputs/inputs.ts');

describe('inputs', () => {
  it('of action.yml are those of src/inputs/defaults.ts, in the same order', () => {
    assert.deepEqual(
      Object.keys(actionYml.inputs),
      Object.keys(DEFAULTS),
      'Add the input to action.yml and to DEFAULTS in src/inputs/defaults.ts, in the same place.',
    );
  });

  for (const [name, { description, required, default: fallback }] of Object.entries(
    actionYml.inputs,
  )) {
    it(`in action.yml have a description and the same default as in the code, which reads them: ${name}`, () => {
      assert.ok(description.trim().length > 20, `Describe ${name} in action.yml.`);
      assert.equal(
        fallback ?? '',
        DEFAULTS[name as keyof typeof DEFAULTS],
        `The default of ${name} differs: make action.yml and DEFAULTS in src/inputs/defaults.ts the same.`,
      );
      assert.ok(
        !(required && fallback),
        `${name} is required and has a default: remove one of them in action.yml.`,
      );
      assert.ok(
        inputsSource.includes(`'${name}'`),
        `Nothing reads ${name}: read it in src/inputs/inputs.ts, or remove it.`,
      );
    });
  }
});

it('the icon is one of those that the GitHub Marketplace supports', () => {
  // https://docs.github.com/actions/reference/workflows-and-actions/metadata-syntax#brandingicon
  const unsupportedIcons =
    /^(coffee|columns|divide(-circle|-square)?|frown|hexagon|key|meh|mouse-pointer|smile|tool|x-octagon)$/;
  assert.doesNotMatch(actionYml.branding.icon, unsupportedIcons);
});

describe('outputs', () => {
  const { env, values } = commandFiles();
  publish(
    {
      accessToken: new Secret('00D000000000001!token'),
      format: 'opaque',
      instanceUrl: 'https://acme.my.salesforce.com',
      orgId: '',
      userId: '',
      tokenType: '',
      scope: '',
    },
    { username: 'ci@acme.com', exportEnv: false, certificateExpires: '2027-01-31' },
    { env, secrets: createSecretRegistry(() => undefined) },
  );
  const setOutputs = Object.keys(values('output'));

  it('of action.yml are those that src/runner/outputs.ts sets, in the same order', () => {
    assert.deepEqual(
      Object.keys(actionYml.outputs),
      setOutputs,
      'Add the output to action.yml and to Outputs in src/runner/outputs.ts, in the same place.',
    );
  });

  for (const [name, { description }] of Object.entries(actionYml.outputs)) {
    it(`in action.yml have a description: ${name}`, () => {
      assert.ok(description.trim().length > 10, `Describe ${name} in action.yml.`);
    });
  }
});

describe('the documentation', () => {
  for (const page of PAGES) {
    it(`in ${page} has generated parts that are up to date`, () => {
      assert.equal(readText(page), withGeneratedParts(readText(page)), 'Run "npm run readme".');
    });
  }

  it('in README.md mentions npm run demo and npm cit', () => {
    for (const command of ['npm run demo', 'npm cit'])
      assert.ok(readText('README.md').includes(command));
  });
});

describe('the version', () => {
  it('in src/version.ts equals the one in package.json', () => {
    assert.equal(VERSION, parse(readText('package.json')).version, 'Change src/version.ts too.');
  });
});

interface ExampleStep {
  readonly uses?: string;
  readonly id?: string;
  readonly with?: Record<string, unknown>;
}

const THIS_ACTION = /^(\.\/|salesforce-jwt-auth\/salesforce-jwt-auth@)/;

function stepsOf(text: string): ExampleStep[] {
  const workflow: { jobs?: Record<string, { steps?: ExampleStep[] }> } = parse(text);
  return Object.values(workflow.jobs ?? {}).flatMap(({ steps = [] }) => steps);
}

const workflows = ['examples', '.github/workflows'].flatMap((folder) =>
  readdirSync(join(ROOT, folder)).map((file) => join(folder, file)),
);
/** YAML code blocks in the documentation. */
const snippets = [
  'README.md',
  ...readdirSync(join(ROOT, 'docs'))
    .filter((file) => file.endsWith('.md'))
    .map((file) => join('docs', file)),
].flatMap((file) =>
  Array.from(readText(file).matchAll(/```ya?ml\n([\s\S]*?)```/g), ([, yaml = '']) => ({
    file,
    yaml,
  })),
);

describe('every workflow or YAML snippet', () => {
  const examples = [
    ...workflows.map((file) => ({ file, steps: stepsOf(readText(file)) })),
    ...snippets.map(({ file, yaml }) => {
      const parsed: unknown = parse(yaml);
      return { file, steps: Array.isArray(parsed) ? (parsed as ExampleStep[]) : stepsOf(yaml) };
    }),
  ];

  for (const { file, steps } of examples) {
    const actionSteps = steps.filter(({ uses }) => uses && THIS_ACTION.test(uses));
    if (actionSteps.length === 0) continue;

    it(`in ${file} sets only inputs that exist and all required ones`, () => {
      for (const { with: inputs = {} } of actionSteps) {
        for (const name of Object.keys(inputs)) {
          assert.ok(actionYml.inputs[name], `${file}: ${name} is not an input in action.yml.`);
        }
        for (const [name, { required }] of Object.entries(actionYml.inputs)) {
          assert.ok(!required || name in inputs, `${file}: the required input ${name} is missing.`);
        }
      }
    });

    it(`in ${file} uses only outputs that exist`, () => {
      const ids = actionSteps.flatMap(({ id }) => (id ? [id] : []));
      const text = JSON.stringify(steps);
      for (const id of ids) {
        for (const [, name = ''] of text.matchAll(
          new RegExp(`steps\\.${id}\\.outputs\\.([\\w-]+)`, 'g'),
        )) {
          assert.ok(actionYml.outputs[name], `${file}: ${name} is not an output in action.yml.`);
        }
      }
    });
  }
});
