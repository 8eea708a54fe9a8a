import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { requireDoor } from '#domain/conversations/policy.ts';
import { parseInput } from '#domain/parse-input.ts';

export const ForgetUpdateTextInput = z.strictObject({ botId: z.int(), updateId: z.int() });
export type ForgetUpdateTextInput = z.input<typeof ForgetUpdateTextInput>;

const Stored = z.looseObject({ message: z.looseObject({}).optional() });

/** Takes the text out of a stored update, because it was a secret: the row says that something was written, not what. */
export async function forgetUpdateText(ctx: Context, input: ForgetUpdateTextInput): Promise<void> {
  requireDoor(ctx);
  const { botId, updateId } = parseInput(ForgetUpdateTextInput, input);
  const where = { botId: BigInt(botId), updateId: BigInt(updateId) };
  const row = await ctx.db.telegramUpdate.findFirst({ where, select: { payload: true } });
  const stored = Stored.safeParse(row?.payload);
  if (!stored.success || !stored.data.message) return;
  const { text: _text, entities: _entities, ...message } = stored.data.message;
  const payload = JSON.parse(JSON.stringify({ ...stored.data, message }));
  await ctx.db.telegramUpdate.updateMany({ where, data: { payload } });
}
