import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { REFUSALS, refuseSignIns } from '../../../../simulator/org/refusals/index.ts';
import { get, type OrgFixture, startFixture } from '../../../helpers/org-fixture.ts';

interface Answer {
  readonly status: number;
  readonly errorCode: string | undefined;
  readonly records: readonly Readonly<Record<string, unknown>>[];
}

async function ask(fixture: OrgFixture, token: string, soql: string, api = ''): Promise<Answer> {
  const path = `/services/data/v66.0${api}/query?q=${encodeURIComponent(soql)}`;
  const { status, body } = await get(fixture, path, token);
  const parsed = JSON.parse(body);
  return { status, errorCode: parsed[0]?.errorCode, records: parsed.records };
}

describe('Login History of the org', () => {
  it('has a row for every response with a documented status, and returns the latest first with ORDER BY', async () => {
    const fixture = await startFixture();
    const token = await fixture.token();
    const user = fixture.org.users.get('ci@acme.com');
    assert.ok(user !== undefined);
    user.frozen = true;
    await fixture.exchange();
    await fixture.exchange({ aud: 'https://wrong.example' });
    const soql = `SELECT Status, LoginUrl FROM LoginHistory WHERE UserId = '${user.userId18}' AND LoginTime > 2026-01-01T00:00:00Z AND LoginTime <= 2100-01-01T00:00:00Z`;
    const { records } = await ask(fixture, token, `${soql} ORDER BY LoginTime DESC LIMIT 9`);
    assert.deepEqual(
      records.map(({ Status, LoginUrl }) => [Status, LoginUrl]),
      [
        ['User is frozen', 'login.salesforce.com'],
        ['Success', 'login.salesforce.com'],
      ],
    );
    const later = soql.replace('2026-01-01', '2100-01-01');
    assert.deepEqual((await ask(fixture, token, later)).records, []);
  });

  it('cannot be filtered by status, and is not available in the Tooling API', async () => {
    const fixture = await startFixture();
    const token = await fixture.token();
    const byStatus = "SELECT Id FROM LoginHistory WHERE Status = 'Success'";
    assert.equal((await ask(fixture, token, byStatus)).errorCode, 'INVALID_FIELD');
    const all = 'SELECT Id FROM LoginHistory';
    assert.equal((await ask(fixture, token, all, '/tooling')).errorCode, 'INVALID_TYPE');
  });
});

describe('the Login IP Ranges and Login Hours of a profile', () => {
  it('are available only in the Tooling API', async () => {
    const fixture = await startFixture();
    const token = await fixture.token();
    refuseSignIns(fixture.org, 'ip-ranges');
    const soql =
      "SELECT Metadata FROM Profile WHERE Name = 'Minimum Access - API Only Integrations'";
    const { records } = await ask(fixture, token, soql, '/tooling');
    assert.deepEqual(
      records.map(({ Metadata }) => Metadata),
      [
        {
          loginIpRanges: [{ startAddress: '198.51.100.0', endAddress: '198.51.100.255' }],
          loginHours: null,
        },
      ],
    );
    assert.equal((await ask(fixture, token, soql)).errorCode, 'INVALID_FIELD');
  });
});

describe('refuseSignIns', () => {
  for (const { name } of REFUSALS) {
    // Salesforce checks API Enabled only after the sign-in, which therefore succeeds.
    if (name === 'api-disabled') continue;
    it(`makes the org reject the sign-ins of the user: ${name}`, async () => {
      const fixture = await startFixture();
      const { consumerKey } = fixture.org.app;
      assert.equal((await fixture.exchange()).status, 200);
      refuseSignIns(fixture.org, name);
      assert.equal((await fixture.exchange({ iss: consumerKey })).status, 400);
    });
  }

  it('throws if there is no refusal of that name', async () => {
    const { org } = await startFixture();
    assert.throws(() => refuseSignIns(org, 'user-bored'), /no refusal named user-bored/);
  });
});
