import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { get, post, startFixture } from '../../../helpers/org-fixture.ts';

const TOOLING = '/services/data/v66.0/tooling';

describe('Apex tests', () => {
  it('are complete as soon as they are requested, and their results can be queried', async () => {
    const fixture = await startFixture();
    const token = await fixture.token();
    const request = { testLevel: 'RunLocalTests' };
    const started = await post(fixture, `${TOOLING}/runTestsAsynchronous`, token, request);
    const run = JSON.parse(started.body);
    assert.match(run, /^707\w{15}$/);
    const soql = `SELECT MethodName, Outcome, ApexClass.Name FROM ApexTestResult WHERE AsyncApexJobId = '${run}'`;
    const path = `${TOOLING}/query?q=${encodeURIComponent(soql)}`;
    const { records } = JSON.parse((await get(fixture, path, token)).body);
    assert.equal(records.length, 2);
    assert.deepEqual(records[0].ApexClass, { Name: 'GreetingTest' });
    assert.equal(records[0].Outcome, 'Pass');
  });

  it('are visible only in their own org, and require a class name or a test level', async () => {
    const fixture = await startFixture();
    const token = await fixture.token();
    const path = `${TOOLING}/runTestsAsynchronous`;
    assert.equal((await post(fixture, path, token, {})).status, 400);
    await post(fixture, path, token, { classNames: 'GreetingTest' });
    const count = `${TOOLING}/query?q=${encodeURIComponent('SELECT COUNT() FROM ApexTestRunResult')}`;
    const uat = await fixture.signIn('ci@acme.com.uat');
    const otherOrg = await get(fixture, count, uat.token, uat.instanceUrl);
    assert.equal(JSON.parse(otherOrg.body).totalSize, 0);
    assert.equal(JSON.parse((await get(fixture, count, token)).body).totalSize, 1);
  });
});
