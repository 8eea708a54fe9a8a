// комментарий
const jsonBody = (example: object) => example;

/** What the search for Russian texts must find, in each way of writing one. */
export const canary = (name: string) => [
  'строка',
  `шаблон ${name} и хвост`,
  /образец/u.test(name) ? [{ deep: ['вложенный'] }] : null,
  new Map([['key', 'значение']]),
  { example: 'Мария' },
  jsonBody({ name: 'Пётр' }),
];
