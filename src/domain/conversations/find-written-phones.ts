import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { requireReadConversations, visibleConversations } from '#domain/conversations/policy.ts';
import { takeContacts } from '#domain/leads/lead-line-contacts.ts';
import { parseInput } from '#domain/parse-input.ts';

export const FindWrittenPhonesInput = z.strictObject({ contactId: z.uuid() });
export type FindWrittenPhonesInput = z.input<typeof FindWrittenPhonesInput>;

const newestMessages = 20;
const mostPhones = 3;

/** Telephone numbers (E.164) that a client wrote in their newest messages, the latest first; they need not be the client's own. */
export async function findWrittenPhones(ctx: Context, input: FindWrittenPhonesInput): Promise<string[]> {
  requireReadConversations(ctx);
  const { contactId } = parseInput(FindWrittenPhonesInput, input);
  const { defaultCountry } = await ctx.db.organization.findFirstOrThrow({ select: { defaultCountry: true } });
  const messages = await ctx.db.message.findMany({
    where: { direction: 'incoming', conversation: { AND: [{ contactId }, visibleConversations(ctx)] } },
    orderBy: [{ sentAt: 'desc' }, { id: 'desc' }],
    take: newestMessages,
    select: { text: true },
  });
  const phones = messages.flatMap(({ text }) => {
    const { phone, others } = takeContacts(text, defaultCountry);
    return [...(phone ? [phone] : []), ...others.filter((other) => other.startsWith('+'))];
  });
  return [...new Set(phones)].slice(0, mostPhones);
}
