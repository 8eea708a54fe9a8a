import type { Middleware } from 'grammy';
import type { User } from 'grammy/types';
import { findUserByTelegram } from '#domain/users/find-user-by-telegram.ts';
import { getOrganization } from '#domain/organizations/get-organization.ts';
import type { Context } from '#domain/context.ts';
import type { BotContext, BotDeps } from '#bot/context.ts';
import { keyboardsFor } from '#bot/buttons.ts';
import { languageOf, textsFor } from '#bot/texts/texts.ts';
import type { Language } from '#bot/texts/texts.ts';

/** What a client chose, else what their Telegram speaks. */
async function languageOfClient(asSystem: Context, from: User | undefined): Promise<Language> {
  const contact = from
    ? await asSystem.db.contact.findFirst({
        where: { telegramUserId: BigInt(from.id), deletedAt: null },
        select: { language: true },
      })
    : null;
  return contact?.language ?? languageOf(from?.language_code);
}

async function findFormerMember(asSystem: Context, from: User | undefined): Promise<{ language: Language } | null> {
  if (!from) return null;
  return asSystem.db.user.findFirst({
    where: { telegramUserId: BigInt(from.id), disabledAt: { not: null } },
    select: { language: true },
  });
}

const organizationFreshMs = 30_000;

/** Finds out who writes and gives the update its operation context, language, time zone and keyboards. */
export function identify(deps: BotDeps): Middleware<BotContext> {
  const { organizationId, make } = deps;
  let organization: { timeZone: string; readAt: number } | undefined;

  async function timeZoneOfOrganization(asSystem: Context): Promise<string> {
    if (!organization || Date.now() - organization.readAt > organizationFreshMs) {
      organization = { timeZone: (await getOrganization(asSystem)).timeZone, readAt: Date.now() };
    }
    return organization.timeZone;
  }

  return async (ctx, next) => {
    const requestId = `telegram-${ctx.me.id}-${ctx.update.update_id}`;
    const asSystem = make({
      organizationId,
      actor: { kind: 'system', id: null, name: 'Telegram' },
      door: 'bot',
      requestId,
    });
    const member = ctx.from ? await findUserByTelegram(asSystem, String(ctx.from.id)) : null;
    const former = member ? null : await findFormerMember(asSystem, ctx.from);
    const language = (member ?? former)?.language ?? (await languageOfClient(asSystem, ctx.from));
    Object.assign(ctx, {
      deps,
      asSystem,
      member,
      isFormerMember: former !== null,
      language,
      texts: textsFor(language),
      timeZone: member?.timeZone ?? (await timeZoneOfOrganization(asSystem)),
      operation: member
        ? make({
            organizationId,
            actor: {
              kind: 'user',
              id: member.id,
              name: member.name,
              role: member.role,
              permissions: member.permissions,
            },
            door: 'bot',
            requestId,
          })
        : asSystem,
      keyboard: keyboardsFor(deps.signer, ctx.chatId ?? ctx.from?.id ?? 0),
    });
    await next();
  };
}
