import { describe, expect, it } from 'vitest';
import { kindsOf } from '#integrations/offline-ai/reply/message-kinds.ts';
import { normalize } from '#integrations/offline-ai/text/words.ts';

describe("a client's chat message", () => {
  it.each([
    ['price', 'Почём у вас доставка бетона за куб?'],
    ['price', 'Здравствуйте! Сколько будет стоить ремонт ванной?'],
    ['delivery', 'Когда привезёте диван?'],
    ['complaint', 'Вы обещали перезвонить и пропали'],
    ['complaint', 'Это уже ни в какие ворота'],
    ['thanks', 'Спасибо большое за помощь!'],
    ['testDrive', 'Можно в субботу приехать на тест драйв?'],
    ['booking', 'Хочу записаться на стрижку'],
    ['availability', 'Есть у вас зимние шины 16 радиус?'],
    ['documents', 'Скиньте, пожалуйста, каталог'],
    ['callback', 'Перезвоните мне'],
    ['address', 'Где вы находитесь?'],
    ['stop', 'Не пишите мне больше'],
    ['refusal', 'Мне уже не актуально'],
    ['agreement', 'Да, подходит'],
    ['greeting', 'Здравствуйте'],
    ['problem', 'Не могу войти в личный кабинет'],
    ['refund', 'Хочу вернуть деньги за курс'],
    ['cancel', 'Отмените мою запись на завтра'],
    ['orderStatus', 'Что с моим заказом?'],
    ['payment', 'Можно оплатить картой?'],
    ['thinking', 'Надо посоветоваться с женой'],
    ['question', 'А собаку с собой можно?'],
    ['discount', 'А скидка будет?'],
    ['robot', 'Вы робот?'],
    ['price', 'What does the pro plan cost?'],
    ['delivery', 'When will it arrive?'],
    ['complaint', 'This is unacceptable, I have been waiting for weeks'],
    ['thanks', 'Thanks a lot!'],
    ['testDrive', 'Can I test drive it on Saturday?'],
    ['booking', "I'd like to book an appointment"],
    ['availability', 'Do you have it in black?'],
    ['documents', 'Can you send me the brochure'],
    ['callback', 'Call me please'],
    ['address', 'Where are you located?'],
    ['stop', 'Stop texting me'],
    ['refusal', 'Not interested'],
    ['agreement', 'Sounds good'],
    ['greeting', 'Hi there'],
    ['problem', 'The app keeps crashing'],
    ['refund', 'I want a refund'],
    ['cancel', 'I need to cancel my booking'],
    ['orderStatus', 'Any update on my order?'],
    ['payment', 'Do you accept credit cards?'],
    ['thinking', 'Let me think about it'],
    ['question', 'Are dogs allowed?'],
    ['robot', 'Am I talking to a real person?'],
  ])('is about %s in «%s»', (kind, text) => {
    expect(kindsOf(normalize(text))[0]).toBe(kind);
  });

  it('may be about two things, but a complaint is about nothing else', () => {
    expect(kindsOf(normalize('Сколько стоит и когда доставите?'))).toEqual(['price', 'delivery']);
    expect(kindsOf(normalize('Ужасный сервис! Сколько стоит доставка?'))).toEqual(['complaint']);
  });
});
