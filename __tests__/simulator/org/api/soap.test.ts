import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { get, soap, startFixture, zipOf } from '../../../helpers/org-fixture.ts';

describe('the SOAP API', () => {
  it('validates a deployment, and reports its components', async () => {
    const fixture = await startFixture();
    const token = await fixture.token();
    const names = ['package.xml', 'unpackaged/classes/Hello.cls', 'classes/Hello.cls-meta.xml'];
    const zip = zipOf(...names).toString('base64');
    const options = '<DeployOptions><checkOnly>true</checkOnly></DeployOptions>';
    const started = await soap(
      fixture,
      token,
      `<deploy><ZipFile>${zip}</ZipFile>${options}</deploy>`,
    );
    const id = /<id>(0Af\w{15})<\/id>/.exec(started.body)?.[1];
    const check = `<checkDeployStatus><asyncProcessId>${id}</asyncProcessId></checkDeployStatus>`;
    const status = await soap(fixture, token, check);
    assert.equal(status.status, 200);
    assert.match(status.body, /<status>Succeeded<\/status>/);
    assert.match(status.body, /<checkOnly>true<\/checkOnly>/);
    assert.match(status.body, /<fullName>Hello<\/fullName>/);
    assert.match(status.body, /<numberComponentsTotal>1</);
    assert.match((await soap(fixture, token, '<describeMetadata/>')).body, /ApexClass/);
    assert.equal((await soap(fixture, token, '<renameMetadata/>')).status, 500);
  });

  it('quick-deploys a validated package once, using the ID of the validation', async () => {
    const fixture = await startFixture();
    const token = await fixture.token();
    const start = async (options = '') => {
      const zip = zipOf('package.xml', 'classes/Hello.cls').toString('base64');
      const call = `<deploy><ZipFile>${zip}</ZipFile>${options}</deploy>`;
      return /<id>(0Af\w{15})<\/id>/.exec((await soap(fixture, token, call)).body)?.[1];
    };
    const quickDeploy = (id: string | undefined) =>
      soap(
        fixture,
        token,
        `<deployRecentValidation><validationId>${id}</validationId></deployRecentValidation>`,
      );
    const validation = await start('<DeployOptions><checkOnly>true</checkOnly></DeployOptions>');
    const deployed = /<result>(0Af\w{15})<\/result>/.exec(
      (await quickDeploy(validation)).body,
    )?.[1];
    const check = `<checkDeployStatus><asyncProcessId>${deployed}</asyncProcessId></checkDeployStatus>`;
    const status = (await soap(fixture, token, check)).body;
    assert.match(status, /<checkOnly>false<\/checkOnly>/);
    assert.match(status, /<fullName>Hello<\/fullName>/);
    assert.equal((await quickDeploy(validation)).status, 500);
    assert.equal((await quickDeploy(await start())).status, 500);
  });

  it('rejects an invalid session, and before version 68.0 also a JWT access token', async () => {
    const fixture = await startFixture();
    fixture.org.app.tokenFormat = 'jwt';
    const token = await fixture.token();
    assert.equal((await get(fixture, '/services/data/v66.0', token)).status, 200);
    for (const sessionId of [token, 'invalid']) {
      const response = await soap(fixture, sessionId, '<describeMetadata/>');
      assert.equal(response.status, 500);
      assert.match(response.body, /<faultcode>sf:INVALID_SESSION_ID<\/faultcode>/);
    }
    assert.equal((await soap(fixture, token, '<describeMetadata/>', 'm/68.0')).status, 200);
  });
});
