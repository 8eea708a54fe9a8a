import { GrammyError } from 'grammy';
import type { Filter } from 'grammy';
import type { InlineQueryResultArticle } from 'grammy/types';
import { messageOf } from '#platform/errors.ts';
import { search } from '#domain/search/search.ts';
import type { SearchResult } from '#domain/search/search-result.ts';
import type { BotContext, MemberContext } from '#bot/context.ts';
import { showTime } from '#bot/dates.ts';
import { html, lines, shorten } from '#bot/formatting.ts';
import { isMember } from '#bot/middleware/members-only.ts';
import { recordOf, titleOf } from '#bot/search/found-lines.ts';
import { recordLink } from '#bot/search/record-link.ts';

/** Payloads of `/start` that open no record: the search, and a greeting. */
export const searchPayload = 'find';
export const helloPayload = 'hello';

const mostResults = 20;
/** Other words are typed meanwhile, and what may be seen changes. */
const cacheSec = 2;

/**
 * `@bot words` in any chat: a member chooses a record and sends its name with a button that opens it for members. What is
 * sent has no numbers, addresses or quotes: the chat may be anybody's.
 */
export async function answerInline(ctx: Filter<BotContext, 'inline_query'>): Promise<void> {
  const { texts, me } = ctx;
  const options = { is_personal: true, cache_time: cacheSec };
  try {
    if (!isMember(ctx)) {
      const button = { text: texts.search.inlineForTeam, start_parameter: helloPayload };
      return void (await ctx.answerInlineQuery([], { ...options, button }));
    }
    const results = await findArticles(ctx, me.username);
    const text = results.length > 0 ? texts.search.inlineOpen : texts.search.inlineNothing;
    const button = {
      text: ctx.inlineQuery.query.trim() === '' ? texts.search.inlineHint : text,
      start_parameter: searchPayload,
    };
    await ctx.answerInlineQuery(results, { ...options, button });
  } catch (error) {
    // Telegram waits some seconds only, and then nobody looks at the answer any more.
    if (!(error instanceof GrammyError) || error.error_code !== 400) throw error;
    ctx.deps.log.debug({ err: messageOf(error) }, 'an inline query could not be answered');
  }
}

async function findArticles(
  ctx: Filter<BotContext, 'inline_query'> & MemberContext,
  botUsername: string,
): Promise<InlineQueryResultArticle[]> {
  const { items } = await search(ctx.operation, { query: ctx.inlineQuery.query, limit: mostResults });
  const seen = new Set<string>();
  return items.flatMap((item) => {
    const record = recordOf(item);
    const key = record ? `${record.kind}:${record.id}` : '';
    if (!record || seen.has(key)) return [];
    seen.add(key);
    return [toArticle(item, recordLink(botUsername, record), ctx)];
  });
}

function toArticle(item: SearchResult, url: string, ctx: MemberContext): InlineQueryResultArticle {
  const { search: texts, calls } = ctx.texts;
  const title = titleOf(item, ctx);
  const where = item.highlights.find(({ field }) => field !== 'name')?.text;
  const isRecord = item.kind === 'lead' || item.kind === 'deal' || item.kind === 'company' || item.kind === 'contact';
  const text = lines(
    html`${texts.icons[item.kind]} <b>${shorten(title, 120)}</b>`,
    isRecord ? item.subtitle : `${texts.kinds[item.kind]} · ${showTime(item.at, ctx)}`,
  );
  return {
    type: 'article',
    id: `${item.kind}:${item.id}`,
    title: shorten(`${texts.icons[item.kind]} ${title || calls.someone}`, 100),
    description: shorten([item.subtitle, where].filter((part) => part).join('\n'), 200),
    input_message_content: { message_text: text.source, parse_mode: 'HTML' },
    reply_markup: { inline_keyboard: [[{ text: texts.openCard, url }]] },
  };
}
