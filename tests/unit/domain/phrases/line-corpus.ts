/** A line of a lead, and what a person would read in it; what is left out is not said. */
export interface LinePhrase {
  language: 'ru' | 'en';
  text: string;
  expected: Partial<Record<'name' | 'phone' | 'email' | 'telegramUsername' | 'companyName', string>>;
}

/** A person's name as it is written, and its parts. */
export interface NamePhrase {
  language: 'ru' | 'en';
  text: string;
  first?: string;
  last?: string;
  patronymic?: string;
}

/** Basic form, then the dative, which "позвонить" asks for. */
const russianPeople: [string, string][] = [
  ['Иван Петров', 'Ивану Петрову'],
  ['Мария Козлова', 'Марии Козловой'],
  ['Сергей Ковальчук', 'Сергею Ковальчуку'],
  ['Ольга Шевченко', 'Ольге Шевченко'],
  ['Дмитрий Чайковский', 'Дмитрию Чайковскому'],
  ['Анна Достоевская', 'Анне Достоевской'],
  ['Пётр Ильич Никитин', 'Петру Ильичу Никитину'],
  ['Елена Викторовна', 'Елене Викторовне'],
  ['Тимур Ахметов', 'Тимуру Ахметову'],
  ['Гульнара Сафина', 'Гульнаре Сафиной'],
  ['Арсен Петросян', 'Арсену Петросяну'],
  ['Юлия Цой', 'Юлии Цой'],
  ['Андрей Черных', 'Андрею Черных'],
  ['Наталья', 'Наталье'],
  ['Алексей Рубинштейн', 'Алексею Рубинштейну'],
];
const englishPeople = [
  'John Smith',
  'Emily Clark',
  "Patrick O'Brien",
  'Mary-Jane Watson',
  'Vincent van Gogh',
  'Priya Sharma',
  'Ahmed Hassan',
  'José García',
  'Jürgen Müller',
  'Anna Kowalska',
  'David Cohen',
  'Olivia Brown',
  'Kenji Tanaka',
  'Fatima Al-Sayed',
  'Robert McDonald',
];
/** As written, and in E.164. */
const phones: [string, string][] = [
  ['+7 916 123-45-67', '+79161234567'],
  ['8 (903) 555-44-33', '+79035554433'],
  ['89261112233', '+79261112233'],
  ['8-812-333-22-11', '+78123332211'],
  ['+7 (701) 234-56-78', '+77012345678'],
  ['+375 29 123-45-67', '+375291234567'],
  ['+380 67 123 45 67', '+380671234567'],
  ['+1 (212) 555-0143', '+12125550143'],
  ['+1-415-555-0199', '+14155550199'],
  ['+44 20 7946 0958', '+442079460958'],
  ['+49 30 901820', '+4930901820'],
  ['+33 6 12 34 56 78', '+33612345678'],
  ['+998 90 123 45 67', '+998901234567'],
  ['+374 91 123456', '+37491123456'],
];
const wishes = {
  ru: ['хочет тест-драйв', 'интересуется окнами', 'просит прайс', 'нужна консультация', 'ищет квартиру', 'ждёт счёт'],
  en: [
    'wants a demo',
    'needs a quote',
    'asks for pricing',
    'is interested in solar',
    'looking for a flat',
    'would like a call back',
  ],
};
const companies = {
  ru: ['ООО «Ромашка»', 'ООО "Вектор"', 'ЗАО «Север»', 'ТОО «Алтын»', 'АО «Маяк»'],
  en: ['Acme Inc', 'Globex LLC', 'Weber GmbH', 'Initech Ltd', 'Umbrella Corp'],
};

