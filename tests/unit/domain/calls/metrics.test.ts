import { describe, expect, test } from 'vitest';
import { computeMetrics } from '#domain/calls/metrics.ts';
import type { Spoken } from '#domain/calls/metrics.ts';

const spoken = (speaker: 'A' | 'B', startMs: number, endMs: number, text = 'слова'): Spoken => ({
  speaker,
  startMs,
  endMs,
  text,
});

describe('the metrics of a call', () => {
  test('of an empty call are zeros', () => {
    expect(computeMetrics([])).toMatchObject({
      durationSec: 0,
      talkRatio: 0,
      silenceShare: 0,
      longestMonologueBy: null,
      questions: { byClient: 0, byUs: 0 },
    });
  });

  test('the talk ratio is our part of all speech, with overlapping segments of one speaker counted once', () => {
    const metrics = computeMetrics([spoken('B', 0, 6_000), spoken('B', 4_000, 8_000), spoken('A', 8_000, 10_000)]);
    expect(metrics).toMatchObject({ ourTalkSec: 8, clientTalkSec: 2, talkRatio: 0.8, durationSec: 10 });
  });

  test('a monologue runs over pauses until the other speaks', () => {
    const metrics = computeMetrics([
      spoken('B', 0, 5_000),
      spoken('B', 7_000, 12_000),
      spoken('A', 12_500, 14_000),
      spoken('B', 14_500, 16_000),
    ]);
    expect(metrics).toMatchObject({ longestMonologueSec: 12, longestMonologueBy: 'B', clientLongestMonologueSec: 1.5 });
  });

  test('speaking while the other has at least 300 ms left is an interruption; a shorter overlap or sound is not', () => {
    const metrics = computeMetrics([
      spoken('B', 0, 5_000),
      spoken('A', 4_600, 6_000),
      spoken('B', 5_800, 8_000),
      spoken('A', 6_500, 6_700),
      spoken('B', 9_000, 10_000),
    ]);
    expect(metrics.interruptions).toEqual({ byClient: 1, byUs: 0 });
  });

  test('silence is the sum of gaps of a second and more, the lead-in included', () => {
    const metrics = computeMetrics([spoken('B', 2_000, 4_000), spoken('A', 4_500, 5_000), spoken('B', 8_000, 10_000)]);
    expect(metrics).toMatchObject({ silenceSec: 5, silenceShare: 0.5 });
  });

  test('questions are counted in Russian and English, by mark and by word', () => {
    const metrics = computeMetrics([
      spoken('B', 0, 1_000, 'Здравствуйте. Вам удобно говорить? Когда вы хотите приехать'),
      spoken('A', 1_000, 2_000, 'Сколько это стоит? Какие есть цвета?'),
      spoken('B', 2_000, 3_000, 'What time works for you'),
      spoken('A', 3_000, 4_000, 'Как скажете. Какой-то день найдём.'),
    ]);
    expect(metrics.questions).toEqual({ byClient: 2, byUs: 3 });
  });
});
