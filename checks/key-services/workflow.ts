/** Runs the example of a key service unchanged in the workflow engine, with the real service. */
import assert from 'node:assert/strict';
import type { ExampleCase } from '../examples/case.ts';
import { LIMITS_REQUEST, TOKEN_REQUEST } from '../examples/cases/requests.ts';
import { watchProcesses } from '../examples/processes.ts';
import { runCase } from '../examples/run-case.ts';

export interface WorkflowRun {
  /** Name of the example, such as `vault` for examples/signing-key-vault.yml. */
  readonly service: 'aws' | 'vault';
  readonly certificate: string;
  /** Variables of the repository. */
  readonly vars: Readonly<Record<string, string>>;
  /** Variables that the stub of the login action sets. */
  readonly login: Readonly<Record<string, string>>;
  /** Additional environment variables of the runner. */
  readonly env?: Readonly<Record<string, string>>;
  /** The expected reason if the sign-in must fail. In that case, no request may reach Salesforce. */
  readonly failure?: RegExp;
}

/** Asserts the expected result, requests and log, and that no secret is printed. */
export async function assertWorkflow(run: WorkflowRun): Promise<void> {
  const example: ExampleCase = {
    file: `examples/signing-key-${run.service}.yml`,
    event: 'workflow_dispatch',
    prepare: ({ org }) => org.uploadCertificate(run.certificate),
    vars: () => ({ SF_CERTIFICATE: run.certificate, ...run.vars }),
    env: () => ({ ...run.env, EXAMPLES_LOGIN: JSON.stringify(run.login) }),
    jobs: { limits: run.failure ? 'failure' : 'success' },
    requests: run.failure ? [] : [TOKEN_REQUEST, LIMITS_REQUEST],
    logIncludes: [run.failure ?? 'DailyApiRequests'],
    assert({ engine }) {
      for (const value of Object.values(run.login))
        assert.ok(!engine.printed.includes(value), 'a credential of the key service was printed');
    },
    mutation: ['', ''],
  };
  const processes = watchProcesses();
  try {
    const { problems, log } = await runCase(example, processes);
    assert.ok(problems.length === 0, `${problems.join('\n')}\n\n${log}`);
  } finally {
    processes.stop();
  }
}
