/** Runs the example of a key service unchanged in the workflow engine, next to the real service. */
import assert from 'node:assert/strict';
import type { ExampleCase } from '../examples/case.ts';
import { LIMITS_REQUEST, TOKEN_REQUEST } from '../examples/cases/requests.ts';
import { watchProcesses } from '../examples/processes.ts';
import { runCase } from '../examples/run-case.ts';

export interface WorkflowRun {
  /** The example, such as `vault` for examples/signing-key-vault.yml. */
  readonly service: 'aws' | 'vault';
  readonly certificate: string;
  /** The variables of the repository. */
  readonly vars: Readonly<Record<string, string>>;
  /** The variables that the login step leaves. A stub of its action sets them. */
  readonly login: Readonly<Record<string, string>>;
  /** Other variables of the runner. */
  readonly env?: Readonly<Record<string, string>>;
  /** The expected reason if the sign-in fails. No request reaches Salesforce then. */
  readonly failure?: RegExp;
}

/** Fails if the result, the requests to the org or the log differ, or if a secret is printed. */
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
