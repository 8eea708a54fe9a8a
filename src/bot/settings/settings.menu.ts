import { Menu } from '@grammyjs/menu';
import { updateContact } from '#domain/contacts/update-contact.ts';
import { getSettings } from '#domain/settings/get-settings.ts';
import { testSetting } from '#domain/settings/test-setting.ts';
import { actorHas } from '#domain/permissions.ts';
import { setLanguage } from '#domain/users/set-language.ts';
import type { BotContext } from '#bot/context.ts';
import { html, lines } from '#bot/formatting.ts';
import { isMember } from '#bot/middleware/members-only.ts';
import { resetCommands } from '#bot/menu/commands.ts';
import { say, toMessage } from '#bot/screen.ts';
import { showServices } from '#bot/settings/connections.ts';
import { textsFor } from '#bot/texts/texts.ts';
import type { Language } from '#bot/texts/texts.ts';

const languages = ['ru', 'en'] as const satisfies Language[];
const serviceNames = {
  telegram: 'Telegram',
  retell: 'Retell',
  openai: 'AI',
  storage: 'Storage',
  email: 'SMTP',
} as const;

/** The settings screen: drawn only as an answer to the person, so the menu plugin may draw it. */
export const settingsMenu = new Menu<BotContext>('settings', {
  autoAnswer: false,
  onMenuOutdated: async (ctx) => {
    await say(ctx, ctx.texts.menu.outdatedMenu);
    await showSettings(ctx);
  },
}).dynamic((ctx, range) => {
  for (const language of languages) {
    const mark = ctx.language === language ? '• ' : '';
    range.text({ text: `${mark}${ctx.texts.start.languageNames[language]}`, payload: language }, chooseLanguage);
  }
  range.row();
  if (isMember(ctx) && actorHas(ctx.operation.actor, 'settings.write'))
    range.text(ctx.texts.menu.checkConnections, checkConnections).row();
  if (isMember(ctx) && actorHas(ctx.operation.actor, 'settings.read'))
    range.text(ctx.texts.connections.button, openServices).row();
  range.text(ctx.texts.menu.close, async (tapped) => void (await tapped.deleteMessage()));
});

/** Sends the settings, or for clients the choice of language. */
export async function showSettings(ctx: BotContext): Promise<void> {
  const text = isMember(ctx) ? ctx.texts.menu.settingsTitle : html`${ctx.texts.start.chooseLanguage}`;
  await ctx.reply(toMessage({ text }).text, { parse_mode: 'HTML', reply_markup: settingsMenu });
}

async function openServices(ctx: BotContext): Promise<void> {
  if (isMember(ctx)) await showServices(ctx);
}

async function chooseLanguage(ctx: BotContext): Promise<void> {
  const language = languages.find((candidate) => candidate === ctx.match);
  if (!language) return;
  const texts = textsFor(language);
  Object.assign(ctx, { language, texts });
  if (isMember(ctx)) {
    const member = await setLanguage(ctx.operation, { language });
    if (ctx.chatId !== undefined) await resetCommands(ctx.api, ctx.chatId, member);
  } else if (ctx.from) {
    const { db } = ctx.asSystem;
    const contact = await db.contact.findFirst({ where: { telegramUserId: BigInt(ctx.from.id), deletedAt: null } });
    if (contact) await updateContact(ctx.asSystem, { contactId: contact.id, language });
  }
  await say(ctx, texts.start.languageSet);
}

async function checkConnections(ctx: BotContext): Promise<void> {
  if (!isMember(ctx)) return;
  const settings = await getSettings(ctx.operation);
  const { menu } = ctx.texts;
  const results = await Promise.all(
    settings.map(async ({ key }) => ({ key, test: await testSetting(ctx.operation, { key }) })),
  );
  await say(ctx, lines(...results.map(({ key, test }) => menu.connection(serviceNames[key], test.ok, test.message))));
}
