import { describe, expect, it } from 'vitest';
import { readActionItem, toActionItems } from '#integrations/offline-ai/call/action-items.ts';
import { findCommitments } from '#integrations/offline-ai/call/commitments.ts';
import { sentencesOf } from '#integrations/offline-ai/text/sentences.ts';

type Turn = [speaker: 'A' | 'B', text: string];

function commitmentsIn(...turns: Turn[]) {
  return findCommitments(
    sentencesOf(turns.map(([speaker, text], index) => ({ speaker, text, startMs: index, endMs: index + 1 }))),
  );
}

describe('a commitment', () => {
  it.each([
    ['us', 'B', 'Я вам всё распишу в письме и отправлю сегодня'],
    ['us', 'B', 'Курьер привезёт завтра до двух'],
    ['us', 'B', 'Сделаю для вас подборку квартир'],
    ['us', 'B', 'Сегодня же верну вам предоплату'],
    ['asked', 'A', 'Запишите меня на вторник'],
    ['asked', 'A', 'Позвоните моему мужу'],
    ['client', 'A', 'Скину паспорт вечером'],
    ['agreed', 'A', 'Давайте тогда в субботу утром'],
    ['stop', 'A', 'Забудьте мой номер'],
    [null, 'B', 'Мы обычно отправляем по средам?'],
    [null, 'A', 'Я вам уже всё отправил'],
    ['us', 'B', "I'll drop off the samples on Friday"],
    ['us', 'B', "We'll send an engineer on Monday"],
    ['asked', 'A', 'Would you mind emailing me the details?'],
    ['asked', 'A', 'Let me know the price please'],
    ['client', 'A', "I'll transfer the deposit today"],
    ['stop', 'A', 'Never call me again'],
    [null, 'B', 'We have sent it already'],
    ['us', 'B', 'Я вам сегодня вечером скину договор в ватсап'],
    ['agreed', 'B', 'Договорились, завтра в девять я у вас'],
    ['us', 'B', 'Мы подготовим смету и пришлём до пятницы'],
    ['us', 'B', 'Сейчас уточню на складе и перезвоню через десять минут'],
    ['us', 'B', 'Я передам вашу просьбу руководителю'],
    ['us', 'B', 'Поставлю вас в очередь на замер в четверг'],
    ['us', 'B', 'Обязательно свяжемся с вами в начале недели'],
    ['us', 'B', 'Хорошо, тогда высылаю счёт'],
    ['asked', 'A', 'Наберите меня, пожалуйста, после шести'],
    ['asked', 'A', 'А можете фото прислать?'],
    ['asked', 'A', 'Мне бы прайс на почту'],
    ['asked', 'A', 'Вышлите коммерческое, я директору покажу'],
    ['asked', 'A', 'Забронируйте столик на двоих на пятницу'],
    ['asked', 'A', 'Хочу, чтобы мне перезвонил старший менеджер'],
    ['client', 'A', 'Я завтра оплачу счёт'],
    ['client', 'A', 'Я перезвоню вам в понедельник'],
    ['client', 'A', 'Мы подъедем к вам в субботу к одиннадцати'],
    ['agreed', 'A', 'Давайте в четверг в три'],
    ['agreed', 'B', 'Значит, ждём вас в пятницу в десять'],
    ['stop', 'A', 'Больше мне не звоните'],
    [null, 'B', 'Хотите, я вам перезвоню?'],
    [null, 'B', 'Вы нам обещали перезвонить'],
    [null, 'A', 'Мне обещали перезвонить, но не перезвонили'],
    [null, 'A', 'Я не буду вам перезванивать'],
    [null, 'B', 'Мы работаем с девяти до шести'],
    [null, 'A', 'Сколько стоит доставка?'],
    [null, 'B', 'Сейчас посмотрим, что можно сделать'],
    [null, 'A', 'Вчера я отправил вам письмо'],
    [null, 'B', 'Меня зовут Анна, я звоню по вашей заявке'],
    [null, 'A', 'Я подумаю'],
    [null, 'B', 'Если хотите, можем отправить каталог'],
    ['us', 'B', "I'll get that over to you by end of day"],
    ['us', 'B', "We'll ship it out first thing tomorrow"],
    ['us', 'B', 'Let me check with the warehouse and call you back'],
    ['us', 'B', "I'm going to email you the contract"],
    ['us', 'B', 'Someone from our team will reach out on Monday'],
    ['us', 'B', "I'll put you down for Tuesday at nine"],
    ['asked', 'A', 'Could you send me a brochure?'],
    ['asked', 'A', 'Give me a call after five'],
    ['asked', 'A', 'Please email me the invoice'],
    ['asked', 'A', 'Can somebody call me back tomorrow?'],
    ['asked', 'A', "I'd need a quote by Friday"],
    ['client', 'A', "I'll pay the invoice tomorrow"],
    ['client', 'A', "I'll call you on Monday"],
    ['client', 'A', "We'll come by on Saturday"],
    ['agreed', 'B', 'Great, see you on Friday at ten'],
    ['agreed', 'A', "Let's do Wednesday at noon"],
    ['stop', 'A', 'Please take me off your list'],
    [null, 'B', 'Would you like me to send you a brochure?'],
    [null, 'A', 'You promised to call me back'],
    [null, 'B', 'We are open from nine to five'],
    [null, 'A', 'I sent you an email yesterday'],
    [null, 'A', "I'll think about it"],
    [null, 'B', 'I am calling about your request'],
    [null, 'A', 'Do you ship to Alaska?'],
    [null, 'A', "Don't send me anything"],
    ['us', 'B', 'тогда я вас записываю на среду на одиннадцать'],
    ['us', 'B', 'Я подготовлю коммерческое предложение и отправлю вам на почту'],
    ['us', 'B', 'В понедельник утром вам позвонит мой коллега'],
    ['us', 'B', 'Мы вернём вам деньги в течение десяти дней'],
    ['us', 'B', 'Давайте я пришлю вам фото и видео'],
    ['us', 'B', 'Заменим бесплатно'],
    ['us', 'B', 'Оформлю заявку на выезд мастера'],
    ['us', 'B', 'Я всё проверю и отпишусь'],
    ['asked', 'A', 'отправьте мне смс с адресом'],
    ['asked', 'A', 'Мне нужно, чтобы вы прислали акт'],
    ['asked', 'A', 'Посчитайте, пожалуйста, на три комнаты'],
    ['asked', 'A', 'Перенесите, пожалуйста, на пятницу'],
    ['asked', 'A', 'Свяжитесь со мной ближе к выходным'],
    ['client', 'A', 'Я скину вам размеры вечером'],
    ['client', 'A', 'Приеду в офис завтра'],
    ['client', 'A', 'Мы оплатим на следующей неделе'],
    ['agreed', 'A', 'Тогда давайте завтра в два'],
    ['stop', 'A', 'Пожалуйста, не звоните больше на этот номер'],
    [null, 'B', 'Вам удобно сейчас говорить?'],
    [null, 'B', 'Я отправлял вам письмо на прошлой неделе'],
    [null, 'A', 'А вы можете не звонить так рано?'],
    [null, 'A', 'Мне никто не перезвонил'],
    [null, 'B', 'У нас есть доставка по всей России'],
    [null, 'B', 'Вы сможете приехать завтра?'],
    [null, 'A', 'Я посмотрю'],
    [null, 'A', 'Мне не нужно ничего присылать'],
    ['us', 'B', "I'll have my colleague call you tomorrow morning"],
    ['us', 'B', 'We will replace it free of charge'],
    ['us', 'B', "I'll send over the paperwork this afternoon"],
    ['us', 'B', 'We are going to refund you within five days'],
    ['us', 'B', "I'll make a note and follow up next week"],
    ['asked', 'A', 'Text me the address please'],
    ['asked', 'A', 'Can you check if it is in stock?'],
    ['asked', 'A', 'Please reschedule me for Friday'],
    ['asked', 'A', 'I want you to fix it this week'],
    ['client', 'A', "I'll bring the documents tomorrow"],
    ['client', 'A', 'I will send you the measurements tonight'],
    ['agreed', 'A', "Okay, let's say Thursday at two"],
    ['stop', 'A', "Don't ever call me again"],
    [null, 'B', 'Do you have a minute?'],
    [null, 'B', 'I sent you an email last week'],
    [null, 'A', 'Nobody called me back'],
    [null, 'B', 'We can deliver anywhere in the country?'],
    [null, 'A', 'I will see'],
    [null, 'A', 'There is no need to send anything'],
    [null, 'B', 'Our office is open on Saturday'],
  ] as const)('is %s when %s says «%s»', (kind, speaker, text) => {
    expect(commitmentsIn([speaker, text])[0]?.kind ?? null).toBe(kind);
  });
});

