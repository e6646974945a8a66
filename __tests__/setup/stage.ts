/**
 * The command on a stage: the embedded org and GitHub's API behind stand-ins for `sf`, `gh` and `git`
 * that are function calls, the built action for the sign-in, a clock that passes when it is waited for.
 */
import assert from 'node:assert/strict';
import { createPublicKey, type X509Certificate } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { main } from '../../setup/main.ts';
import { Interrupted } from '../../setup/problem.ts';
import type { Command, Finished, World } from '../../setup/world.ts';
import { makeRepository, type Place } from '../../simulator/github.ts';
import { elementOf } from '../../simulator/org/metadata/components.ts';
import { certificateIn } from '../../simulator/org/metadata/rules.ts';
import { type Org, startOrg } from '../../simulator/org/org.ts';
import { makeId } from '../../simulator/org/salesforce-id.ts';
import type { TenantName } from '../../simulator/org/tenants.ts';
import { runStep } from '../../simulator/runner/step.ts';
import { fakeGh } from './fake-gh.ts';
import { fakeSf } from './fake-sf.ts';
import { threeKeys } from './three-keys.ts';

export const REPO = 'acme/crm';
export const USUAL = ['--org', 'prod', '--user', 'ci@acme.com', '--repo', REPO] as const;

export interface Stage {
  readonly org: Org;
  /** Where the command thinks it was started. */
  readonly folder: string;
  /** Where it keeps what it needs while it runs, and nobody else anything. */
  readonly temporary: string;
  /** Each program that was run, in order. */
  readonly commands: Command[];
  /** The private keys that were made, and the tokens of the CLI. */
  readonly secrets: Set<string>;
  /** Everything that lay in a folder when a program of the last run was started there. */
  readonly files: string[];
  /** Everything that reached a screen. */
  readonly shown: { stdout: string; stderr: string };
  /** Questions in a terminal; without answers, nobody is there. */
  answers: string[];
  /** Stands in the way of a command: its answer instead of the program's, or Ctrl-C. */
  intercept: (
    command: Command,
    at: number,
  ) => Finished | 'missing' | 'ctrl-c' | 'late ctrl-c' | undefined;
  /** Ctrl-C while the command waits. */
  onPause: () => void;
  env: Record<string, string>;
  /** The built action, or a look at what it would find. */
  signIn: World['signIn'];
  readonly makeKeys: World['makeKeys'];
  run(...args: readonly string[]): Promise<Ended>;
  place(environment?: string): Place;
  /** Does this key open the app as it is in the org? */
  opens(privateKeyPem: string): boolean;
  /** Does the one that GitHub has? */
  fits(environment?: string): boolean;
}

export interface Ended {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

const ORGS: Readonly<Record<string, TenantName>> = { prod: 'production', uat: 'sandbox' };

export async function openStage(t: TestContext): Promise<Stage> {
  const org = await startOrg();
  const folder = mkdtempSync(join(tmpdir(), 'setup-stage-'));
  const temporary = mkdtempSync(join(tmpdir(), 'setup-temporary-'));
  t.after(async () => {
    await org.close();
    for (const one of [folder, temporary]) rmSync(one, { recursive: true, force: true });
  });
  for (const [name, username] of [
    ['production', 'admin@acme.com'],
    ['sandbox', 'admin@acme.com.uat'],
  ] as const) {
    const user = { userId18: makeId('005'), username, tenant: name, active: true };
    org.users.set(username, user);
    org.directory.profiles.set(user.userId18, 'System Administrator');
  }
  org.github.repositories.set(REPO, makeRepository());

  const stage: Stage = {
    org,
    folder,
    temporary,
    commands: [],
    secrets: new Set(),
    files: [],
    shown: { stdout: '', stderr: '' },
    answers: [],
    intercept: () => undefined,
    onPause: () => undefined,
    env: { ...org.environment() },
    signIn: (inputs, env) => runStep('main', { inputs, env }),
    makeKeys: threeKeys(),
    async run(...args) {
      stage.commands.length = 0;
      stage.files.length = 0;
      stage.shown.stdout = '';
      stage.shown.stderr = '';
      const exitCode = await main(args, worldOf(stage));
      assert.deepEqual(readdirSync(temporary), [], 'a file was left behind');
      return { exitCode, ...stage.shown };
    },
    place(environment = '') {
      const place = org.github.repositories.get(REPO)?.places.get(environment);
      if (place === undefined) throw new Error(`no place ${environment}`);
      return place;
    },
    fits(environment) {
      return stage.opens(stage.place(environment).secrets.get('SF_PRIVATE_KEY')?.sealed ?? '');
    },
    opens(privateKeyPem) {
      const [settings] = org.metadata.list('production', 'ExtlClntAppGlobalOauthSettings');
      const certificate = certificateIn(elementOf(settings?.xml ?? '', 'certificate'));
      return (
        privateKeyPem !== '' && certificate !== undefined && isPair(certificate, privateKeyPem)
      );
    },
  };
  return stage;
}

function worldOf(stage: Stage): World {
  let clock = Date.now();
  let isShielded = false;
  return {
    env: stage.env,
    folder: stage.folder,
    temporary: stage.temporary,
    get isTerminal() {
      return stage.answers.length > 0;
    },
    async run(command) {
      const at = stage.commands.push(command) - 1;
      clock += 700;
      if (command.folder !== undefined) stage.files.push(...Object.values(filesIn(command.folder)));
      const instead = isShielded ? undefined : stage.intercept(command, at);
      if (instead === 'ctrl-c') throw new Interrupted();
      const program = PROGRAMS[command.program];
      if (instead === 'late ctrl-c') {
        program(stage, command);
        throw new Interrupted();
      }
      if (instead === 'missing') return { exitCode: undefined, stdout: '', stderr: '' };
      return instead ?? program(stage, command);
    },
    signIn(inputs, env) {
      stage.secrets.add(inputs['private-key'] ?? '');
      return stage.signIn(inputs, env);
    },
    makeKeys: stage.makeKeys,
    now: () => clock,
    async pause(milliseconds) {
      clock += milliseconds;
      stage.onPause();
    },
    async ask(question) {
      stage.shown.stdout += `${question}\n`;
      const answer = stage.answers.shift();
      if (answer === undefined) throw new Interrupted();
      return answer;
    },
    write: (stream, text) => {
      stage.shown[stream] += text;
    },
    shield() {
      isShielded = true;
    },
  };
}

const PROGRAMS: Readonly<Record<Command['program'], (stage: Stage, command: Command) => Finished>> =
  {
    sf: ({ org }, command) => fakeSf(org, ORGS, command),
    gh: ({ org }, command) => fakeGh(org.github, command),
    // The folder of the stage is in no work tree.
    git: () => ({ exitCode: 128, stdout: '', stderr: 'fatal: not a git repository' }),
  };

export function isPair(certificate: X509Certificate, privateKeyPem: string): boolean {
  return certificate.publicKey.equals(createPublicKey(privateKeyPem));
}

/** Every file below a folder, by its path in it. */
export function filesIn(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) =>
    one.isFile(),
  );
  return Object.fromEntries(
    files.map((one) => {
      const path = join(one.parentPath, one.name);
      return [path.slice(folder.length + 1), readFileSync(path, 'utf8')];
    }),
  );
}
