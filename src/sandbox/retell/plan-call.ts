import { createHash } from 'node:crypto';
import type { CallAnalysis, CallPlan, Outcome, SandboxAgent, Turn } from './call-record.ts';
import type { Cast, GoalKind, Language, Mood } from './dialogues/dialogue.ts';
import { englishBook } from './dialogues/english.ts';
import { russianBook } from './dialogues/russian.ts';
import type { ScriptedOutcome } from './sim-schemas.ts';
import { timeLines } from './speech-timing.ts';

export const BOOKS = { ru: russianBook, en: englishBook } as const;

const MOODS_BY_CHANCE: readonly Mood[] = ['positive', 'objections', 'neutral', 'positive', 'negative'];
const GOAL_WORDS: readonly (readonly [GoalKind, RegExp])[] = [
  ['test_drive', /тест-?\s?драйв|test[\s_-]?drive/i],
  ['offer', /предложени|коммерческ|смет|proposal|quote|offer|invoice/i],
  ['meeting', /встреч|презентац|демо|meeting|demo|appointment|presentation/i],
];
const END_REASONS: Record<Exclude<Outcome, 'answered' | 'live' | 'voicemail'>, string> = {
  busy: 'dial_busy',
  no_answer: 'dial_no_answer',
  declined: 'user_declined',
  invalid_destination: 'invalid_destination',
  dial_failed: 'dial_failed',
  telephony_error: 'telephony_provider_unavailable',
};

export type PlanRequest = {
  toNumber: string;
  agent: SandboxAgent;
  dynamicVariables: Record<string, string>;
  metadata?: unknown;
  scripted?: ScriptedOutcome | undefined;
};

/** Decides how a call will go: from the scripted outcome if there is one, else from the language, goal and a stable hash. */
export function planCall(request: PlanRequest): CallPlan {
  const { scripted } = request;
  const facts = { ...stringsOf(request.metadata), ...request.dynamicVariables };
  const language = scripted?.language ?? pickLanguage(request, facts);
  const outcome = scripted?.outcome ?? 'answered';
  const mood = outcome === 'voicemail' ? 'voicemail' : (scripted?.mood ?? pickMood(request, facts));
  const isForced = scripted !== undefined;
  if (outcome !== 'answered' && outcome !== 'live' && outcome !== 'voicemail') {
    const endReason = scripted?.disconnectionReason ?? END_REASONS[outcome];
    return { outcome, language, mood, turns: [], liveLines: [], endReason, analysis: emptyAnalysis(), isForced };
  }
  const cast = castFrom(request.agent, facts, language);
  const dialogue = BOOKS[language].dialogues[mood](cast);
  const turns = scripted?.turns ? timeScriptedTurns(scripted.turns) : timeLines(dialogue.lines);
  // The lines of a glad client's call make sense whatever a person answers to them.
  const liveScript = scripted?.turns ?? BOOKS[language].dialogues.positive(cast).lines;
  const analysis: CallAnalysis = {
    call_summary: dialogue.summary,
    in_voicemail: outcome === 'voicemail',
    user_sentiment: dialogue.sentiment,
    call_successful: dialogue.isSuccessful,
    custom_analysis_data: dialogue.facts,
  };
  return {
    outcome,
    language,
    mood,
    turns,
    liveLines: liveScript.filter((line) => line.speaker === 'agent').map((line) => line.text),
    endReason: scripted?.disconnectionReason ?? dialogue.endReason,
    analysis: scripted?.withoutAnalysis ? null : analysis,
    isForced,
  };
}

/** The analysis of a call on which nobody spoke. */
export function emptyAnalysis(): CallAnalysis {
  return {
    call_summary: '',
    in_voicemail: false,
    user_sentiment: 'Unknown',
    call_successful: false,
    custom_analysis_data: {},
  };
}

function timeScriptedTurns(turns: NonNullable<ScriptedOutcome['turns']>): Turn[] {
  return timeLines(
    turns.map(({ speaker, text, pauseSec }) =>
      pauseSec === undefined ? { speaker, text } : { speaker, text, pauseSec },
    ),
  );
}

function castFrom(agent: SandboxAgent, facts: Record<string, string>, language: Language): Cast {
  const leadName = firstOf(facts, ['lead_name', 'contact_name', 'client_name', 'customer_name', 'first_name', 'name']);
  const companyName =
    firstOf(facts, ['company_name', 'organization_name', 'organization', 'company']) ||
    (language === 'ru' ? '«Перезвон»' : 'Perezvon');
  const agentName = firstOf(facts, ['agent_name', 'persona_name']) || agent.name;
  const disclosure =
    firstOf(facts, ['disclosure', 'disclosure_line', 'begin_message', 'opening_line', 'opening']) ||
    BOOKS[language].defaultDisclosure({ leadName, agentName, companyName });
  const everything = Object.values(facts).join(' ');
  const goal = GOAL_WORDS.find(([, words]) => words.test(everything))?.[0] ?? 'general';
  return { leadName, companyName, agentName, disclosure, goal };
}

function pickLanguage(request: PlanRequest, facts: Record<string, string>): Language {
  const stated = firstOf(facts, ['language', 'lang', 'locale']).toLowerCase();
  if (/^(ru|рус)/.test(stated)) return 'ru';
  if (/^(en|анг)/.test(stated)) return 'en';
  if (/[а-яё]{3}/i.test(Object.values(request.dynamicVariables).join(' '))) return 'ru';
  if (request.agent.language.toLowerCase().startsWith('ru')) return 'ru';
  return request.toNumber.startsWith('+7') ? 'ru' : 'en';
}

function pickMood(request: PlanRequest, facts: Record<string, string>): Mood {
  const wanted = facts['sandbox_mood'];
  const known = (['positive', 'neutral', 'negative', 'objections', 'opt_out'] as const).find((mood) => mood === wanted);
  if (known) return known;
  const seed = createHash('sha256')
    .update(`${request.toNumber}|${facts['attempt_id'] ?? ''}`)
    .digest();
  return MOODS_BY_CHANCE[(seed[0] ?? 0) % MOODS_BY_CHANCE.length] ?? 'neutral';
}

function firstOf(facts: Record<string, string>, keys: readonly string[]): string {
  for (const key of keys) {
    const value = facts[key]?.trim();
    if (value) return value;
  }
  return '';
}

function stringsOf(metadata: unknown): Record<string, string> {
  if (typeof metadata !== 'object' || metadata === null) return {};
  return Object.fromEntries(
    Object.entries(metadata).filter((pair): pair is [string, string] => typeof pair[1] === 'string'),
  );
}
