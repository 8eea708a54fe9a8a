import { describe, expect, it } from 'vitest';
import type { CallView } from '#domain/calls/call-view.ts';
import { computeMetrics } from '#domain/calls/metrics.ts';
import { createButtonSigner, keyboardsFor } from '#bot/buttons.ts';
import { renderCall } from '#bot/calls/call.card.ts';
import type { Reader } from '#bot/context.ts';
import { fitHtml } from '#bot/formatting.ts';
import { renderCallReport } from '#bot/reports/call-report.card.ts';
import { textsFor } from '#bot/texts/texts.ts';
import { newId } from '#platform/ids.ts';

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
