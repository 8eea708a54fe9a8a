import { DateTime } from 'luxon';

/** One phrase, the moment at which it is said, and its reading in the notation of the held-out set. */
export interface DatePhrase {
  language: 'ru' | 'en';
  text: string;
  now: DateTime;
  expected: string;
}

const clocks = [
  DateTime.fromISO('2026-11-18T12:00', { zone: 'Europe/Moscow' }),
  DateTime.fromISO('2027-03-01T09:30', { zone: 'Europe/Berlin' }),
  DateTime.fromISO('2026-10-24T15:10', { zone: 'America/New_York' }),
  DateTime.fromISO('2028-02-27T23:20', { zone: 'Asia/Almaty' }),
  DateTime.fromISO('2026-12-31T08:05', { zone: 'Asia/Vladivostok' }),
];

type DayRule = (today: DateTime) => DateTime;
interface DayWords {
  ru: string;
  en: string;
  day: DayRule;
}
type ClockWords = { ru: string; en: string } & (
  | { hour: number; minute: number }
  | { either: [number, number]; minute: number }
);

const inDays = (days: number) => (today: DateTime) => today.plus({ days });
const coming = (weekday: number) => (today: DateTime) => today.plus({ days: ((weekday - today.weekday + 6) % 7) + 1 });
const ofNextWeek = (weekday: number) => (today: DateTime) => today.startOf('week').plus({ days: 6 + weekday });
const onDate = (day: number, month: number) => (today: DateTime) => {
  const here = today.set({ month, day });
  return here < today ? here.plus({ years: 1 }) : here;
};
const onDayOfMonth = (day: number) => (today: DateTime) => {
  const here = today.set({ day });
  return here < today ? today.startOf('month').plus({ months: 1 }).set({ day }) : here;
};

const weekdays: [string, string][] = [
  ['в понедельник', 'Monday'],
  ['во вторник', 'Tuesday'],
  ['в среду', 'Wednesday'],
  ['в четверг', 'Thursday'],
  ['в пятницу', 'Friday'],
  ['в субботу', 'Saturday'],
  ['в воскресенье', 'Sunday'],
];
const weekdayGenitives = ['понедельника', 'вторника', 'среды', 'четверга', 'пятницы', 'субботы', 'воскресенья'];
const nextForms = ['следующий', 'следующий', 'следующую', 'следующий', 'следующую', 'следующую', 'следующее'];
const months: [string, string, string][] = [
  ['января', 'January', 'Jan'],
  ['февраля', 'February', 'Feb'],
  ['марта', 'March', 'Mar'],
  ['апреля', 'April', 'Apr'],
  ['мая', 'May', 'May'],
  ['июня', 'June', 'Jun'],
  ['июля', 'July', 'Jul'],
  ['августа', 'August', 'Aug'],
  ['сентября', 'September', 'Sep'],
  ['октября', 'October', 'Oct'],
  ['ноября', 'November', 'Nov'],
  ['декабря', 'December', 'Dec'],
];
const ordinalWords: [number, string, string][] = [
  [1, 'первого', 'first'],
  [3, 'третьего', 'third'],
  [8, 'восьмого', 'eighth'],
  [12, 'двенадцатого', 'twelfth'],
  [20, 'двадцатого', 'twentieth'],
  [21, 'двадцать первого', 'twenty-first'],
  [25, 'двадцать пятого', 'twenty-fifth'],
];
const countedDays: [number, string, string][] = [
  [1, 'один день', 'one day'],
  [2, 'два дня', 'two days'],
  [3, '3 дня', '3 days'],
  [5, 'пять дней', 'five days'],
  [10, '10 дней', 'ten days'],
  [21, 'двадцать один день', 'twenty-one days'],
  [45, 'сорок пять дней', '45 days'],
  [120, 'сто двадцать дней', 'a hundred and twenty days'],
];

