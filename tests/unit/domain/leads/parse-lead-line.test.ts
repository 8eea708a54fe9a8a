import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseLeadLine } from '#domain/leads/parse-lead-line.ts';
import type { LeadLine } from '#domain/leads/parse-lead-line.ts';

const nothing: LeadLine = {
  name: null,
  phone: null,
  email: null,
  telegramUsername: null,
  companyName: null,
  note: null,
  unsure: [],
};
const read = (line: string) => parseLeadLine(line, { defaultCountry: 'RU', language: 'ru' });

/** Lines as people type them, and what each says; fields that are left out say nothing. */
const certain: [string, Partial<LeadLine>][] = [
  [
    'Мария, +7 916 123-45-67, хочет тест-драйв в субботу',
    { name: 'Мария', phone: '+79161234567', note: 'хочет тест-драйв в субботу' },
  ],
  [
    'Мария,+79161234567,хочет тест-драйв в субботу',
    { name: 'Мария', phone: '+79161234567', note: 'хочет тест-драйв в субботу' },
  ],
  [
    'Мария — +7 916 123-45-67 — хочет тест-драйв в субботу',
    { name: 'Мария', phone: '+79161234567', note: 'хочет тест-драйв в субботу' },
  ],
  [
    'хочет тест-драйв в субботу Мария +7 916 123-45-67',
    { name: 'Мария', phone: '+79161234567', note: 'хочет тест-драйв в субботу' },
  ],
  ['Мария79161234567хочет тест-драйв', { name: 'Мария', phone: '+79161234567', note: 'хочет тест-драйв' }],
  ['Анна-89161234567-хочет-ремонт-кухни', { name: 'Анна', phone: '+79161234567', note: 'хочет ремонт кухни' }],
  [
    'Анна Петрова-интересуется кухней, 8(916)123 45 67',
    { name: 'Анна Петрова', phone: '+79161234567', note: 'интересуется кухней' },
  ],
  [
    'мария иванова 9161234567 хочет демо завтра',
    { name: 'Мария Иванова', phone: '+79161234567', note: 'хочет демо завтра' },
  ],
  ['ИВАН ПЕТРОВ 89161234567 ХОЧЕТ ДЕМО', { name: 'Иван Петров', phone: '+79161234567', note: 'ХОЧЕТ ДЕМО' }],
  ['анна-мария 89051234567 торт', { name: 'Анна-Мария', phone: '+79051234567', note: 'торт' }],
  ['Lena_79161234567_demo', { name: 'Lena', phone: '+79161234567', note: 'demo' }],
  ['Петров Иван, 89161234567', { name: 'Петров Иван', phone: '+79161234567' }],
  [
    'Иван Иванович Петров 89161234567 ООО "Ромашка" интересует поставка окон',
    {
      name: 'Иван Иванович Петров',
      phone: '+79161234567',
      companyName: 'ООО "Ромашка"',
      note: 'интересует поставка окон',
    },
  ],
  [
    'ООО «Ромашка» Иванов И.И. 8 495 123 45 67',
    { name: 'Иванов И.И.', phone: '+74951234567', companyName: 'ООО «Ромашка»' },
  ],
  [
    'Фирма «Альфа», директор Козлов Пётр Ильич, 8 812 333-22-11, договор на клининг',
    { name: 'Козлов Пётр Ильич', phone: '+78123332211', companyName: 'Альфа', note: 'директор, договор на клининг' },
  ],
  [
    'ооо вектор, сергей, 89998887766, нужны трубы',
    { name: 'Сергей', phone: '+79998887766', companyName: 'ооо вектор', note: 'нужны трубы' },
  ],
  [
    'ИНН 7707083893 ООО Вектор, Сергей 8-926-111-22-33',
    { name: 'Сергей', phone: '+79261112233', companyName: 'ООО Вектор', note: 'ИНН 7707083893' },
  ],
  [
    'Юлия из компании «Север» просит договор, yulia@sever.ru',
    { name: 'Юлия', email: 'yulia@sever.ru', companyName: 'Север', note: 'просит договор' },
  ],
  ['Мария из Казани, 89161234567, квартира', { name: 'Мария', phone: '+79161234567', note: 'из Казани, квартира' }],
  [
    'меня зовут Ольга, мой номер +79161234567, хочу записаться на консультацию',
    { name: 'Ольга', phone: '+79161234567', note: 'хочу записаться на консультацию' },
  ],
  [
    'номер 89051234567, зовут Рустам, хочет Камри 2020',
    { name: 'Рустам', phone: '+79051234567', note: 'хочет Камри 2020' },
  ],
  [
    'Здравствуйте! Я Павел, мой телефон 89269998877, хотел бы узнать стоимость доставки',
    { name: 'Павел', phone: '+79269998877', note: 'Здравствуйте, хотел бы узнать стоимость доставки' },
  ],
  [
    'Звонила Марина Викторовна, 8 495 777 66 55 доб 104, просила счет',
    { name: 'Марина Викторовна', phone: '+74957776655', note: 'Звонила, просила счет, доб. 104' },
  ],
  [
    'Елена тел. 8-916-123-45-67 почта elena@mail.ru просит смету',
    { name: 'Елена', phone: '+79161234567', email: 'elena@mail.ru', note: 'просит смету' },
  ],
  ['Имя - Олег, тел - 89998887766, город - Тверь', { name: 'Олег', phone: '+79998887766', note: 'город, Тверь' }],
  [
    'Новая заявка! Имя: Зарина Телефон: +7 999 888 77 66 Комментарий: хочу на пробный урок',
    { name: 'Зарина', phone: '+79998887766', note: 'Комментарий: хочу на пробный урок' },
  ],
  [
    'Новый лид: Мария, тел. +7 916 123-45-67. Хочет тест-драйв. Источник: Авито',
    { name: 'Мария', phone: '+79161234567', note: 'Хочет тест-драйв, Источник: Авито' },
  ],
  [
    'Заявка с сайта: Алексей, alex@mail.ru, бюджет 1 500 000 руб',
    { name: 'Алексей', email: 'alex@mail.ru', note: 'с сайта, бюджет 1 500 000 руб' },
  ],
  [
    'Николай +7 999 888 77 66 — просил счёт на 3 000 000 рублей до 15.12',
    { name: 'Николай', phone: '+79998887766', note: 'просил счёт на 3 000 000 рублей до 15.12' },
  ],
  ['Заказ №12345678901, Роман, 8-926-999-88-77', { name: 'Роман', phone: '+79269998877', note: 'Заказ №12345678901' }],
  ['8 999 888 77 66 / Юля / наращивание ресниц', { name: 'Юля', phone: '+79998887766', note: 'наращивание ресниц' }],
  [
    'Юлия. Хочет на замер. 89269998877. Завтра после 15.',
    { name: 'Юлия', phone: '+79269998877', note: 'Хочет на замер, Завтра после 15.' },
  ],
  ['Андрей🙂 89269998877 хочет ремонт', { name: 'Андрей', phone: '+79269998877', note: 'хочет ремонт' }],
  ['вася пупкин, васян@почта.рф, хочет скидку', { name: 'Вася Пупкин', email: 'васян@почта.рф', note: 'хочет скидку' }],
  [
    'Тимур 8 926 999-88-77 tg @timur_1990 хочет купить квартиру в ипотеку',
    { name: 'Тимур', phone: '+79269998877', telegramUsername: 'timur_1990', note: 'хочет купить квартиру в ипотеку' },
  ],
  [
    't.me/lena_shop Лена спрашивает про опт',
    { name: 'Лена', telegramUsername: 'lena_shop', note: 'спрашивает про опт' },
  ],
  ['Егор, тг egor_dev, сайт под ключ', { name: 'Егор', telegramUsername: 'egor_dev', note: 'сайт под ключ' }],
  [
    'Лев Толстой, 89269998877, хочет издать книгу',
    { name: 'Лев Толстой', phone: '+79269998877', note: 'хочет издать книгу' },
  ],
  [
    'Срочный лид: Роман, 89998887766, горит договор',
    { name: 'Роман', phone: '+79998887766', note: 'Срочный, горит договор' },
  ],
  ['Слава просил набрать 89998887766', { name: 'Слава', phone: '+79998887766', note: 'просил набрать' }],
  [
    'Сергей Николаевич, +7 (343) 212-34-56, встреча 25.11.2026 в 10:00',
    { name: 'Сергей Николаевич', phone: '+73432123456', note: 'встреча 25.11.2026 в 10:00' },
  ],
  ['Анна', { name: 'Анна' }],
  [
    'John Smith from Acme, john@acme.io, wants a demo on Friday',
    { name: 'John Smith', email: 'john@acme.io', companyName: 'Acme', note: 'wants a demo on Friday' },
  ],
  [
    'new lead: Zaphod Beeblebrox, zaphod@galaxy.com, needs a towel',
    { name: 'Zaphod Beeblebrox', email: 'zaphod@galaxy.com', note: 'needs a towel' },
  ],
  [
    'Lead from website - Sarah Connor - sarah@sky.net - call ASAP',
    { name: 'Sarah Connor', email: 'sarah@sky.net', note: 'Lead from website, call ASAP' },
  ],
  [
    'Lead: company Globex, contact Hank Scorpio, hank@globex.com, wants a secure facility',
    { name: 'Hank Scorpio', email: 'hank@globex.com', companyName: 'Globex', note: 'wants a secure facility' },
  ],
  [
    "Fwd: Michael O'Connor | +353 1 234 5678 | needs onboarding call",
    { name: "Michael O'Connor", phone: '+35312345678', note: 'needs onboarding call' },
  ],
  [
    'Jane Doe (jane.doe@example.com, +1 650 253 0000) — enterprise plan, call next week',
    { name: 'Jane Doe', phone: '+16502530000', email: 'jane.doe@example.com', note: 'enterprise plan, call next week' },
  ],
  [
    "Please contact Sarah O'Brien (sarah.obrien@gmail.com) - wedding photos in June",
    { name: "Sarah O'Brien", email: 'sarah.obrien@gmail.com', note: 'Please contact, wedding photos in June' },
  ],
  [
    '"Ivan Petrov" <ivan@petrov.com> demo request',
    { name: 'Ivan Petrov', email: 'ivan@petrov.com', note: 'demo request' },
  ],
  [
    'Dr. Susan Lee, Head of Marketing at BrightWave Ltd, susan@brightwave.co.uk, demo next Tuesday',
    {
      name: 'Dr. Susan Lee',
      email: 'susan@brightwave.co.uk',
      companyName: 'BrightWave Ltd',
      note: 'Head of Marketing, demo next Tuesday',
    },
  ],
  [
    'Will Turner, +44 20 7946 0958, will call back Monday',
    { name: 'Will Turner', phone: '+442079460958', note: 'will call back Monday' },
  ],
  [
    'Need to call Priya Sharma at +91 98765 43210 re: invoice 4512345',
    { name: 'Priya Sharma', phone: '+919876543210', note: 'Need to call, re: invoice 4512345' },
  ],
  [
    'David wants to buy 3 laptops, his number is +1 650 253 0000',
    { name: 'David', phone: '+16502530000', note: 'wants to buy 3 laptops' },
  ],
  [
    'Schedule a meeting with Emma Watson tomorrow at 3pm, emma@hogwarts.edu',
    { name: 'Emma Watson', email: 'emma@hogwarts.edu', note: 'Schedule a meeting tomorrow at 3pm' },
  ],
  [
    'Meeting with Acme, Friday 3pm, contact: Wile E. Coyote, +1 602 555 0100',
    { name: 'Wile E. Coyote', phone: '+16025550100', companyName: 'Acme', note: 'Meeting, Friday 3pm' },
  ],
  [
    'Alex +1-212-555-0187 Acme Corp. wants 20 licenses',
    { name: 'Alex', phone: '+12125550187', companyName: 'Acme Corp.', note: 'wants 20 licenses' },
  ],
  [
    'JOHN DOE - ACME LTD - JOHN@ACME.COM - NEEDS 5 LAPTOPS',
    { name: 'John Doe', email: 'john@acme.com', companyName: 'ACME LTD', note: 'NEEDS 5 LAPTOPS' },
  ],
  [
    'Anna-Maria von Trapp; anna@trapp.at; wants a quote for 3 rooms',
    { name: 'Anna-Maria von Trapp', email: 'anna@trapp.at', note: 'wants a quote for 3 rooms' },
  ],
  [
    'Jürgen Müller, Siemens AG, juergen@siemens.de, +49 30 901820, interested in pricing',
    {
      name: 'Jürgen Müller',
      phone: '+4930901820',
      email: 'juergen@siemens.de',
      companyName: 'Siemens AG',
      note: 'interested in pricing',
    },
  ],
  [
    'José María García López +34 612345678 quiere una demo',
    { name: 'José María García López', phone: '+34612345678', note: 'quiere una demo' },
  ],
  [
    'João da Silva - joao@empresa.com.br - +55 11 91234-5678 - quer orçamento',
    { name: 'João da Silva', phone: '+5511912345678', email: 'joao@empresa.com.br', note: 'quer orçamento' },
  ],
  ['Nguyễn Văn An, +84 90 123 45 67, muốn mua', { name: 'Nguyễn Văn An', phone: '+84901234567', note: 'muốn mua' }],
  [
    'Abdullah bin Rashid +971 50 123 4567 villa in Dubai Marina',
    { name: 'Abdullah bin Rashid', phone: '+971501234567', note: 'villa in Dubai Marina' },
  ],
  [
    'Гиорги Беридзе, +995 555 12 34 56, просит прайс',
    { name: 'Гиорги Беридзе', phone: '+995555123456', note: 'просит прайс' },
  ],
  [
    'Олександр Коваленко, +380 50 123 45 67, хоче демо',
    { name: 'Олександр Коваленко', phone: '+380501234567', note: 'хоче демо' },
  ],
  [
    'Γιώργος Παπαδόπουλος +30 694 123 4567 wants info',
    { name: 'Γιώργος Παπαδόπουλος', phone: '+306941234567', note: 'wants info' },
  ],
  ['زيد الحربي +966 50 123 4567 يريد عرضا', { name: 'زيد الحربي', phone: '+966501234567', note: 'يريد عرضا' }],
];

