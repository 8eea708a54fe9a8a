import { describe, expect, test } from 'vitest';
import { readOptOut } from '#domain/conversations/opt-out.ts';

const everything = [
  'стоп',
  'СТОП!',
  'Stop',
  'STOP.',
  '/stop',
  'отписаться',
  'Отпишите меня',
  'unsubscribe',
  'Хватит',
  'оставьте меня в покое',
  'leave me alone',
  'не беспокойте меня больше',
  'отстаньте от меня',
  'удалите мои данные',
  'delete my data',
  'do not contact me',
  'stop contacting me',
  'отзываю согласие на обработку данных',
  'не связывайтесь со мной',
];
const calls = [
  'не звоните',
  'Больше не звоните мне',
  'Пожалуйста, не звоните мне больше',
  'прошу не звонить',
  'не надо мне звонить',
  'не нужно звонить',
  'хватит мне названивать',
  'перестаньте звонить',
  'прекратите звонки',
  'не звони',
  'не перезванивайте',
  'Не надо перезванивать, я передумал',
  'никогда мне не звоните',
  'удалите мой номер',
  'уберите мой телефон из базы',
  'больше никаких звонков',
  'не хочу чтобы мне звонили',
  'не желаю получать звонки',
  'do not call',
  "Don't call me",
  'Don’t call me',
  'dont call me again',
  'please do not call this number',
  'Stop calling me',
  'never call me again',
  'no more calls please',
  'remove my number from your list',
  'put me on your do not call list',
  'i don’t want you to call me',
  'I do not want to be called',
];
const messages = [
  'не пишите мне',
  'больше не пишите',
  'прекратите слать рассылку',
  'не присылайте мне ничего',
  'не надо мне писать',
  'stop messaging me',
  "don't text me",
  'stop texting',
  'please do not message me again',
  'отпишите меня от рассылки',
  'remove me from your mailing list',
  'не шлите спам',
];
const unsure = [
  'не звоните до 12',
  'не звоните сегодня',
  'вы мне не звоните уже неделю',
  'почему вы не звоните',
  "Don't call before 10",
  "please don't call me at night",
  "don't call me today, tomorrow is fine",
  'если не ответят - не звоните',
  'не пишите ночью',
  'Можно не звонить, напишите',
];
const nothing = [
  '',
  '🙂',
  'Сколько стоит?',
  "I can't stop thinking about it",
  'стоп-лист есть?',
  'позвоните мне завтра',
  'не могу дозвониться',
  'call me',
  'please call',
  'Стоп-кран сломался, нужна замена',
  'Я не звонила вам',
  'мне не звонили',
  'Жду звонка',
  'остановка на конечной',
  'non-stop доставка есть?',
  "Don't forget to call me",
  'не забудьте позвонить',
  'почему мне никто не звонит',
  "we don't call it that",
  'you can stop by tomorrow',
  'хватит ли 2 литров?',
  'Хватит на кухню 10 метров?',
  'does the bus stop here',
];

describe('What a client asks us to stop', () => {
  test.each(everything)('"%s" stops calls and messages.', (text) => {
    expect(readOptOut(text)).toEqual({ calls: true, messages: true, unsure: false });
  });
  test.each(calls)('"%s" stops calls.', (text) => {
    expect(readOptOut(text)).toEqual({ calls: true, messages: false, unsure: false });
  });
  test.each(messages)('"%s" stops messages.', (text) => {
    expect(readOptOut(text)).toEqual({ calls: false, messages: true, unsure: false });
  });
  test.each(unsure)('"%s" is left to a person.', (text) => {
    expect(readOptOut(text)).toEqual({ calls: false, messages: false, unsure: true });
  });
  test.each(nothing)('"%s" stops nothing.', (text) => {
    expect(readOptOut(text)).toBeNull();
  });
});
