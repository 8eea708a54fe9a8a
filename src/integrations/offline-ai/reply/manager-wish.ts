import { normalize } from '#integrations/offline-ai/text/words.ts';

export interface Wish {
  isShort: boolean;
  isFormal: boolean;
  apologize: boolean;
  /** «Предложи субботу в 11»: what to offer. */
  offer: string | null;
  /** «Добавь, что парковка бесплатная»: a sentence to add, in the manager's words. */
  mention: string | null;
}

/** What can be done about a manager's wish without understanding language: tone words, and "add that …" word for word. */
export function readWish(hint: string | null): Wish {
  const text = (hint ?? '').trim();
  const normalized = normalize(text);
  const mention =
    /(?:добавь(?:те)?|упомяни(?:те)?|напиши(?:те)?|скажи(?:те)?|сообщи(?:те)?|напомни(?:те)?|mention|say|add|tell (?:them|him|her)|write|note|remind (?:them|him|her))[,:]? (?:что|that|:)\s*(.+)$/iu.exec(
      text,
    )?.[1];
  const offer =
    /(?:предложи(?:те)?|offer|suggest|propose)[,:]? (?:(?:ему|ей|им|клиенту|them|him|her|the client) )?(.+)$/iu.exec(
      text,
    )?.[1];
  return {
    isShort: /короч|кратк|коротк|short|brief|concise/.test(normalized),
    isFormal: /официальн|формальн|делов|formal|official/.test(normalized),
    apologize: /извин|прости|apolog|sorry/.test(normalized),
    offer: offer && !mention ? bare(offer) : null,
    mention: mention ? sentence(mention) : null,
  };
}

function bare(text: string): string {
  return text
    .trim()
    .replace(/[.!\s]+$/, '')
    .slice(0, 300);
}

function sentence(text: string): string {
  const words = bare(text);
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}