/** Lines whose reading is a guess: it is named, so that a person looks at it. */
const guessed: [string, Partial<LeadLine>][] = [
  [
    'перезвонить Ивану Петрову 8-916-123-45-67',
    { name: 'Иван Петров', phone: '+79161234567', note: 'перезвонить', unsure: ['name'] },
  ],
  [
    'перезвонить ивану петрову 89269998877',
    { name: 'Иван Петров', phone: '+79269998877', note: 'перезвонить', unsure: ['name'] },
  ],
  ['перезвонить Ивану Петрову 8-916-', { name: 'Иван Петров', note: 'перезвонить 8-916', unsure: ['name'] }],
  [
    'связаться с Анной Сергеевной по телефону 8 495 123-45-67 доб. 12 по поводу договора',
    { name: 'Анна Сергеевна', phone: '+74951234567', note: 'связаться, по поводу договора, доб. 12', unsure: ['name'] },
  ],
  [
    'связаться с Кузнецовым Андреем, kuz@mail.ru',
    { name: 'Кузнецов Андрей', email: 'kuz@mail.ru', note: 'связаться', unsure: ['name'] },
  ],
  [
    'Позвоните, пожалуйста, Александру Невскому +79051234567 по аренде',
    { name: 'Александр Невский', phone: '+79051234567', note: 'Позвоните, пожалуйста, по аренде', unsure: ['name'] },
  ],
  [
    'Тест-драйв на субботу для Марии 8 916 123 45 67',
    { name: 'Мария', phone: '+79161234567', note: 'Тест-драйв на субботу', unsure: ['name'] },
  ],
  [
    'ЗАПИСАТЬ НА ПРИЕМ ИВАНОВУ АННУ 89998887766',
    { name: 'Иванова Анна', phone: '+79998887766', note: 'ЗАПИСАТЬ НА ПРИЕМ', unsure: ['name'] },
  ],
  [
    'Ромашка, 89161234567, нужен прайс',
    { name: 'Ромашка', phone: '+79161234567', note: 'нужен прайс', unsure: ['name'] },
  ],
  ['любовь 89269998877 хочет шторы', { name: 'Любовь', phone: '+79269998877', note: 'хочет шторы', unsure: ['name'] }],
  [
    'Иван Петров и Мария Сидорова, 89269998877, хотят квартиру',
    { name: 'Иван Петров', phone: '+79269998877', note: 'и Мария Сидорова, хотят квартиру', unsure: ['name'] },
  ],
  [
    '8 916 123 45 67 8 926 765 43 21 Олег',
    { name: 'Олег', phone: '+79161234567', note: '+79267654321', unsure: ['phone'] },
  ],
  [
    'Олег, 8 916 123 45 67 / 8 926 765-43-21, купить авто',
    { name: 'Олег', phone: '+79161234567', note: 'купить авто, +79267654321', unsure: ['phone'] },
  ],
  [
    'клиент Андрей, телефон 123-45-67, звонить после 18:00',
    { name: 'Андрей', note: 'телефон 123-45-67, звонить после 18:00', unsure: ['phone'] },
  ],
  [
    'Anna, anna@a.io / anna2@a.io, course',
    { name: 'Anna', email: 'anna@a.io', note: 'course, anna2@a.io', unsure: ['email'] },
  ],
  [
    'Hi, this is Bob from Initech. Call me at (415) 555-2671 tomorrow',
    { name: 'Bob', phone: '+14155552671', companyName: 'Initech', note: 'Hi, Call me, tomorrow', unsure: ['phone'] },
  ],
  [
    'Please call Mr. Brown back on 020 7946 0958 regarding the invoice',
    { name: 'Mr. Brown', phone: '+442079460958', note: 'Please call back, regarding the invoice', unsure: ['phone'] },
  ],
  [
    'Michael Scott, Dunder Mifflin, +1 570 555 0147, paper supplies',
    {
      name: 'Michael Scott',
      phone: '+15705550147',
      companyName: 'Dunder Mifflin',
      note: 'paper supplies',
      unsure: ['companyName'],
    },
  ],
  [
    'Олег из Ромашки 89161234567 нужен расчет',
    { name: 'Олег', phone: '+79161234567', companyName: 'Ромашки', note: 'нужен расчет', unsure: ['companyName'] },
  ],
  [
    'Дмитрий (Газпром) 89161234567 срочно перезвонить',
    {
      name: 'Дмитрий',
      phone: '+79161234567',
      companyName: 'Газпром',
      note: 'срочно перезвонить',
      unsure: ['companyName'],
    },
  ],
  [
    'john smith from acme wants demo friday +1 415 555 2671',
    {
      name: 'John Smith',
      phone: '+14155552671',
      companyName: 'acme',
      note: 'wants demo friday',
      unsure: ['name', 'companyName'],
    },
  ],
  [
    '王伟 +86 139 1234 5678 wants a quote',
    { name: '王伟', phone: '+8613912345678', note: 'wants a quote', unsure: ['name'] },
  ],
  ['+79161234567', { phone: '+79161234567', unsure: ['name'] }],
  ['@ivan_petrov хочет узнать цену', { telegramUsername: 'ivan_petrov', note: 'хочет узнать цену', unsure: ['name'] }],
  ['хочет демо завтра', { note: 'хочет демо завтра', unsure: ['name'] }],
  ['срочно!!! перезвоните 89998887766', { phone: '+79998887766', note: 'срочно, перезвоните', unsure: ['name'] }],
  [
    'Мужчина, имя не назвал, 89269998877, спрашивал цену',
    { phone: '+79269998877', note: 'Мужчина, имя не назвал, спрашивал цену', unsure: ['name'] },
  ],
  ['', { unsure: ['name'] }],
];

