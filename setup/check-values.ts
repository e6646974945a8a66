import { SetupError } from './errors.ts';
import { commandLine, type Options } from './options.ts';

/** Inputs of the action, as `--check` passes them. */
export type CheckInputs = Readonly<Record<string, string>>;

interface NeededValue {
  readonly inputs: readonly string[];
  /** The variable and the option that provide the value, as a phrase for the message. */
  readonly source: string;
}

const ALWAYS: readonly NeededValue[] = [{ inputs: ['username'], source: 'SF_USERNAME or --user' }];

const WITH_PRIVATE_KEY: readonly NeededValue[] = [
  {
    inputs: ['consumer-key'],
    source:
      'SF_CONSUMER_KEY or --consumer-key; with a key service, SF_SIGNING_CONSUMER_KEY if it exists',
  },
  {
    inputs: ['private-key', 'signing-key'],
    source:
      'SF_PRIVATE_KEY or --key-file; with a key service, SF_SIGNING_KEY or --signing-key in its place',
  },
];

const WITH_SIGNING_KEY: readonly NeededValue[] = [
  {
    inputs: ['consumer-key'],
    source: 'SF_SIGNING_CONSUMER_KEY, SF_CONSUMER_KEY or --consumer-key',
  },
  { inputs: ['certificate'], source: 'SF_CERTIFICATE' },
];

/**
 * Checks that the values for a sign-in are present. The action's own messages are about the
 * workflow, which does not help in a terminal.
 * @throws SetupError
 */
export function requireValues(inputs: CheckInputs, options: Options): void {
  const needed = [...(inputs['signing-key'] ? WITH_SIGNING_KEY : WITH_PRIVATE_KEY), ...ALWAYS];
  const missing = needed.filter((value) => value.inputs.every((name) => !inputs[name]));
  if (missing.length === 0) return;
  throw new SetupError(
    [
      '--check signs in from this machine with the values of the workflow. These are missing, as a variable or as an option:',
      ...missing.map(({ source }) => `  - ${source}`),
      'GitHub does not give out secrets: take them from where you keep them. "gh variable get NAME" prints a variable. If the workflow also uses SF_LOGIN_URL, SF_AUDIENCE, SF_CERTIFICATE, SF_ORG_ID or SF_PRIVATE_KEY_PASSPHRASE, set these as well.',
    ].join('\n'),
    `Set the variables in this terminal, such as ${exampleFor(process.platform)}, and run: ${commandLine(options)}`,
  );
}

const exampleFor = (platform: NodeJS.Platform): string =>
  platform === 'win32' ? "$env:SF_USERNAME = 'ci@acme.com'" : "export SF_USERNAME='ci@acme.com'";
