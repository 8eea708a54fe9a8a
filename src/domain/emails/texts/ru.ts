import type { MailTexts } from '#domain/emails/texts/en.ts';

export const ru: MailTexts = {
  resetSubject: 'Новый пароль для Перезвона',
  reset: (p) =>
    `Здравствуйте, ${p.name}!\n\nКто-то попросил новый пароль для вашей учётной записи. Чтобы задать его, откройте ссылку в течение ${p.minutes} минут:\n\n${p.link}\n\nСсылка сработает один раз. Если это были не вы, ничего не делайте: пароль останется прежним.\n`,
};