describe('next steps', () => {
  const itemsOf = (...turns: Turn[]) => toActionItems(commitmentsIn(...turns), 'ru');

  it('list a request that we promised to fulfil once, as the promise', () => {
    expect(itemsOf(['A', 'Пришлите, пожалуйста, прайс.'], ['B', 'Хорошо, пришлю сегодня до вечера.'])).toEqual([
      'Мы: «Хорошо, пришлю сегодня до вечера.»',
    ]);
  });

  it('keep a request that names a time when the promise names none', () => {
    expect(itemsOf(['A', 'Перезвоните мне завтра в десять.'], ['B', 'Хорошо, перезвоню.'])).toHaveLength(2);
  });

  it('are nothing but "do not call" when the client asked for that', () => {
    const items = itemsOf(
      ['B', 'Я вам завтра перезвоню.'],
      ['A', 'Не звоните мне больше.'],
      ['B', 'Хорошо, отправлю извинения.'],
    );
    expect(items).toEqual(['Больше не звонить: «Не звоните мне больше.»']);
  });

  it('can be read back, also when their end was cut off', () => {
    expect(readActionItem('Мы: «Перезвоню завтра.»')).toEqual({ kind: 'us', text: 'Перезвоню завтра.' });
    expect(readActionItem('Client asks: «Send me the br…')).toEqual({ kind: 'asked', text: 'Send me the br…' });
    expect(readActionItem('Send the brochure')).toBeNull();
  });
});
