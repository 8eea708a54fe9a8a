import { describe, expect, it } from 'vitest';
import type { CallRequestView } from '#domain/call-requests/call-request-view.ts';
import type { CallView } from '#domain/calls/call-view.ts';
import { needsPersonReasons } from '#domain/calls/needs-person.ts';
import { computeMetrics } from '#domain/calls/metrics.ts';
import { createButtonSigner, keyboardsFor } from '#bot/buttons.ts';
import { noSurroundings } from '#bot/calls/call-surroundings.ts';
import { renderCall } from '#bot/calls/call.card.ts';
import type { Reader } from '#bot/context.ts';
import { fitHtml } from '#bot/formatting.ts';
import { renderCallReport } from '#bot/reports/call-report.card.ts';
import { textsFor } from '#bot/texts/texts.ts';
import { newId } from '#platform/ids.ts';
import { aTaskView } from '#tests/support/a-task-view.ts';

const keyboard = keyboardsFor(createButtonSigner(Buffer.alloc(32, 1), 1), 5);
const reader = (language: 'ru' | 'en'): Reader => ({ language, timeZone: 'UTC', texts: textsFor(language) });
const at = new Date('2026-11-20T12:00:00Z');

function aCall(changes: Partial<CallView> = {}): CallView {
  const id = newId();
  return {
    id,
    status: 'ended',
    direction: 'outgoing',
    source: 'retell',
    phone: '+74951234567',
    clientName: 'Anna Petrova',
    managerName: 'Max',
    manager: { id: newId(), name: 'Max' },
    lead: { id: newId(), name: 'Anna Petrova' },
    contact: null,
    agent: null,
    outcome: 'talked',
    providerReason: null,
    startedAt: at,
    endedAt: at,
    durationSec: 125,
    costCents: 37,
    nextAttemptAt: null,
    failureNote: null,
    attempts: [],
    recording: { fileId: newId(), mimeType: 'audio/wav' },
    recordingStatus: 'stored',
    transcript: [{ id: newId(), callId: id, startMs: 0, endMs: 900, speaker: 'A', text: 'Hello', confidence: null }],
    transcriptStatus: 'final',
    analysis: {
      id: newId(),
      sentiment: 'positive',
      sentimentScore: 0.7,
      topics: ['price'],
      summary: 'Anna wants ten windows.',
      actionItems: ['Send Anna the offer'],
      objections: [{ text: 'too expensive', quote: 'That is a lot of money' }],
      intent: null,
      language: 'en',
      scorecard: [{ criterion: 'Greeting', score: 8, comment: '', speaker: 'B', quote: 'Good morning' }],
      metrics: computeMetrics([]),
      disclosureSaid: false,
      engine: 'offline',
      createdAt: at,
      updatedAt: at,
    },
    analysisStatus: 'completed',
    callRequestId: newId(),
    version: 1,
    createdAt: at,
    updatedAt: at,
    ...changes,
  };
}

function aRequest(reasons: CallRequestView['permission']['reasons']): CallRequestView {
  const named = { id: newId(), name: 'Anna Petrova' };
  return {
    id: newId(),
    status: 'approved',
    revision: 1,
    payloadHash: '0'.repeat(64),
    goal: 'Arrange a meeting',
    phone: '+74951234567',
    language: 'en',
    windowStart: at,
    windowEnd: new Date('2026-11-21T12:00:00Z'),
    costCapCents: 100,
    maxAttempts: 3,
    deadlineAt: at,
    remindedAt: null,
    escalatedAt: null,
    lead: named,
    contact: named,
    companyName: null,
    requester: named,
    agent: { ...named, fromNumber: '+14155550100' },
    script: { id: newId(), version: 1, disclosure: '', text: '', advertising: false },
    approval: null,
    permission: { allowed: false, reasons, nextAllowedAt: null },
    callId: null,
    createdAt: at,
    updatedAt: at,
  };
}

const labels = (screen: ReturnType<typeof renderCall>) =>
  (screen.keyboard?.inline_keyboard ?? []).flat().map((button) => button.text);