const dayWords: DayWords[] = [
  { ru: 'завтра', en: 'tomorrow', day: inDays(1) },
  { ru: 'послезавтра', en: 'the day after tomorrow', day: inDays(2) },
  ...countedDays.map(([n, ru, en]) => ({ ru: `через ${ru}`, en: `in ${en}`, day: inDays(n) })),
  { ru: 'через неделю', en: 'in a week', day: inDays(7) },
  { ru: 'через две недели', en: 'in two weeks', day: inDays(14) },
  { ru: 'недели через три', en: 'three weeks from now', day: inDays(21) },
  { ru: 'через месяц', en: 'in a month', day: (today) => today.plus({ months: 1 }) },
  { ru: 'через 3 месяца', en: 'in 3 months', day: (today) => today.plus({ months: 3 }) },
  { ru: 'через квартал', en: 'in a quarter', day: (today) => today.plus({ months: 3 }) },
  { ru: 'через год', en: 'in a year', day: (today) => today.plus({ years: 1 }) },
  ...ordinalWords
    .map(([n, ru, en]) => ({ ru: `${ru} числа`, en: `on the ${en}`, day: onDayOfMonth(n) }))
    .filter(({ en }) => !/first$|third$/.test(en) || en.includes('-')),
  ...months.map(([ru, en], at) => ({ ru: `${at + 4} ${ru}`, en: `${en} ${at + 4}`, day: onDate(at + 4, at + 1) })),
  ...months.map(([ru, , en], at) => ({
    ru: `к ${at + 9}-му ${ru}`,
    en: `${at + 9}th of ${en}`,
    day: onDate(at + 9, at + 1),
  })),
  ...ordinalWords.map(([n, ru, en], at) => ({
    ru: `${ru} ${months[at + 3]?.[0] ?? ''}`,
    en: `the ${en} of ${months[at + 3]?.[1] ?? ''}`,
    day: onDate(n, at + 4),
  })),
  { ru: '17.05', en: '5/17', day: onDate(17, 5) },
  { ru: 'до 28.09', en: 'by 9/28', day: onDate(28, 9) },
  { ru: '30.06.2029', en: '30.06.2029', day: (today) => today.set({ year: 2029, month: 6, day: 30 }) },
  { ru: '2029-01-15', en: '2029-01-15', day: (today) => today.set({ year: 2029, month: 1, day: 15 }) },
  { ru: '9 мая 2029 года', en: 'May 9, 2029', day: (today) => today.set({ year: 2029, month: 5, day: 9 }) },
  { ru: 'в конце месяца', en: 'at the end of the month', day: (today) => today.endOf('month').startOf('day') },
  { ru: 'до конца года', en: 'by the end of the year', day: (today) => today.endOf('year').startOf('day') },
  {
    ru: 'в начале следующего месяца',
    en: 'at the beginning of next month',
    day: (today) => today.startOf('month').plus({ months: 1 }),
  },
];
const weekdayWords: DayWords[] = [
  ...weekdays.map(([ru, en], at) => ({ ru, en: `on ${en}`, day: coming(at + 1) })),
  ...weekdays.map(([, en], at) => ({ ru: `до ${weekdayGenitives[at] ?? ''}`, en: `by ${en}`, day: coming(at + 1) })),
  ...weekdays.map(([ru, en], at) => ({
    ru: `${ru} на следующей неделе`,
    en: `${en} next week`,
    day: ofNextWeek(at + 1),
  })),
];
const nextWeekdays = weekdays.map(([ru], at) => ({
  ru: `${ru.split(' ')[0] ?? ''} ${nextForms[at] ?? ''} ${ru.split(' ')[1] ?? ''}`,
  day: ofNextWeek(at + 1),
}));

const clockWords: ClockWords[] = [
  { ru: 'в 10', en: 'at 10', hour: 10, minute: 0 },
  { ru: 'в 18:30', en: 'at 18:30', hour: 18, minute: 30 },
  { ru: 'в 9:15', en: 'at 9:15 am', hour: 9, minute: 15 },
  { ru: 'в 7 вечера', en: 'at 7 pm', hour: 19, minute: 0 },
  { ru: 'в три часа дня', en: "at three o'clock in the afternoon", hour: 15, minute: 0 },
  { ru: 'утром', en: 'in the morning', hour: 9, minute: 0 },
  { ru: 'вечером', en: 'in the evening', hour: 18, minute: 0 },
  { ru: 'после обеда', en: 'after lunch', hour: 14, minute: 0 },
  { ru: 'к 16.45', en: 'by 4:45 p.m.', hour: 16, minute: 45 },
  { ru: 'с 10 до 12', en: 'from 10 to 12', hour: 10, minute: 0 },
  { ru: 'между 14:00 и 15:00', en: 'between 2 and 3 pm', hour: 14, minute: 0 },
  { ru: 'часов в одиннадцать', en: 'around eleven', hour: 11, minute: 0 },
  { ru: 'в половине двенадцатого дня', en: 'at half past eleven', hour: 11, minute: 30 },
  { ru: 'без четверти двенадцать', en: 'at quarter to twelve', hour: 11, minute: 45 },
  { ru: 'в полдень', en: 'at noon', hour: 12, minute: 0 },
  { ru: 'в 8 утра', en: 'at 8am', hour: 8, minute: 0 },
  { ru: 'в 05:20', en: 'at 05:20', hour: 5, minute: 20 },
  { ru: 'в 5', en: 'at 5', either: [17, 5], minute: 0 },
  { ru: 'в два', en: 'at two', either: [14, 2], minute: 0 },
  { ru: 'в половине четвёртого', en: 'at half past three', either: [15, 3], minute: 30 },
  { ru: 'без десяти семь', en: 'ten to seven', either: [18, 6], minute: 50 },
];

