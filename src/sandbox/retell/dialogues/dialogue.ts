import type { Speaker } from '../call-record.ts';

export type Language = 'ru' | 'en';
export type Mood = 'positive' | 'neutral' | 'negative' | 'objections' | 'opt_out' | 'voicemail';
export type GoalKind = 'test_drive' | 'meeting' | 'offer' | 'general';

/** What the lines of a dialogue may mention; texts come from the call order or from the language's defaults. */
export type Cast = {
  leadName: string;
  agentName: string;
  companyName: string;
  goal: GoalKind;
  /** The product's own opening words, spoken first instead of the default disclosure. */
  disclosure: string;
};

export type DialogueLine = { speaker: Speaker; text: string; pauseSec?: number };

export type Dialogue = {
  lines: DialogueLine[];
  endReason: string;
  summary: string;
  sentiment: 'Negative' | 'Positive' | 'Neutral' | 'Unknown';
  isSuccessful: boolean;
  facts: Record<string, string | number | boolean>;
};

export type DialogueBook = {
  defaultDisclosure(cast: Pick<Cast, 'leadName' | 'agentName' | 'companyName'>): string;
  dialogues: Record<Mood, (cast: Cast) => Dialogue>;
};

export const agentSays = (text: string, pauseSec?: number): DialogueLine => line('agent', text, pauseSec);
export const clientSays = (text: string, pauseSec?: number): DialogueLine => line('user', text, pauseSec);

function line(speaker: Speaker, text: string, pauseSec?: number): DialogueLine {
  return pauseSec === undefined ? { speaker, text } : { speaker, text, pauseSec };
}
