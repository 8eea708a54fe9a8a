import { describe, expect, test } from 'vitest';
import type { DomainEvent } from '#domain/events.ts';
import { jobs } from '#jobs/catalog.ts';
import { planEffects } from '#jobs/reactions.ts';

const id = '0192f0c1-2d3e-7f45-8a6b-7c8d9e0f1a2b';
const event = (type: string, payload: object = {}): DomainEvent =>
  ({
    id: '0192f0c1-2d3e-7f45-8a6b-000000000001',
    organizationId: 'o',
    type,
    subjectId: id,
    payload,
    actorKind: 'user',
    actorId: null,
  }) as DomainEvent;

const all: [string, object][] = [
  ['lead.created', { source: 'api', ownerId: null }],
  ['callRequest.created', { revision: 1 }],
  ['callRequest.reminded', { revision: 1 }],
  ['callRequest.approved', { callId: id }],
  ['call.queued', { attempt: 2 }],
  ['call.recordingOffered', { url: 'https://x.test/1.wav' }],
  ['call.transcriptStored', {}],
  ['call.ended', { outcome: 'busy' }],
  ['call.analyzed', {}],
  ['call.analysisFailed', { error: 'x' }],
  ['message.received', { conversationId: id }],
  ['message.queued', { conversationId: id }],
  ['draft.requested', { revision: 3 }],
];

describe('reactions', () => {
  test.each(all)(
    '%s plans only work that some job carries out, on that job’s queue, with an input that it takes',
    (type, payload) => {
      const plans = planEffects(event(type, payload));
      expect(plans.length).toBeGreaterThan(0);
      for (const plan of plans) expect(jobs.find((job) => job.name === plan.kind)).toMatchObject({ queue: plan.queue });
      expect(new Set(plans.map((plan) => plan.key)).size).toBe(plans.length);
    },
  );

  test('an approval dials, in the call’s own lane, and redraws every card that shows it', () => {
    const plans = planEffects(event('callRequest.approved', { callId: id }));
    expect(plans.map((plan) => plan.kind)).toEqual([
      'place-call',
      'draw-cards',
      'draw-cards',
      'draw-cards',
      'deliver-webhook',
    ]);
    expect(plans[0]).toMatchObject({
      queue: 'telephony',
      lane: `place-call:${id}`,
      payload: { callId: id },
      organizationId: 'o',
    });
  });

  test('the report channel hears of a call without a conversation at once, of a conversation after its analysis', () => {
    const reports = (type: string, payload: object) =>
      planEffects(event(type, payload)).filter((plan) => plan.payload['kind'] === 'callReport').length;
    expect(reports('call.ended', { outcome: 'no_answer' })).toBe(1);
    expect(reports('call.ended', { outcome: 'talked' })).toBe(0);
    expect(reports('call.analyzed', {})).toBe(1);
    expect(reports('call.analysisFailed', { error: 'transcriptEmpty' })).toBe(1);
  });

  test('what needs nobody says so', () => {
    for (const type of ['user.invited', 'pipeline.changed', 'settings.changed'])
      expect(planEffects(event(type)).filter((plan) => plan.perSubscriber !== type)).toEqual([]);
  });

  test('every event goes to whoever subscribed, except what tells of deliveries, which would never end', () => {
    expect(planEffects(event('settings.changed', { key: 'x' }))).toMatchObject([
      { kind: 'deliver-webhook', perSubscriber: 'settings.changed' },
    ]);
    for (const type of ['webhook.queued', 'webhook.postponed'])
      expect(planEffects(event(type)).filter((plan) => plan.perSubscriber)).toEqual([]);
  });
});
