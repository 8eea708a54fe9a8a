import { describe, expect, it } from 'vitest';
import { findTopics } from '#integrations/offline-ai/call/topics.ts';
import { detectLanguage } from '#integrations/offline-ai/text/language.ts';
import { sentencesOf } from '#integrations/offline-ai/text/sentences.ts';
import { stem } from '#integrations/offline-ai/text/words.ts';

const said = (...texts: string[]) =>
  sentencesOf(texts.map((text, index) => ({ speaker: 'A' as const, text, startMs: index, endMs: index + 1 })));

describe('the topics of a call', () => {
  it.each([
    ['доставка', 'ru', 'Когда привезут холодильник? Мне обещали доставку во вторник.'],
    ['гарантия', 'ru', 'Какая гарантия на двигатель?'],
    ['кредит и рассрочка', 'ru', 'Можно взять в кредит или в рассрочку на год?'],
    ['жалоба', 'ru', 'Хочу пожаловаться на вашего курьера'],
    ['тест-драйв', 'ru', 'Запишите на тест драйв'],
    ['недвижимость', 'ru', 'Ищу двушку в новостройке'],
    ['страховка', 'ru', 'Сколько стоит каско?'],
    ['техническая поддержка', 'ru', 'Личный кабинет выдаёт ошибку при входе'],
    ['обучение', 'ru', 'Интересуют курсы английского для ребёнка'],
    ['возврат', 'ru', 'Хочу оформить возврат товара'],
    ['путешествие', 'ru', 'Подберите тур в Турцию на двоих'],
    ['здоровье', 'ru', 'Хочу попасть к стоматологу'],
    ['delivery', 'en', 'When will my parcel be delivered?'],
    ['warranty', 'en', 'Is the warranty two years?'],
    ['refund', 'en', 'I want my money back'],
    ['financing', 'en', 'Do you offer installments or a loan?'],
    ['demo', 'en', 'Could we have a demo of the product?'],
    ['integration', 'en', 'Does it integrate with Salesforce?'],
    ['real estate', 'en', 'I am looking for a two bedroom flat'],
    ['cancellation', 'en', 'I want to cancel my subscription'],
    ['insurance', 'en', 'I need insurance for my van'],
    ['technical support', 'en', 'The app crashes when I log in'],
  ] as const)('hold %s (%s) for «%s»', (topic, language, text) => {
    expect(findTopics(said(text), '', language)).toContain(topic);
  });

  it('are at most five, most spoken of first', () => {
    const topics = findTopics(
      said(
        'Сколько стоит доставка?',
        'А доставка в субботу?',
        'Какая гарантия?',
        'Есть скидка?',
        'Можно в кредит?',
        'Когда монтаж?',
        'А возврат?',
      ),
      '',
      'ru',
    );
    expect(topics).toHaveLength(5);
    expect(topics[0]).toBe('доставка');
  });

  it('hold a word of its own that keeps coming back, in its commonest form', () => {
    const topics = findTopics(
      said('Нужен котёл в дом.', 'Котёл газовый.', 'А какой котёл тише?', 'Про котлы я мало знаю.'),
      '',
      'ru',
    );
    expect(topics).toContain('котел');
  });

  it('are none when nothing was said about anything', () => {
    expect(findTopics(said('Алло.', 'Да, да.', 'Хорошо.'), '', 'ru')).toEqual([]);
  });
});

describe('the stem of a word', () => {
  it.each([
    ['доставка', 'доставки', 'доставку', 'доставкой'],
    ['договор', 'договора', 'договору', 'договорами'],
    ['интересный', 'интересная', 'интересные', 'интересного'],
    ['deliver', 'delivers', 'delivered', 'delivering'],
    ['price', 'prices', 'priced', 'pricing'],
    ['company', 'companies'],
  ])('is one for all forms of %s', (...forms) => {
    expect(new Set(forms.map(stem)).size).toBe(1);
  });
});

describe('the language of a text', () => {
  it.each([
    ['ru', 'Здравствуйте, я звоню по поводу заявки'],
    ['uk', 'Добрий день, я хотів би дізнатися ціну її послуг'],
    ['kk', 'Сәлеметсіз бе, бағасы қанша болады'],
    ['en', 'Hello, I am calling about the price of the service'],
    ['de', 'Guten Tag, ich möchte wissen, wie viel das kostet und ob es noch da ist'],
    ['es', 'Hola, quería saber el precio de la instalación y si está disponible, gracias'],
    ['fr', 'Bonjour, je voudrais savoir le prix et si vous êtes disponible, merci'],
    ['ru', 'Да, CRM и API нам нужны, пришлите proposal'],
  ])('is %s in «%s»', (code, text) => {
    expect(detectLanguage(text, 'en')).toBe(code);
  });

  it('is the fallback when there are no letters', () => {
    expect(detectLanguage('123 …', 'ru')).toBe('ru');
  });
});
