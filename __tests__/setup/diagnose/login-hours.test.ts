import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkHours } from '../../../setup/diagnose/login-hours.ts';

const OFFICE_HOURS = Object.fromEntries(
  ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'].flatMap((day) => [
    [`${day}Start`, 480],
    [`${day}End`, 1020],
  ]),
);

describe('the check of Login Hours', () => {
  const CASES = {
    'the profile has no Login Hours': [null, '2026-11-27T12:00:00Z', 'right'],
    'they forbid the time in every time zone': [
      { ...Object.fromEntries(Object.keys(OFFICE_HOURS).map((name) => [name, 0])) },
      '2026-11-27T12:00:00Z',
      'wrong',
    ],
    'they allow the time in every time zone': [
      { mondayStart: 0, mondayEnd: 1440 },
      '2026-11-27T12:00:00Z',
      'right',
    ],
    'they allow the time in the time zone of the org': [
      OFFICE_HOURS,
      '2026-11-27T07:30:00Z',
      'right',
    ],
    'they forbid the time in the time zone of the org': [
      OFFICE_HOURS,
      '2026-11-27T06:30:00Z',
      'open',
    ],
    'they allow the time only because of daylight saving time': [
      OFFICE_HOURS,
      '2026-07-24T06:30:00Z',
      'right',
    ],
    'their values are strings': [
      { ...OFFICE_HOURS, fridayStart: '480', fridayEnd: '481' },
      '2026-11-27T12:00:00Z',
      'open',
    ],
  } as const;
  for (const [title, [hours, time, state]] of Object.entries(CASES)) {
    it(`returns "${state}" if ${title}`, () => {
      const finding = checkHours(hours, { time: Date.parse(time), timeZone: 'Europe/Berlin' });
      assert.equal(finding.state, state, finding.text);
    });
  }

  it('interprets them in UTC if the time zone of the org is unknown', () => {
    const time = Date.parse('2026-11-27T08:30:00Z');
    for (const timeZone of [undefined, 'Mars/Olympus'])
      assert.equal(checkHours(OFFICE_HOURS, { time, timeZone }).state, 'right');
  });

  it('returns "open" with the cause login-hours in a time zone west of UTC', () => {
    const time = Date.parse('2026-11-27T12:30:00Z');
    const finding = checkHours(OFFICE_HOURS, { time, timeZone: 'America/New_York' });
    assert.deepEqual([finding.state, finding.cause], ['open', 'login-hours']);
  });
});
