import { en } from '#domain/emails/texts/en.ts';
import type { MailTexts } from '#domain/emails/texts/en.ts';
import { ru } from '#domain/emails/texts/ru.ts';
import type { Language } from '#prisma/generated/enums.ts';

/** The product's own mails in a person's language. */
export function mailTextsFor(language: Language): MailTexts {
  return language === 'ru' ? ru : en;
}
