import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ask, type Received } from '../../../simulator/client.ts';
import { type Fixture, get, HOME, startFixture, zipOf } from '../../helpers/org-fixture.ts';

function soap(fixture: Fixture, token: string, body: string, version = '66.0'): Promise<Received> {
  return ask(fixture.org, `${HOME}/services/Soap/m/${version}`, {
    method: 'POST',
    headers: { 'Content-Type': 'text/xml', SOAPAction: '""' },
    body:
      '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/">' +
      `<soapenv:Header><SessionHeader><sessionId>${token}</sessionId></SessionHeader>` +
      `</soapenv:Header><soapenv:Body>${body}</soapenv:Body></soapenv:Envelope>`,
  });
}

describe('SOAP', () => {
  it('deploys, and tells what it deployed', async () => {
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

  it('refuses a dead session, and below version 68.0 a JWT access token all the same', async () => {
    const fixture = await startFixture();
    fixture.org.app.tokenFormat = 'jwt';
    const token = await fixture.token();
    assert.equal((await get(fixture, '/services/data/v66.0', token)).status, 200);
    for (const sessionId of [token, 'dead']) {
      const reply = await soap(fixture, sessionId, '<describeMetadata/>');
      assert.equal(reply.status, 500);
      assert.match(reply.body, /<faultcode>sf:INVALID_SESSION_ID<\/faultcode>/);
    }
    assert.equal((await soap(fixture, token, '<describeMetadata/>', '68.0')).status, 200);
  });
});
