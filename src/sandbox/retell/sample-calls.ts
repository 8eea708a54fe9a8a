import type { GoalKind, Language, Mood } from './dialogues/dialogue.ts';
import { BOOKS } from './plan-call.ts';
import { renderRecording } from './recording-audio.ts';
import { lengthSec, timeLines } from './speech-timing.ts';

/** A finished call for demonstration: who said what when, and a synthesized recording where one is wanted. */
export interface SampleCall {
  language: Language;
  durationSec: number;
  /** A is the client, B our side. */
  segments: { speaker: 'A' | 'B'; startMs: number; endMs: number; text: string }[];
  recording: Uint8Array | null;
}

/** Plays one of the dialogues with these people, without waiting for it. */
export function sampleCall(options: {
  language: Language;
  mood: Exclude<Mood, 'voicemail'>;
  goal: GoalKind;
  leadName: string;
  withRecording: boolean;
}): SampleCall {
  const { language } = options;
  const book = BOOKS[language];
  const cast = {
    leadName: options.leadName,
    agentName: language === 'ru' ? 'Алиса' : 'Alice',
    companyName: language === 'ru' ? '«Север Авто»' : 'Sever Auto',
    goal: options.goal,
  };
  const { lines } = book.dialogues[options.mood]({ ...cast, disclosure: book.defaultDisclosure(cast) });
  const turns = timeLines(lines);
  return {
    language,
    durationSec: Math.ceil(lengthSec(turns)),
    segments: turns.map((turn) => ({
      speaker: turn.speaker === 'user' ? 'A' : 'B',
      startMs: Math.round(turn.startSec * 1_000),
      endMs: Math.round(turn.endSec * 1_000),
      text: turn.text,
    })),
    recording: options.withRecording ? renderRecording(turns, 1) : null,
  };
}
