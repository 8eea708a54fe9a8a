import type { Message } from 'grammy/types';
import { isId } from '#platform/ids.ts';
import type { MemberContext } from '#bot/context.ts';
import { unpackValues } from '#bot/button-data.ts';

/** The id of the record that a message of ours shows: by the card, else by what its buttons are about; null when neither tells. */
export async function findSubject(ctx: MemberContext, message: Message): Promise<string | null> {
  const { chatId } = ctx;
  if (chatId === undefined || message.from?.id !== ctx.me.id) return null;
  const card = await ctx.operation.db.card.findFirst({
    where: { chatId: BigInt(chatId), messageId: message.message_id },
    select: { subjectId: true },
  });
  return card?.subjectId ?? mostNamed(ctx, message, chatId);
}

/** Screens are no cards, but nearly all of their buttons carry the record's id. */
function mostNamed(ctx: MemberContext, message: Message, chatId: number): string | null {
  const counts = new Map<string, number>();
  for (const button of message.reply_markup?.inline_keyboard.flat() ?? []) {
    const verified = 'callback_data' in button ? ctx.deps.signer.verify(chatId, button.callback_data ?? '') : null;
    for (const value of verified ? (unpackValues(verified.packed) ?? []) : [])
      if (typeof value === 'string' && isId(value)) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const [best] = [...counts].toSorted(([, one], [, other]) => other - one);
  return best?.[0] ?? null;
}
