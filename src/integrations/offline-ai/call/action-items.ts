import type { Commitment } from '#integrations/offline-ai/call/commitments.ts';
import { namesTime } from '#integrations/offline-ai/text/dates.ts';

const most = 6;

const labels = {
  ru: { us: 'Мы', client: 'Клиент', asked: 'Клиент просит', agreed: 'Договорённость', stop: 'Больше не звонить' },
  en: { us: 'We', client: 'Client', asked: 'Client asks', agreed: 'Agreed', stop: 'Do not call again' },
} as const;

/**
 * Next steps: who owes what, in the words in which it was said. A request that we answered with a promise is listed once,
 * as the promise, unless only the request says when.
 */
export function toActionItems(commitments: readonly Commitment[], language: 'ru' | 'en'): string[] {
  const kept = commitments.filter((commitment, index) => !isRepeated(commitment, commitments, index));
  const firsts = kept.filter(
    ({ kind }, index) => kind !== 'stop' || kept.findIndex((other) => other.kind === 'stop') === index,
  );
  // After "do not call again" all else is off.
  const valid = firsts.some(({ kind }) => kind === 'stop') ? firsts.filter(({ kind }) => kind === 'stop') : firsts;
  return valid.slice(-most).map(({ kind, sentence }) => `${labels[language][kind]}: «${sentence.text}»`);
}

function isRepeated({ kind, acts, sentence }: Commitment, all: readonly Commitment[], index: number): boolean {
  if (kind !== 'asked' && kind !== 'us') return false;
  return all.some(
    (other, otherIndex) =>
      other.kind === 'us' &&
      // A request may follow the promise it takes up; a promise is repeated only by a later one.
      (otherIndex > index || kind === 'asked') &&
      acts.every((act) => other.acts.includes(act)) &&
      (!namesTime(sentence.normalized) || namesTime(other.sentence.normalized)),
  );
}

/** The words inside an item that this engine wrote; null for an item from elsewhere. */
export function readActionItem(item: string): { kind: Commitment['kind']; text: string } | null {
  for (const words of Object.values(labels)) {
    for (const kind of ['asked', 'us', 'client', 'agreed', 'stop'] as const) {
      const start = `${words[kind]}: «`;
      // Whoever stores the item may have cut its end off.
      if (item.startsWith(start)) return { kind, text: item.slice(start.length).replace(/»$/, '') };
    }
  }
  return null;
}