describe('A lead in one line', () => {
  test.each(certain)('"%s" is read without a doubt.', (line, expected) => {
    expect(read(line)).toEqual({ ...nothing, ...expected });
  });

  test.each(guessed)('"%s" is read with its guesses named.', (line, expected) => {
    expect(read(line)).toEqual({ ...nothing, ...expected });
  });

  test('No word that somebody wrote is lost: it stands in a field or in the note.', () => {
    const word = fc.constantFrom(
      'хочет',
      'Мария',
      'окна',
      'скидка',
      'Zaphod',
      'wants',
      'garden',
      'тест-драйв',
      'срочно',
      'Ромашка',
      'Acme',
      'завтра',
      'Kozlov',
      'балкон',
      '2027',
    );
    const between = fc.constantFrom(' ', ', ', ' - ', '; ', '\n', ' / ');
    const result = fc.check(
      fc.property(fc.array(fc.tuple(word, between), { minLength: 1, maxLength: 8 }), (pieces) => {
        const line = pieces.flat().join('');
        const { name, note, companyName } = read(`${line} +79161234567`);
        const said = [name, note, companyName].join(' ').toLowerCase();
        return pieces.every(([piece]) => piece.split('-').every((part) => said.includes(part.toLowerCase())));
      }),
      { numRuns: 300 },
    );
    expect(result.counterexample).toBeNull();
  });

  test('Any text at all is read, quickly, and a phone it gives is a number in E.164.', () => {
    const result = fc.check(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (line) => {
        const { phone, unsure } = read(line);
        return (phone === null || /^\+[1-9]\d{6,14}$/.test(phone)) && new Set(unsure).size === unsure.length;
      }),
      { numRuns: 500 },
    );
    expect(result.counterexample).toBeNull();
    for (const piece of [
      '1 ',
      'a',
      '@',
      'а-',
      '(',
      'Мария ',
      'перезвонить ',
      '+7 9',
      '"',
      'a.',
      'ООО ',
      '8-',
      'Имя: ',
      'new ',
    ]) {
      const startedMs = performance.now();
      read(piece.repeat(4_000));
      expect(performance.now() - startedMs, piece).toBeLessThan(2_000);
    }
  });
});