/** Every person with phones, addresses, companies and wishes in the orders that people type them in. */
export function generatedLines(): LinePhrase[] {
  const lines: LinePhrase[] = [];
  const phoneOf = (index: number) => phones[index % phones.length] ?? ['', ''];
  russianPeople.forEach(([name, dative], at) => {
    const wish = (index: number) => wishes.ru[index % wishes.ru.length] ?? '';
    const company = companies.ru[at % companies.ru.length] ?? '';
    const add = (text: string, expected: LinePhrase['expected']) => lines.push({ language: 'ru', text, expected });
    const [w1, p1] = phoneOf(at);
    const [w2, p2] = phoneOf(at + 3);
    const [w3, p3] = phoneOf(at + 6);
    const [w4, p4] = phoneOf(at + 9);
    add(`${name}, ${w1}, ${wish(at)}`, { name, phone: p1 });
    add(`${w2} ${name} ${wish(at + 1)}`, { name, phone: p2 });
    add(`${name.toLowerCase()} ${w3}`, { name, phone: p3 });
    add(`Новый лид: ${name}, тел. ${w4}`, { name, phone: p4 });
    add(`позвонить ${dative} ${w1}`, { name, phone: p1 });
    add(`${company}, ${name}, ${w2}, ${wish(at + 2)}`, { name, phone: p2, companyName: company });
    add(`${name} — client${at}@mail.ru — ${wish(at + 3)}`, { name, email: `client${at}@mail.ru` });
    add(`🔥 ${name} @user_${at} !!!`, { name, telegramUsername: `user_${at}` });
    add(`Заявка: ${name}; ${w3}; person${at}@ya.ru`, { name, phone: p3, email: `person${at}@ya.ru` });
    add(`меня зовут ${name}, мой номер ${w4}`, { name, phone: p4 });
    add(`${wish(at)}, ${w1}, ${name}`, { name, phone: p1 });
  });
  englishPeople.forEach((name, at) => {
    const wish = (index: number) => wishes.en[index % wishes.en.length] ?? '';
    const company = companies.en[at % companies.en.length] ?? '';
    const add = (text: string, expected: LinePhrase['expected']) => lines.push({ language: 'en', text, expected });
    // Numbers of Russia in its own writing belong to Russian lines.
    const abroad = phones.filter(([, e164]) => !e164.startsWith('+79') && !e164.startsWith('+78'));
    const phoneAt = (index: number) => abroad[index % abroad.length] ?? ['', ''];
    const [w1, p1] = phoneAt(at);
    const [w2, p2] = phoneAt(at + 3);
    const [w3, p3] = phoneAt(at + 6);
    const email = `client${at}@mail.com`;
    add(`${name}, ${w1}, ${wish(at)}`, { name, phone: p1 });
    add(`${w2} ${name} ${wish(at + 1)}`, { name, phone: p2 });
    add(`${name} from ${company}, ${email}, ${wish(at + 2)}`, { name, email, companyName: company });
    add(`New lead: ${name}, phone ${w3}`, { name, phone: p3 });
    add(`call ${name} at ${w1}`, { name, phone: p1 });
    add(`${company} - ${name} - ${email}`, { name, email, companyName: company });
    add(`${name} — ${email} — ${wish(at + 3)}`, { name, email });
    add(`🔥 ${name} @user_${at} !!!`, { name, telegramUsername: `user_${at}` });
    add(`Request: ${name}; ${w2}; ${email}`, { name, phone: p2, email });
    add(`my name is ${name}, my number is ${w3}`, { name, phone: p3 });
    add(`follow up with ${name}, ${email}`, { name, email });
  });
  return lines;
}

