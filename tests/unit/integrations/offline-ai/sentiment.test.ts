import { describe, expect, it } from 'vitest';
import { judgeSentiment } from '#integrations/offline-ai/sentiment/judge-sentiment.ts';
import { sentencesOf } from '#integrations/offline-ai/text/sentences.ts';

function moodOf(...turns: [speaker: 'A' | 'B', text: string][]) {
  return judgeSentiment(
    sentencesOf(turns.map(([speaker, text], index) => ({ speaker, text, startMs: index, endMs: index + 1 }))),
  );
}

describe("the client's mood", () => {
  it.each([
    ['positive', 'Слушайте, вы прям волшебники'],
    ['positive', 'Я осталась очень довольна визитом'],
    ['positive', 'Всё понравилось, особенно подход к клиенту'],
    ['positive', 'Супер, меня это полностью устраивает'],
    ['positive', 'Вот это сервис, снимаю шляпу'],
    ['positive', 'Отлично, беру'],
    ['negative', 'Мне прислали не тот размер'],
    ['negative', 'Ваш оператор бросил трубку'],
    ['negative', 'Ремонт сделали криво, всё отваливается'],
    ['negative', 'Я уже устал объяснять одно и то же'],
    ['negative', 'Вы нарушили договор'],
    ['negative', 'Это развод чистой воды'],
    ['negative', 'Мастер пришёл пьяный'],
    ['neutral', 'Мне нужно уточнить адрес доставки'],
    ['neutral', 'Да, пришлите договор, посмотрю'],
    ['neutral', 'Какие у вас условия для юрлиц?'],
    ['neutral', 'Мы едем в отпуск в июне'],
    ['neutral', 'Я сейчас в дороге'],
    ['positive', 'That would be fantastic'],
    ['positive', 'Thanks, you have been a great help'],
    ['positive', 'I am glad I called'],
    ['negative', 'You sent me the wrong item'],
    ['negative', 'I was on hold for an hour'],
    ['negative', 'This company is a joke'],
    ['negative', 'I will never use you again'],
    ['negative', 'The agent hung up on me'],
    ['neutral', 'Can I get a callback at four?'],
    ['neutral', 'Our office is in Boston'],
    ['neutral', 'I would need that in writing'],
    ['neutral', 'Let me check my calendar'],
    ['positive', 'Честно говоря, не ожидала такого внимания, приятно'],
    ['positive', 'Ваш мастер сработал на пять с плюсом'],
    ['positive', 'Мы с вами уже второй год работаем и ни разу не пожалели'],
    ['positive', 'Ой, как здорово, давайте так и сделаем'],
    ['positive', 'Меня все устраивает, готова подписать'],
    ['positive', 'Вы меня просто спасли, спасибо вам огромное'],
    ['positive', 'Машина супер, жена в восторге'],
    ['positive', 'Это именно то, что я искал'],
    ['positive', 'Класс, жду с нетерпением'],
    ['positive', 'Да, мне очень интересно ваше предложение'],
    ['positive', 'Благодарю, вы очень подробно всё объяснили'],
    ['positive', 'Все прошло гладко, буду обращаться ещё'],
    ['negative', 'Я третий день не могу до вас дозвониться'],
    ['negative', 'Вы мне продали бракованный товар'],
    ['negative', 'Это просто издевательство какое-то'],
    ['negative', 'Деньги взяли, а работу не сделали'],
    ['negative', 'Ваш сотрудник разговаривал со мной по-хамски'],
    ['negative', 'Товар не соответствует описанию, я требую возврата'],
    ['negative', 'Ничего у вас не работает, сайт постоянно падает'],
    ['negative', 'Меня не предупредили о дополнительной комиссии, это нечестно'],
    ['negative', 'Никогда больше к вам не обращусь'],
    ['negative', 'Мне эти звонки уже надоели'],
    ['negative', 'Очень плохое качество, развалилось через неделю'],
    ['negative', 'Сколько мне ещё ждать, безответственные люди'],
    ['negative', 'Обещали одно, а по факту другое'],
    ['neutral', 'Скажите, а какой у вас график работы?'],
    ['neutral', 'Мне нужна информация по тарифам для юрлиц'],
    ['neutral', 'Да, это я оставлял заявку'],
    ['neutral', 'Нас двое взрослых и ребёнок, на июль'],
    ['neutral', 'Мне надо подумать, перезвоните через неделю'],
    ['neutral', 'Пришлите на почту, я посмотрю'],
    ['neutral', 'Объём примерно двадцать тонн в месяц'],
    ['neutral', 'Нет, мне не нужно, спасибо'],
    ['neutral', 'Я сейчас на совещании'],
    ['neutral', 'А если я приеду в субботу, вы работаете?'],
    ['neutral', 'Квартира на третьем этаже, лифта нет'],
    ['neutral', 'Хорошо, я вас услышал'],
    ['neutral', 'Дорогая редакция, вопрос по подписке'],
    ['positive', 'This is exactly what we were looking for'],
    ['positive', 'Your team did a great job, thank you'],
    ['positive', 'I am really excited about this'],
    ['positive', 'Everything went smoothly, we will definitely come back'],
    ['positive', 'Perfect, that works for me'],
    ['positive', 'I could not be happier with the result'],
    ['positive', 'You have made my day'],
    ['positive', 'I highly recommend them'],
    ['negative', 'I have called five times and nobody picks up'],
    ['negative', 'The product broke after two days'],
    ['negative', 'You charged me twice and I want my money back'],
    ['negative', "I don't appreciate being lied to"],
    ['negative', 'Your support is useless'],
    ['negative', 'I am fed up with these calls'],
    ['negative', 'The room was dirty and the staff was rude'],
    ['negative', "It's been a month and I still don't have my order"],
    ['negative', 'This is not what I ordered'],
    ['negative', 'You people never listen'],
    ['neutral', 'Do you deliver to Canada?'],
    ['neutral', 'My order number is 4521'],
    ['neutral', 'I need two rooms for three nights'],
    ['neutral', 'I will think about it and let you know'],
    ['neutral', 'We are comparing a few vendors at the moment'],
    ['neutral', 'Please send the details by email'],
    ['neutral', 'It is a three bedroom house, built in 1990'],
    ['neutral', 'I was wondering if you have this in blue'],
    ['neutral', 'How long does the installation take?'],
    ['neutral', 'Not at the moment, thanks'],
    ['positive', 'мне очень понравилось как вы работаете всё чётко и быстро'],
    ['positive', 'Отлично, тогда жду вас в пятницу'],
    ['positive', 'Вы большие молодцы, так держать'],
    ['positive', 'Приятно иметь с вами дело'],
    ['positive', 'Это было бы замечательно'],
    ['positive', 'Я согласна, оформляйте договор, меня всё устроило'],
    ['positive', 'Кофе у вас потрясающий'],
    ['positive', 'Ребёнок счастлив, спасибо за праздник'],
    ['positive', 'С удовольствием приеду на показ'],
    ['negative', 'меня это достало уже пятый звонок за день'],
    ['negative', 'Кухню привезли с царапинами и без ручек'],
    ['negative', 'Вы вообще понимаете что происходит? Я без интернета третьи сутки'],
    ['negative', 'Ваша программа тормозит и вылетает'],
    ['negative', 'Меня обманули с комиссией'],
    ['negative', 'Хамство полное, буду писать в прокуратуру'],
    ['negative', 'Вы сорвали нам сроки'],
    ['negative', 'Суп был холодный, официант забыл заказ'],
    ['negative', 'Я крайне возмущена вашим отношением'],
    ['negative', 'Что за бардак у вас там творится'],
    ['negative', 'Мне не нравится, как со мной разговаривают'],
    ['negative', 'Вы меня не слушаете'],
    ['neutral', 'мне нужно три окна пластиковых на дачу'],
    ['neutral', 'Алло, да, говорите'],
    ['neutral', 'По вторникам и четвергам после шести'],
    ['neutral', 'Запишите номер договора сорок пять двенадцать'],
    ['neutral', 'Можно узнать, во сколько приедет мастер?'],
    ['neutral', 'Я уточню у жены и скажу'],
    ['neutral', 'А если оплатить сразу, скидка будет?'],
    ['neutral', 'Вы до скольки работаете?'],
    ['neutral', 'Ну допустим, и что дальше?'],
    ['neutral', 'Нет, я ещё не смотрел'],
    ['neutral', 'У меня седан две тысячи пятнадцатого года'],
    ['positive', 'we are super happy with the new system'],
    ['positive', 'Oh wow, that is wonderful news'],
    ['positive', 'You were so patient with me, I appreciate it'],
    ['positive', 'I like the idea a lot'],
    ['positive', 'Great, book me in'],
    ['positive', 'The food was delicious'],
    ['positive', 'Easy process, very friendly people'],
    ['negative', 'this is the worst experience i have ever had'],
    ['negative', 'I feel cheated'],
    ['negative', 'The technician never showed up'],
    ['negative', 'You keep sending me the wrong part'],
    ['negative', 'I am tired of repeating myself'],
    ['negative', 'It took you two months to reply'],
    ['negative', 'Your app is full of bugs'],
    ['negative', 'I want to file a complaint'],
    ['negative', 'That is not acceptable'],
    ['negative', 'My car was returned with a scratch'],
    ['neutral', 'I am looking for a two bedroom apartment'],
    ['neutral', 'Could you repeat that please'],
    ['neutral', 'I have a meeting at three'],
    ['neutral', 'We have around fifty employees'],
    ['neutral', 'What are your opening hours?'],
    ['neutral', 'It depends on the price'],
    ['neutral', 'I will be in the area on Tuesday'],
    ['neutral', 'No, I have not received it yet'],
    ['neutral', 'Thanks, bye'],
    ['neutral', 'Is it possible to change the date?'],
  ])('is %s in «%s»', (sentiment, text) => {
    expect(moodOf(['A', text]).sentiment).toBe(sentiment);
  });

  it.each([
    ['нравится', 'не нравится'],
    ['доволен', 'не доволен'],
    ['это удобно', 'это неудобно'],
    ['отличный сервис', 'ужасный сервис'],
    ['I am happy with it', 'I am not happy with it'],
    ['it works well', "it doesn't work well"],
  ])('is better in «%s» than in «%s»', (better, worse) => {
    expect(moodOf(['A', better]).score).toBeGreaterThan(moodOf(['A', worse]).score);
  });

  it('is stronger with «очень» and weaker with «немного»', () => {
    const plain = moodOf(['A', 'Я недоволен.']).score;
    expect(moodOf(['A', 'Я очень недоволен.']).score).toBeLessThan(plain);
    expect(moodOf(['A', 'Я немного недоволен.']).score).toBeGreaterThan(plain);
  });

  it('is not made by our own politeness', () => {
    const polite = Array.from({ length: 6 }, (): ['B', string] => ['B', 'Отлично, замечательно, будем очень рады!']);
    expect(moodOf(['A', 'Алло, да.'], ...polite, ['A', 'Понятно.']).sentiment).toBe('neutral');
    expect(moodOf(['A', 'Ужасный сервис, я недоволен.'], ...polite).sentiment).toBe('negative');
  });

  it('is not made by manners, however often they are said', () => {
    const manners = Array.from({ length: 12 }, (): ['A', string] => ['A', 'Хорошо, спасибо.']);
    expect(moodOf(...manners).sentiment).toBe('neutral');
  });

  it('counts what follows «но», and how the talk ends', () => {
    expect(moodOf(['A', 'Сначала было ужасно, но потом всё сделали отлично.']).score).toBeGreaterThan(0);
    expect(moodOf(['A', 'Товар хороший, но доставка ужасная.']).score).toBeLessThan(0);
    expect(moodOf(['A', 'Плохо.'], ['B', 'Исправим.'], ['A', 'Отлично!']).score).toBeGreaterThan(
      moodOf(['A', 'Отлично!'], ['B', 'Так.'], ['A', 'Плохо.']).score,
    );
  });

  it('is neutral with the score 0 when there is nothing to judge by', () => {
    expect(moodOf()).toEqual({ sentiment: 'neutral', score: 0 });
    expect(moodOf(['A', '…'], ['A', '123'])).toEqual({ sentiment: 'neutral', score: 0 });
  });
});
