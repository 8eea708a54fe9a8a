import { z } from 'zod';
import { actorView } from '../views.ts';
import { inlineQueries } from '../methods/queries.ts';
import type { InlineAnswer } from '../methods/queries.ts';
import { botNamed, chatAt, command } from './command.ts';
import { seeMessage } from './seen-message.ts';
import type { SeenMessage } from './seen-message.ts';
import { sendAs } from './send-as.ts';
import { parseFormatted } from '../entities/format-text.ts';
import { parseReplyMarkup } from '../reply-markup.ts';

const place = { userId: z.number(), chatKey: z.string() };

export const inlineCommands = {
  inlineQuery: command(
    z.object({
      userId: z.number(),
      bot: z.string(),
      query: z.string(),
      offset: z.string().default(''),
      chatType: z.string().default('sender'),
      waitMs: z.number().default(5_000),
    }),
    async (station, input): Promise<InlineAnswer | null> => {
      const { world, delivery } = station;
      const bot = botNamed(station, input.bot);
      const id = world.newId();
      return new Promise((resolve) => {
        const timer = setTimeout(() => {
          inlineQueries.delete(id);
          resolve(null);
        }, input.waitMs);
        const answer = (result: InlineAnswer): void => {
          clearTimeout(timer);
          resolve(result);
        };
        inlineQueries.set(id, { botId: bot.id, atMs: world.nowMs(), answer });
        world.act(() =>
          delivery.enqueue(bot, 'inline_query', input.userId, {
            id,
            from: actorView(world, input.userId),
            query: input.query,
            offset: input.offset,
            chat_type: input.chatType,
          }),
        );
      });
    },
  ),

  chooseInlineResult: command(
    z.object({ ...place, bot: z.string(), query: z.string().default(''), result: z.record(z.string(), z.unknown()) }),
    (station, input): SeenMessage => {
      const chat = chatAt(station, input.chatKey);
      const bot = botNamed(station, input.bot);
      const inline = z.looseObject({ message_text: z.string().default(''), parse_mode: z.string().optional() }).parse(
        input.result['input_message_content'] ?? {
          message_text: typeof input.result['title'] === 'string' ? input.result['title'] : '',
        },
      );
      const { text, entities } = parseFormatted(inline.message_text, inline.parse_mode, undefined);
      const markup = input.result['reply_markup'];
      const message = sendAs(
        station,
        chat,
        input.userId,
        { text, entities },
        {
          viaBotId: bot.id,
          markup: markup === undefined ? undefined : parseReplyMarkup(markup, chat.type),
        },
      );
      station.delivery.enqueue(bot, 'chosen_inline_result', input.userId, {
        result_id: typeof input.result['id'] === 'string' ? input.result['id'] : '',
        from: actorView(station.world, input.userId),
        query: input.query,
      });
      return seeMessage(station.world, chat, message);
    },
  ),
};
