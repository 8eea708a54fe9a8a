import { en } from '#bot/texts/en/en.ts';
import { ru } from '#bot/texts/ru/ru.ts';

export type Language = 'ru' | 'en';
export type Texts = typeof en;

const byLanguage: Record<Language, Texts> = { en, ru };

/** All texts of the bot in one language. */
export function textsFor(language: Language): Texts {
  return byLanguage[language];
}

/** Our language for Telegram's `language_code`: Russian for it and its neighbours, English for the rest. */
export function languageOf(code: string | undefined): Language {
  return /^(ru|be|kk|uk|ky|uz|tg)\b/.test(code ?? '') ? 'ru' : 'en';
}
