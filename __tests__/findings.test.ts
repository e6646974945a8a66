import assert from 'node:assert/strict';
import { it } from 'node:test';
import { keepFindings } from '../src/findings.ts';

it('the findings follow what is noted, and what came first is left as it was', () => {
  const first = { attempts: 0, startedAt: 1, githubHosted: true };
  const { findings, note } = keepFindings(first);
  note({ username: 'ci@acme.com' });
  note({ attempts: findings.attempts + 1 });
  assert.deepEqual(findings, { ...first, username: 'ci@acme.com', attempts: 1 });
  assert.deepEqual(first, { attempts: 0, startedAt: 1, githubHosted: true });
});
