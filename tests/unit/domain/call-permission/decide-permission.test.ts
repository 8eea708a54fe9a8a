import { DateTime } from 'luxon';
import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import type { CallFacts } from '#domain/call-permission/call-facts.ts';
import { refusingRules } from '#domain/call-permission/call-permission.ts';
import { decidePermission } from '#domain/call-permission/decide-permission.ts';

const at = (iso: string) => new Date(iso);
/** Friday, 13:00 in Moscow. */
const friday = at('2026-11-20T10:00:00Z');

function facts(changes: Partial<CallFacts> = {}, policy: Partial<CallFacts['policy']> = {}): CallFacts {
  return {
    at: friday,
    policy: {
      timeZone: 'Europe/Moscow',
      callConsentRequired: false,
      callingFromMinute: 540,
      callingToMinute: 1260,
      hoursBetweenCalls: 4,
      maxCallsPerDay: 3,
      costCapCents: 500,
      dailyBudgetCents: 5_000,
      allowedCountries: ['RU', 'US'],
      ...policy,
    },
    phone: '+79161234567',
    country: 'RU',
    phoneInvalidAt: null,
    doNotCall: null,
    consents: [],
    script: { id: 's1', disclosure: 'Звонит робот, разговор записывается.', advertising: false },
    confirmedTimeZone: 'Europe/Moscow',
    candidateTimeZones: [],
    recentCalls: [],
    callRequestId: null,
    costCapCents: 500,
    spentByRequestCents: 0,
    committedTodayCents: 0,
    ...changes,
  };
}

const consent = (kind: 'call' | 'ai_call' | 'marketing_call', granted = true) => ({
  id: `c-${kind}`,
  kind,
  granted,
  source: 'form',
  recordedAt: friday,
});
const american = (phone: string, zone: string): Partial<CallFacts> => ({
  phone,
  country: 'US',
  confirmedTimeZone: zone,
  consents: [consent('ai_call')],
});

