import { describe, expect, test } from 'vitest';
import { approvalHash } from '#domain/call-requests/approval-payload.ts';
import type { ApprovalPayload } from '#domain/call-requests/approval-payload.ts';

const payload: ApprovalPayload = {
  organizationId: 'o',
  callRequestId: 'r',
  revision: 1,
  phone: '+79161234567',
  agentId: 'a',
  providerAgentId: 'agent_1',
  fromNumber: '+14155550100',
  scriptVersionId: 's',
  scriptText: 'Text',
  disclosure: 'Disclosure',
  goal: 'Goal',
  language: 'ru',
  leadName: 'Мария, окна',
  contactName: 'Мария',
  companyName: 'ООО «Ромашка»',
  windowStart: '2026-11-20T10:00:00.000Z',
  windowEnd: '2026-11-21T10:00:00.000Z',
  costCapCents: 500,
  maxAttempts: 3,
};

describe('the hash of what is approved', () => {
  test('does not depend on the order in which facts are written down', () => {
    const reversed = Object.fromEntries(Object.entries(payload).toReversed()) as typeof payload;
    expect(approvalHash(reversed)).toBe(approvalHash(payload));
    expect(approvalHash(payload)).toMatch(/^[0-9a-f]{64}$/);
  });

  test.each(Object.keys(payload) as (keyof ApprovalPayload)[])('changes with %s', (key) => {
    const value = payload[key];
    const changed = { ...payload, [key]: typeof value === 'number' ? value + 1 : `${value} ` };
    expect(approvalHash(changed)).not.toBe(approvalHash(payload));
  });
});
