import { z } from 'zod';
import type { Middleware } from 'grammy';
import type { BotContext, MemberContext } from '#bot/context.ts';
import type { Html } from '#bot/formatting.ts';
import { isMember } from '#bot/middleware/members-only.ts';
import { toMessage } from '#bot/screen.ts';

/** A question that the person answers by replying to it, such as "why not?". */
export interface Prompt<Input> {
  readonly id: string;
  answer(ctx: MemberContext, input: unknown, text: string): Promise<void>;
  /** Never present: carries the type of the input. */
  readonly takes?: (input: Input) => void;
}

const Stored = z.object({ prompt: z.string(), input: z.unknown() });
const formPrefix = 'prompt:';
/** A text that is no reply answers the newest question for so long: not every Telegram app replies by itself. */
const looseAnswerMs = 3 * 60_000;

/** Defines a question that is answered by a reply; `input` is what it was asked about. */
export function definePrompt<Schema extends z.ZodObject>(
  id: string,
  schema: Schema,
  handler: (ctx: MemberContext, input: z.output<Schema>, text: string) => Promise<unknown>,
): Prompt<z.output<Schema>> {
  return {
    id,
    async answer(ctx, input, text) {
      await handler(ctx, schema.parse(input), text);
    },
  };
}

/** Asks; the answer may come days later and in another process. */
export async function askByReply<Input>(
  ctx: MemberContext,
  prompt: Prompt<Input>,
  input: Input,
  text: Html,
  placeholder: string,
): Promise<void> {
  const message = toMessage({ text });
  const sent = await ctx.reply(message.text, {
    parse_mode: 'HTML',
    reply_markup: { force_reply: true, selective: true, input_field_placeholder: placeholder.slice(0, 64) },
  });
  const row = { userId: ctx.member.id, form: `${formPrefix}${ctx.chatId}:${sent.message_id}` };
  await ctx.operation.db.formDraft.create({
    data: { ...row, values: JSON.parse(JSON.stringify({ prompt: prompt.id, input })) },
  });
}

/** Hands replies to the questions they answer. */
export function routePrompts(prompts: readonly Prompt<never>[]): Middleware<BotContext> {
  const byId = new Map(prompts.map((prompt) => [prompt.id, prompt]));
  return async (ctx, next) => {
    const text = ctx.message?.text?.trim();
    if (!text || text.startsWith('/') || !isMember(ctx)) return next();
    const row = await findQuestion(ctx);
    const stored = Stored.safeParse(row?.values);
    const prompt = stored.success ? byId.get(stored.data.prompt) : undefined;
    if (!row || !stored.success || !prompt) return next();
    await prompt.answer(ctx, stored.data.input, text);
    await ctx.operation.db.formDraft.deleteMany({ where: { id: row.id } });
  };
}

async function findQuestion(ctx: MemberContext) {
  const { db, clock } = ctx.operation;
  const userId = ctx.member.id;
  const repliedTo = ctx.message?.reply_to_message?.message_id;
  if (repliedTo !== undefined)
    return db.formDraft.findFirst({ where: { userId, form: `${formPrefix}${ctx.chatId}:${repliedTo}` } });
  const since = new Date(clock.now().getTime() - looseAnswerMs);
  return db.formDraft.findFirst({
    where: { userId, form: { startsWith: `${formPrefix}${ctx.chatId}:` }, updatedAt: { gt: since } },
    orderBy: { updatedAt: 'desc' },
  });
}
