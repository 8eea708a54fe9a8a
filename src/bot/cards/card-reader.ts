import type { Context } from '#domain/context.ts';
import { getOrganization } from '#domain/organizations/get-organization.ts';
import type { CardToDraw } from '#domain/ports/messenger.ts';
import { listReportChannels } from '#domain/settings/list-report-channels.ts';
import { getUser } from '#domain/users/get-user.ts';
import type { Reader } from '#bot/context.ts';
import { textsFor } from '#bot/texts/texts.ts';
import type { Language } from '#bot/texts/texts.ts';

/** Who reads a card: its member, or the report channel's language and the organization's clock. */
export async function readerOf(ctx: Context, card: CardToDraw): Promise<Reader> {
  const organization = await getOrganization(ctx);
  if (card.userId !== null) {
    const user = await getUser(ctx, { userId: card.userId });
    return reader(user.language, user.timeZone ?? organization.timeZone);
  }
  const channel = (await listReportChannels(ctx)).find(({ chatId }) => chatId === String(card.chatId));
  return reader(channel?.language ?? organization.language, channel?.timeZone ?? organization.timeZone);
}

function reader(language: Language, timeZone: string): Reader {
  return { language, timeZone, texts: textsFor(language) };
}
