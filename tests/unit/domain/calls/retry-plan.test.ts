import { describe, expect, test } from 'vitest';
import { callOutcomes } from '#domain/calls/call-outcome.ts';
import { planRetry } from '#domain/calls/retry-plan.ts';

const endedAt = new Date('2026-11-20T10:00:00Z');
const later = (minutes: number) => new Date(endedAt.getTime() + minutes * 60_000);
const plan = (changes: Partial<Parameters<typeof planRetry>[0]>) =>
  planRetry({
    outcome: 'busy',
    endedAt,
    tries: [{ outcome: 'busy' }],
    maxAttempts: 3,
    windowEnd: later(600),
    ...changes,
  });

describe('the plan of further tries', () => {
  test('waits as long as the outcome asks for, counted from the end of the try', () => {
    expect(plan({ outcome: 'busy' })).toEqual(later(30));
    expect(plan({ outcome: 'no_answer' })).toEqual(later(60));
    expect(plan({ outcome: 'voicemail' })).toEqual(later(120));
  });
  test('has nothing after a conversation, a refusal or a wrong number', () => {
    const outcomes = callOutcomes.filter((outcome) => plan({ outcome }) === null);
    expect(outcomes).toEqual(
      expect.arrayContaining(['talked', 'talked_briefly', 'declined', 'bad_number', 'unknown', 'handed_over']),
    );
  });
  test('ends with the approved number of tries and with the window', () => {
    expect(plan({ tries: [{ outcome: 'busy' }, { outcome: 'busy' }, { outcome: 'busy' }] })).toBeNull();
    expect(plan({ windowEnd: later(30) })).toBeNull();
    expect(plan({ windowEnd: later(31) })).toEqual(later(30));
  });
  test('does not count tries that the person did not notice, but not without end', () => {
    const technical = { outcome: 'technical' };
    expect(plan({ outcome: 'technical', maxAttempts: 1, tries: [technical] })).toEqual(later(5));
    expect(
      plan({ outcome: 'technical', maxAttempts: 1, tries: [technical, technical, technical, technical] }),
    ).toBeNull();
  });
});
