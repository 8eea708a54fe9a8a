import type { DraftReplyInput } from '#domain/ports/llm.ts';
import { readActionItem } from '#integrations/offline-ai/call/action-items.ts';
import { kindsOf } from '#integrations/offline-ai/reply/message-kinds.ts';
import { replyTexts } from '#integrations/offline-ai/reply/reply-texts.ts';
import type { ReplyTexts } from '#integrations/offline-ai/reply/reply-texts.ts';
import { readWish } from '#integrations/offline-ai/reply/manager-wish.ts';
import { namesTime } from '#integrations/offline-ai/text/dates.ts';
import { splitText } from '#integrations/offline-ai/text/sentences.ts';
import { normalize } from '#integrations/offline-ai/text/words.ts';

const mostSteps = 4;

/** A polite reply put together from set sentences: an answer to the client's last words, or a follow-up after a call. */
export function composeReply(input: DraftReplyInput): string {
  const texts = replyTexts[input.language];
  const wish = readWish(input.hint);
  const isFirst = !input.messages.some(({ from }) => from === 'us');
  const question = lastWordsOfClient(input);
  const body =
    input.callSummary !== null || question === '' ? followUp(input, texts) : answer(question, input.managerName, texts);
  const parts = [
    ...(isFirst || input.callSummary !== null ? [texts.hello(firstName(input.clientName))] : []),
    ...(wish.apologize && !body.join(' ').includes(texts.sorry) ? [texts.sorry] : []),
    ...body,
    ...(wish.offer === null ? [] : [`${texts.canOffer} ${wish.offer}.`]),
    ...(wish.mention === null ? [] : [wish.mention]),
  ];
  const text = wish.isShort ? shorten(parts) : joinParts(parts);
  return wish.isFormal ? `${text}\n\n${texts.regards(input.managerName)}` : text;
}

function answer(question: string, managerName: string, texts: ReplyTexts): string[] {
  const normalized = normalize(question);
  const facts = { managerName, hasTime: namesTime(normalized) };
  return kindsOf(normalized).map((kind) => texts.body[kind](facts));
}

function followUp({ nextSteps, callSummary, managerName }: DraftReplyInput, texts: ReplyTexts): string[] {
  const steps = nextSteps.slice(0, mostSteps).map((step) => ({ step, item: readActionItem(step) }));
  if (steps.some(({ item }) => item?.kind === 'stop')) return [texts.body.stop({ managerName, hasTime: false })];
  const opening = callSummary === null ? [] : [texts.thanksForCall];
  if (steps.length === 0) return [...opening, texts.noSteps];
  const lines = steps.map(({ step, item }) => {
    const text = tidy(item?.text ?? step);
    if (item?.kind === 'asked') return `— ${texts.youAsked}: «${text.replace(/[.!]$/, '')}»`;
    return item?.kind === 'client' ? `— ${texts.onYourSide}: «${text.replace(/[.!]$/, '')}»` : `— ${text}`;
  });
  return [...opening, `${texts.agreedSteps}\n${lines.join('\n')}`, texts.anythingElse];
}

/** What the client wrote since our last message. */
function lastWordsOfClient({ messages }: DraftReplyInput): string {
  const lastOurs = messages.findLastIndex(({ from }) => from === 'us');
  return messages
    .slice(lastOurs + 1)
    .slice(-4)
    .map(({ text }) => text.slice(0, 2000))
    .join('\n')
    .trim();
}

/** The given name when it looks like one; a nickname or a phone number is not said aloud. */
function firstName(clientName: string): string | null {
  const [first = ''] = clientName.trim().split(/\s+/);
  return /^\p{Lu}\p{Ll}+(?:-\p{Lu}\p{Ll}+)?$/u.test(first) ? first : null;
}

/** Without the nod with which people begin an answer. */
function tidy(text: string): string {
  const bare = text
    .trim()
    .replace(
      /^(?:(?:хорошо|да|отлично|ладно|понятно|конечно|договорились|ок|okay|ok|yes|sure|great|of course|alright),?\s+)+/i,
      '',
    );
  return bare.charAt(0).toUpperCase() + bare.slice(1);
}

function joinParts(parts: readonly string[]): string {
  return parts
    .map((part, index) =>
      index === 0 ? part : part.includes('\n') || parts[index - 1]?.includes('\n') ? `\n\n${part}` : ` ${part}`,
    )
    .join('');
}

function shorten(parts: readonly string[]): string {
  const [first = '', ...rest] = parts;
  const sentences = splitText(rest.join(' '));
  return [first, ...sentences.slice(0, 2)].join(' ');
}