describe('may we call?', () => {
  test('yes, with the answer of every rule, when nothing stands against it', () => {
    const permission = decidePermission(facts(), friday);
    expect(permission).toMatchObject({ allowed: true, nextAllowedAt: friday });
    expect(permission.reasons).toHaveLength(11);
  });

  test.each<[string, Partial<CallFacts>, Partial<CallFacts['policy']>, string[]]>([
    ['no valid number', { phone: null, country: null }, {}, ['phone.valid', 'phone.country']],
    ['a number that the provider called invalid', { phoneInvalidAt: friday }, {}, ['phone.valid']],
    ['a country that is not called', { country: 'KZ' }, {}, ['phone.country']],
    [
      'do-not-call',
      { doNotCall: { id: 'd', reason: 'asked', source: 'message', createdAt: friday } },
      {},
      ['phone.doNotCall'],
    ],
    ['a withdrawn consent', { consents: [consent('call', false)] }, {}, ['consent.withdrawn']],
    [
      'a withdrawn consent to AI calls',
      { consents: [consent('call'), consent('ai_call', false)] },
      {},
      ['consent.withdrawn'],
    ],
    ['a missing consent where the organization wants one', {}, { callConsentRequired: true }, ['consent.given']],
    [
      'a Russian advertising call without consent',
      { script: { id: 's', disclosure: 'Звонит робот, идёт запись.', advertising: true } },
      {},
      ['consent.given'],
    ],
    [
      'an American number without consent to AI voices',
      { ...american('+12125550123', 'America/New_York'), consents: [consent('call')] },
      {},
      ['consent.given', 'time.callingHours'],
    ],
    [
      'a script without a disclosure',
      { script: { id: 's', disclosure: 'Здравствуйте!', advertising: false } },
      {},
      ['script.disclosure'],
    ],
    ['a cost cap above the limit', { costCapCents: 501 }, {}, ['budget.costCap']],
    ['a request that has used its cap up', { spentByRequestCents: 500 }, {}, ['budget.costCap']],
  ])('no, for good, for %s', (_name, changes, policy, rules) => {
    const permission = decidePermission(facts(changes, policy), friday);
    expect(refusingRules(permission).toSorted()).toEqual(rules.toSorted());
    expect(permission.nextAllowedAt).toBeNull();
  });

  test('consents that are given are enough, with the consent as evidence', () => {
    expect(
      decidePermission(facts({ consents: [consent('ai_call')] }, { callConsentRequired: true }), friday).allowed,
    ).toBe(true);
    const advertising = facts({
      consents: [consent('marketing_call')],
      script: { id: 's', disclosure: 'Звонит робот, идёт запись.', advertising: true },
    });
    const permission = decidePermission(advertising, friday);
    expect(permission.allowed).toBe(true);
    expect(permission.reasons.find((reason) => reason.rule === 'consent.given')?.evidence).toMatchObject({
      kind: 'consent',
      id: 'c-marketing_call',
    });
  });

  test.each<[string, Partial<CallFacts>, string, boolean, string | null]>([
    ['a minute before nine in Moscow', {}, '2026-11-20T05:59:00Z', false, '2026-11-20T06:00:00Z'],
    ['nine o’clock sharp in Moscow', {}, '2026-11-20T06:00:00Z', true, '2026-11-20T06:00:00Z'],
    ['a minute before nine in the evening', {}, '2026-11-20T17:59:00Z', true, '2026-11-20T17:59:00Z'],
    ['nine in the evening: next morning', {}, '2026-11-20T18:00:00Z', false, '2026-11-21T06:00:00Z'],
    [
      'a number that may be anywhere from Kaliningrad to Kamchatka at Moscow noon',
      { confirmedTimeZone: null, candidateTimeZones: ['Europe/Kaliningrad', 'Europe/Moscow', 'Asia/Kamchatka'] },
      '2026-11-20T09:00:00Z',
      false,
      '2026-11-21T07:00:00Z',
    ],
    [
      'the same two hours earlier',
      { confirmedTimeZone: null, candidateTimeZones: ['Europe/Kaliningrad', 'Europe/Moscow', 'Asia/Kamchatka'] },
      '2026-11-20T07:00:00Z',
      true,
      '2026-11-20T07:00:00Z',
    ],
    [
      'a number of no known zone goes by the organization’s',
      { confirmedTimeZone: null },
      '2026-11-20T03:00:00Z',
      false,
      '2026-11-20T06:00:00Z',
    ],
    [
      'Florida after eight in the evening (EST)',
      american('+13055550123', 'America/New_York'),
      '2026-11-21T01:00:00Z',
      false,
      '2026-11-21T14:00:00Z',
    ],
    [
      'New York at the same time',
      american('+12125550123', 'America/New_York'),
      '2026-11-21T01:00:00Z',
      true,
      '2026-11-21T01:00:00Z',
    ],
    [
      'Texas on Sunday morning',
      american('+12145550123', 'America/Chicago'),
      '2026-11-22T16:00:00Z',
      false,
      '2026-11-22T18:00:00Z',
    ],
    [
      'Texas on Sunday at noon',
      american('+12145550123', 'America/Chicago'),
      '2026-11-22T18:00:00Z',
      true,
      '2026-11-22T18:00:00Z',
    ],
    [
      'Pennsylvania on a Sunday',
      american('+12155550123', 'America/New_York'),
      '2026-11-22T18:00:00Z',
      false,
      '2026-11-23T14:00:00Z',
    ],
    [
      'Maine on Saturday',
      american('+12075550123', 'America/New_York'),
      '2026-11-21T18:00:00Z',
      false,
      '2026-11-23T14:00:00Z',
    ],
    [
      'New York, the evening before clocks go back',
      american('+12125550123', 'America/New_York'),
      '2026-11-01T02:00:00Z',
      false,
      '2026-11-01T14:00:00Z',
    ],
    [
      'New York, the evening before clocks go forward',
      american('+12125550123', 'America/New_York'),
      '2026-03-08T03:00:00Z',
      false,
      '2026-03-08T13:00:00Z',
    ],
    [
      'London in summer time',
      { phone: '+447400123456', country: 'RU', confirmedTimeZone: 'Europe/London' },
      '2026-07-10T07:59:00Z',
      false,
      '2026-07-10T08:00:00Z',
    ],
  ])('calling hours: %s', (_name, changes, moment, allowed, next) => {
    const permission = decidePermission(facts({ at: at(moment), ...changes }), at(moment));
    expect(refusingRules(permission)).toEqual(allowed ? [] : ['time.callingHours']);
    expect(permission.nextAllowedAt).toEqual(next === null ? null : at(next));
  });

  test('zones whose hours never overlap leave no time at all', () => {
    const zones = { confirmedTimeZone: null, candidateTimeZones: ['Pacific/Auckland', 'America/New_York'] };
    const permission = decidePermission(facts(zones, { callingFromMinute: 600, callingToMinute: 720 }), friday);
    expect(permission).toMatchObject({ allowed: false, nextAllowedAt: null });
  });

  test('another call to the number waits for the pause; a further try of the same request does not', () => {
    const recent = [{ callId: 'k', callRequestId: 'r1', at: at('2026-11-20T08:00:30Z') }];
    expect(decidePermission(facts({ recentCalls: recent }), friday)).toMatchObject({
      allowed: false,
      nextAllowedAt: at('2026-11-20T12:01:00Z'),
    });
    expect(decidePermission(facts({ recentCalls: recent, callRequestId: 'r1' }), friday).allowed).toBe(true);
  });

  test('the limit of calls on a day counts every try and ends at the person’s midnight', () => {
    const recent = ['06:00', '07:00', '08:00'].map((time) => ({
      callId: 'k',
      callRequestId: 'r1',
      at: at(`2026-11-20T${time}:00Z`),
    }));
    const permission = decidePermission(facts({ recentCalls: recent, callRequestId: 'r1' }), friday);
    expect(refusingRules(permission)).toEqual(['time.callsPerDay']);
    expect(permission.nextAllowedAt).toEqual(at('2026-11-21T06:00:00Z'));
  });

  test('the day’s budget counts what is on its way, and waits for the next day unless this call alone is too dear', () => {
    const full = decidePermission(facts({ committedTodayCents: 4_501 }), friday);
    expect(refusingRules(full)).toEqual(['budget.day']);
    expect(full.nextAllowedAt).toEqual(at('2026-11-21T06:00:00Z'));
    expect(decidePermission(facts({ committedTodayCents: 4_500 }), friday).allowed).toBe(true);
    expect(decidePermission(facts({}, { dailyBudgetCents: 400 }), friday).nextAllowedAt).toBeNull();
  });

  test('whatever the facts, the next allowed moment is allowed, within a week, and no minute before it is', () => {
    const zone = fc.constantFrom(
      'Europe/Moscow',
      'Asia/Kamchatka',
      'America/New_York',
      'America/Phoenix',
      'Asia/Kathmandu',
      'Pacific/Auckland',
    );
    const given = fc.record({
      moment: fc
        .integer({ min: 0, max: 366 * 24 * 60 })
        .map((minute) => new Date(Date.UTC(2026, 0, 1) + minute * 60_000)),
      zones: fc.uniqueArray(zone, { minLength: 1, maxLength: 3 }),
      from: fc.integer({ min: 0, max: 20 }),
      length: fc.integer({ min: 1, max: 10 }),
      sinceLastMinutes: fc.option(fc.integer({ min: 1, max: 600 })),
    });
    const property = fc.property(given, ({ moment, zones, from, length, sinceLastMinutes }) => {
      const recentCalls =
        sinceLastMinutes === null
          ? []
          : [{ callId: 'k', callRequestId: null, at: new Date(moment.getTime() - sinceLastMinutes * 60_000) }];
      const known = facts(
        { at: moment, confirmedTimeZone: null, candidateTimeZones: zones, recentCalls },
        { callingFromMinute: from * 60, callingToMinute: Math.min(1_440, (from + length) * 60) },
      );
      const { allowed, nextAllowedAt } = decidePermission(known, moment);
      if (nextAllowedAt === null) return !allowed;
      const waitMinutes = DateTime.fromJSDate(nextAllowedAt).diff(DateTime.fromJSDate(moment), 'minutes').minutes;
      if (waitMinutes < 0 || waitMinutes > 7 * 24 * 60) return false;
      if (!decidePermission(known, nextAllowedAt).allowed) return false;
      if (allowed) return waitMinutes === 0;
      return !decidePermission(known, new Date(nextAllowedAt.getTime() - 60_000)).allowed || waitMinutes < 1;
    });
    expect(() => fc.assert(property, { numRuns: 300 })).not.toThrow();
  });
});
