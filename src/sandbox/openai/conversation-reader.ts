/** One thing said in a conversation found inside a prompt; `text` is the exact words. */
export type Utterance = { index: number; speaker: string; text: string; startSec: number };

const SPEAKER_WORDS =
  /^(agent|client|customer|user|caller|assistant|manager|operator|lead|speaker[ _]?\w+|[ab]|агент|клиент|менеджер|оператор|ии|бот|собеседник|спикер \w+)$/i;
const SPOKEN_LINE =
  /^\s*[-*]?\s*(?:[[(#]?(\d{1,4})[\]).#:]?\s+)?(?:[[(]?((?:\d{1,2}:)?\d{1,3}(?::\d{2})?(?:\.\d+)?)\s*(?:s|с|sec)?(?:\s*[-–—→]+\s*[\d:.]+\s*(?:s|с)?)?[\])]?,?\s*)?([\p{L}][\p{L}\p{N} _-]{0,30}?)\s*(?:\([^)]*\))?:\s+(.+?)\s*$/u;

/** Finds the conversation in a prompt: speaker lines, or JSON with turns. Empty when there is none. */
export function readConversation(prompt: string): Utterance[] {
  const fromJson = findJsonValues(prompt).flatMap((value) => turnsIn(value));
  if (fromJson.length > 0) return fromJson;
  const lines = prompt.split('\n').flatMap((line) => {
    const found = SPOKEN_LINE.exec(line);
    return found ? [{ number: found[1], at: found[2], speaker: found[3] ?? '', text: found[4] ?? '' }] : [];
  });
  const uses = new Map<string, number>();
  for (const { speaker } of lines) uses.set(speaker, (uses.get(speaker) ?? 0) + 1);
  return lines
    .filter(({ speaker }) => SPEAKER_WORDS.test(speaker) || (uses.get(speaker) ?? 0) > 1)
    .map(({ number, at, speaker, text }, position) => ({
      index: number === undefined ? position : Number(number),
      speaker,
      text,
      startSec: readTime(at),
    }));
}

function readTime(text: string | undefined): number {
  if (!text) return 0;
  return text.split(':').reduce((total, part) => total * 60 + Number(part), 0);
}

function findJsonValues(prompt: string): unknown[] {
  const values: unknown[] = [];
  for (const [open, close] of [
    ['[', ']'],
    ['{', '}'],
  ] as const) {
    const first = prompt.indexOf(open);
    const last = prompt.lastIndexOf(close);
    if (first === -1 || last <= first) continue;
    try {
      values.push(JSON.parse(prompt.slice(first, last + 1)));
    } catch {
      // Brackets in ordinary prose: the lines are read instead.
    }
  }
  return values;
}

function turnsIn(value: unknown): Utterance[] {
  if (Array.isArray(value)) {
    const turns = value.flatMap((item: unknown, position) => asTurn(item, position));
    return turns.length > 0 ? turns : value.flatMap((item: unknown) => turnsIn(item));
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap((item: unknown) => turnsIn(item));
}

function asTurn(item: unknown, position: number): Utterance[] {
  if (typeof item !== 'object' || item === null) return [];
  const fields = new Map<string, unknown>(Object.entries(item));
  const text = fields.get('text') ?? fields.get('content');
  const speaker = fields.get('speaker') ?? fields.get('role');
  if (typeof text !== 'string' || typeof speaker !== 'string') return [];
  const index = ['index', 'n', 'turn', 'id', 'i'].map((key) => fields.get(key)).find((key) => typeof key === 'number');
  const start = ['startSec', 'start', 'start_sec', 'at']
    .map((key) => fields.get(key))
    .find((key) => typeof key === 'number');
  return [{ index: index ?? position, speaker, text, startSec: start ?? 0 }];
}