const spans: { ru: string; en: string; minutes: number }[] = [
  { ru: 'через час', en: 'in an hour', minutes: 60 },
  { ru: 'через полчаса', en: 'in half an hour', minutes: 30 },
  { ru: 'через полтора часа', en: 'in an hour and a half', minutes: 90 },
  { ru: 'через 2,5 часа', en: 'in 2.5 hours', minutes: 150 },
  { ru: 'через два с половиной часа', en: 'in two and a half hours', minutes: 150 },
  { ru: 'минут через двадцать', en: 'twenty minutes from now', minutes: 20 },
  { ru: 'через 45 мин', en: 'in 45 mins', minutes: 45 },
  { ru: 'через пятнадцать минут', en: 'in fifteen minutes', minutes: 15 },
  { ru: 'через 3 часа 10 минут', en: 'in 3 hours 10 minutes', minutes: 190 },
  { ru: 'через пару часов', en: 'in a couple of hours', minutes: 120 },
  { ru: 'через 24 ч', en: 'in 24 h', minutes: 1440 },
];

/** What stands around a date; none of it says anything about time. */
const frames: { ru: [string, string]; en: [string, string] }[] = [
  { ru: ['позвонить Козлову ', ''], en: ['call Kozlov ', ''] },
  { ru: ['', ' отправить договор'], en: ['', ' send the contract'] },
  { ru: ['Напомни, пожалуйста, ', ' выставить счёт ООО «Вектор»'], en: ['Please remind me ', ' to invoice Acme'] },
  { ru: ['', ''], en: ['', ''] },
  { ru: ['нужно бы ', ' уточнить у Марии про 5 окон'], en: ['we should ', ' ask Mary about the 5 windows'] },
  { ru: ['Перезвонить +7 916 123-45-67 ', ', если не трудно'], en: ['Ring +1 415 555 0199 ', ', thanks'] },
  { ru: ['встреча ', '!'], en: ['meeting ', '!'] },
];

const day = 'yyyy-MM-dd';
const moment = 'yyyy-MM-dd HH:mm';

function at(date: DateTime, hour: number, minute: number): DateTime {
  return date.set({ hour, minute });
}

/** Days, days with times and spans, put together from tables; the readings are counted by luxon alone. */
export function generatedDates(): DatePhrase[] {
  const phrases: DatePhrase[] = [];
  let turn = 0;
  const add = (language: 'ru' | 'en', words: string, now: DateTime, expected: string) => {
    const frame = frames[turn % frames.length]?.[language] ?? ['', ''];
    turn += 1;
    phrases.push({ language, text: `${frame[0]}${words}${frame[1]}`, now, expected });
  };
  const nowOf = (index: number) => clocks[index % clocks.length] ?? DateTime.now();
  [...dayWords, ...weekdayWords].forEach((words, index) => {
    const now = nowOf(index);
    const today = now.startOf('day');
    const isToday =
      weekdayWords.includes(words) && words.day(today).weekday === today.weekday && !words.en.includes('next week');
    const reading = words.day(today).toFormat(day);
    for (const language of ['ru', 'en'] as const)
      add(language, words[language], now, isToday ? `? ${reading} | ${today.toFormat(day)}` : reading);
  });
  nextWeekdays.forEach((words, index) => {
    const now = nowOf(index);
    add('ru', words.ru, now, words.day(now.startOf('day')).toFormat(day));
  });
  const pairs = [...dayWords, ...weekdayWords].flatMap((words, index) =>
    [index, index + 7].map((place) => ({ words, clock: clockWords[place % clockWords.length], now: nowOf(index + 2) })),
  );
  pairs.forEach(({ words, clock, now }, index) => {
    const today = now.startOf('day');
    const date = words.day(today);
    // What is open about the day is told apart above.
    if (!clock || (weekdayWords.includes(words) && date.weekday === today.weekday) || /^до|^by|^к /.test(words.ru))
      return;
    const reading =
      'hour' in clock
        ? at(date, clock.hour, clock.minute).toFormat(moment)
        : `? ${clock.either.map((hour) => at(date, hour, clock.minute).toFormat(moment)).join(' | ')}`;
    for (const language of ['ru', 'en'] as const) {
      const joined =
        index % 3 === 0 && 'hour' in clock
          ? `${clock[language]} ${words[language]}`
          : `${words[language]} ${clock[language]}`;
      add(language, joined, now, reading);
    }
  });
  spans.forEach((span, index) => {
    for (const shift of [0, 1, 3]) {
      const now = nowOf(index + shift);
      for (const language of ['ru', 'en'] as const)
        add(language, span[language], now, now.plus({ minutes: span.minutes }).toFormat(moment));
    }
  });
  return phrases;
}