describe('the card of a call', () => {
  it('shows every judgement with the words it stands on, and that no model was at work', () => {
    const text = renderCall(aCall(), reader('en'), keyboard).text.source;
    for (const part of [
      '2 min 5 s',
      'Anna wants ten windows.',
      'That is a lot of money',
      'Greeting: <b>8/10</b>',
      'Good morning',
      'did not say that an AI calls',
      'without a language model',
    ]) {
      expect(text).toContain(part);
    }
  });

  it('offers transcript, recording and another call once it is over, and nothing of it before', () => {
    const { calls } = textsFor('ru');
    expect(labels(renderCall(aCall(), reader('ru'), keyboard))).toEqual([
      calls.transcript,
      calls.recording,
      calls.again,
      calls.followUp,
      calls.lead,
    ]);
    const live = aCall({
      status: 'ringing',
      outcome: null,
      durationSec: null,
      analysis: null,
      analysisStatus: 'none',
      transcript: [],
      recording: null,
    });
    expect(labels(renderCall(live, reader('ru'), keyboard))).toEqual([calls.lead]);
  });

  it('asks the person when it is not known whether the phone rang', () => {
    const { calls } = textsFor('en');
    const screen = renderCall(
      aCall({ status: 'needs_person', failureNote: 'outcomeUnknown: no answer', analysis: null }),
      reader('en'),
      keyboard,
    );
    expect(screen.text.source).toContain('not known whether the phone rang');
    expect(labels(screen)).toContain(calls.dialAgain);
  });

  const aWaitingCall = (failureNote: string) =>
    aCall({ status: 'needs_person', failureNote, analysis: null, transcript: [], recording: null });

  it.each(needsPersonReasons)('says in words why a call waits for a person and offers what helps: %s', (reason) => {
    for (const language of ['ru', 'en'] as const) {
      const { calls } = textsFor(language);
      const screen = renderCall(aWaitingCall(reason), reader(language), keyboard);
      expect(screen.text.source).toContain(calls.needsPersonReasons[reason]);
      const isDialledAgain = ['permissionDenied', 'providerRefused', 'notPlaced', 'outcomeUnknown'].includes(reason);
      expect(labels(screen)).toEqual([isDialledAgain ? calls.dialAgain : calls.askAgain, calls.closeCall, calls.lead]);
      const late = renderCall(aWaitingCall(reason), reader(language), keyboard, {
        ...noSurroundings,
        isWindowOpen: false,
      });
      expect(labels(late)).toEqual([calls.askAgain, calls.closeCall, calls.lead]);
    }
  });

  it('lists the rules that did not allow the call, with today’s numbers where they still refuse', () => {
    const request = aRequest([
      { rule: 'time.callsPerDay', allowed: false, params: { calls: 3, limit: 3 } },
      { rule: 'phone.doNotCall', allowed: true, params: {} },
    ]);
    const text = renderCall(
      aWaitingCall('permissionDenied: phone.doNotCall, time.callsPerDay'),
      reader('en'),
      keyboard,
      { ...noSurroundings, request },
    ).text.source;
    expect(text).toContain('• the person asked not to be called');
    expect(text).toContain('• already 3 calls that day, the limit is 3');
  });

  const next = { status: 'queued', nextAttemptAt: at, outcome: null, analysis: null, durationSec: null } as const;
  const hours = { rule: 'time.callingHours', allowed: true, params: { zone: 'Asia/Yekaterinburg' } } as const;

  it('says when a postponed call is dialled, by the client’s clock and by the reader’s', () => {
    const around = { ...noSurroundings, request: aRequest([hours]) };
    const text = renderCall(aCall(next), reader('en'), keyboard, around).text.source;
    expect(text).toContain('We’ll call 20 Nov, 17:00 GMT+5, client’s time (20 Nov, 12:00 UTC yours)');
    const russian = { ...reader('ru'), timeZone: 'Asia/Yekaterinburg' };
    expect(renderCall(aCall(next), russian, keyboard, around).text.source).toMatch(
      /Позвоним 20 нояб\., 17:00 GMT\+5 по времени клиента$/m,
    );
  });

  it('counts the tries that the client noticed when the next one is waited for', () => {
    const attempt = (number: number, state: 'placed' | 'not_placed', outcome: string | null) => ({
      id: newId(),
      number,
      state,
      outcome,
      error: null,
      startedAt: at,
    });
    const attempts = [
      attempt(1, 'not_placed', null),
      attempt(2, 'placed', 'technical'),
      attempt(3, 'placed', 'no_answer'),
    ];
    const text = renderCall(aCall({ ...next, attempts }), reader('en'), keyboard, {
      ...noSurroundings,
      request: aRequest([hours]),
    }).text.source;
    expect(text).toContain('Last try: no answer');
    expect(text).toContain('Attempt 2 of 3: 20 Nov, 17:00 GMT+5, client’s time');
  });

  it('shows the tasks made of the next steps instead of them, and a button for each that is open', () => {
    const task = (title: string, doneAt: Date | null) => aTaskView({ title, doneAt });
    const { calls } = textsFor('ru');
    const before = renderCall(aCall(), reader('ru'), keyboard, { ...noSurroundings, mayMakeTasks: true });
    expect(labels(before)).toContain('✅ Завести 1 задачу по итогам');
    const tasks = [task('Отправить <прайс>', null), task('Позвонить во вторник', at)];
    const after = renderCall(aCall(), reader('ru'), keyboard, { ...noSurroundings, mayMakeTasks: true, tasks });
    for (const part of ['2 задачи, 1 сделана', '☐ Отправить &lt;прайс&gt;', '☑ <s>Позвонить во вторник</s>'])
      expect(after.text.source).toContain(part);
    expect(after.text.source).not.toContain(calls.nextSteps);
    expect(labels(after)).toContain(calls.taskDone('Отправить <прайс>'));
    expect(labels(after)).not.toContain(calls.taskDone('Позвонить во вторник'));
    expect(labels(after)).not.toContain('✅ Завести 1 задачу по итогам');
    const reading = renderCall(aCall(), reader('ru'), keyboard, { ...noSurroundings, tasks });
    expect(labels(reading)).not.toContain(calls.taskDone('Отправить <прайс>'));
  });

  it('fits a message however much was said', () => {
    const long = 'очень длинно '.repeat(500);
    const call = aCall();
    const analysis = call.analysis && {
      ...call.analysis,
      summary: long,
      actionItems: Array.from({ length: 40 }, () => long),
      topics: [long],
    };
    const visible = fitHtml(renderCall({ ...call, analysis }, reader('ru'), keyboard).text)
      .replace(/<[^>]*>/g, '')
      .replace(/&\w+;/g, 'x');
    expect(visible.length).toBeLessThanOrEqual(4096);
  });
});

describe('the report of a call to a channel', () => {
  it('without personal data names nobody and repeats nothing that was said', () => {
    const text = renderCallReport(aCall(), reader('en'), false).text.source;
    for (const secret of ['Anna', '495', 'windows', 'offer']) expect(text).not.toContain(secret);
    expect(text).toContain('Mood: 🙂 positive');
  });

  it('with personal data shows the client, the summary and the next steps', () => {
    const text = renderCallReport(aCall(), reader('en'), true).text.source;
    for (const part of ['Anna Petrova', '+7 495 123-45-67', 'Anna wants ten windows.', 'Send Anna the offer'])
      expect(text).toContain(part);
  });
});