const men: [string, string, string][] = [
  ['Иванов', 'Иван', 'Иванович'],
  ['Козлов', 'Пётр', 'Ильич'],
  ['Чайковский', 'Модест', 'Петрович'],
  ['Ковальчук', 'Андрей', 'Юрьевич'],
  ['Ким', 'Сергей', 'Олегович'],
  ['Салтыков-Щедрин', 'Михаил', 'Евграфович'],
  ['Хасанов', 'Ринат', 'Маратович'],
  ['Петросян', 'Ашот', 'Гагикович'],
];
const women: [string, string, string][] = [
  ['Смирнова', 'Ольга', 'Сергеевна'],
  ['Достоевская', 'Анна', 'Григорьевна'],
  ['Шевченко', 'Галина', 'Тарасовна'],
  ['Ахметова', 'Гульнара', 'Ильинична'],
  ['Черных', 'Мария', 'Андреевна'],
  ['Римская-Корсакова', 'Надежда', 'Николаевна'],
];
/** Dative, as after "позвонить": surname, given name, patronymic. */
const datives: [string, string, string, string, string, string][] = [
  ['Козлову', 'Петру', 'Ильичу', 'Козлов', 'Пётр', 'Ильич'],
  ['Смирновой', 'Ольге', 'Сергеевне', 'Смирнова', 'Ольга', 'Сергеевна'],
  ['Чайковскому', 'Модесту', 'Петровичу', 'Чайковский', 'Модест', 'Петрович'],
  ['Ковальчуку', 'Андрею', 'Юрьевичу', 'Ковальчук', 'Андрей', 'Юрьевич'],
  ['Достоевской', 'Анне', 'Григорьевне', 'Достоевская', 'Анна', 'Григорьевна'],
  ['Шевченко', 'Тарасу', 'Григорьевичу', 'Шевченко', 'Тарас', 'Григорьевич'],
];
const western: [string, string][] = [
  ['John', 'Smith'],
  ['Emily', 'Clark'],
  ['Patrick', "O'Brien"],
  ['Mary-Jane', 'Watson'],
  ['Ludwig', 'van Beethoven'],
  ['Priya', 'Sharma'],
  ['Ahmed', 'bin Rashid'],
  ['José', 'García López'],
  ['Jürgen', 'Müller'],
  ['Anna', 'Kowalska'],
  ['Leonardo', 'da Vinci'],
  ['Robert', 'McDonald'],
];

/** Full names in the orders and cases in which forms and people give them. */
export function generatedNames(): NamePhrase[] {
  const names: NamePhrase[] = [];
  for (const [last, first, patronymic] of [...men, ...women]) {
    const all = { language: 'ru' as const, first, last, patronymic };
    names.push({ ...all, text: `${last} ${first} ${patronymic}` }, { ...all, text: `${first} ${patronymic} ${last}` });
    names.push(
      { ...all, text: `${last} ${first} ${patronymic}`.toLowerCase() },
      { ...all, text: `${last} ${first} ${patronymic}`.toUpperCase() },
    );
    names.push(
      { language: 'ru', text: `${first} ${last}`, first, last },
      { language: 'ru', text: `${last} ${first}`, first, last },
    );
    names.push({ language: 'ru', text: `${first} ${patronymic}`, first, patronymic });
    names.push({
      language: 'ru',
      text: `${last} ${first.charAt(0)}.${patronymic.charAt(0)}.`,
      last,
      first: `${first.charAt(0)}.`,
      patronymic: `${patronymic.charAt(0)}.`,
    });
  }
  for (const [givenLast, givenFirst, givenPatronymic, last, first, patronymic] of datives) {
    names.push({ language: 'ru', text: `${givenLast} ${givenFirst} ${givenPatronymic}`, first, last, patronymic });
    names.push({ language: 'ru', text: `${givenFirst} ${givenPatronymic}`, first, patronymic });
    names.push({ language: 'ru', text: `${givenFirst} ${givenLast}`, first, last });
  }
  for (const [first, last] of western) {
    const both = { language: 'en' as const, first, last };
    names.push({ ...both, text: `${first} ${last}` }, { ...both, text: `${last}, ${first}` });
    names.push({ ...both, text: `Mr. ${first} ${last}` });
    if (!/ |Mc|'|-/.test(first + last))
      names.push(
        { ...both, text: `${first} ${last}`.toLowerCase() },
        { ...both, text: `${first} ${last}`.toUpperCase() },
      );
  }
  return names;
}
