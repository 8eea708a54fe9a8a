import { html, lines } from '#bot/formatting.ts';
import type { StartTexts } from '#bot/texts/en/start.ts';

export const start = {
  greetClient: (organization) =>
    html`Здравствуйте! Это <b>${organization}</b>. Напишите, что вас интересует, — менеджер ответит прямо здесь.`,
  clientHelp: 'Просто напишите свой вопрос сюда — менеджер ответит. Сменить язык: /language.',
  helloAgain: 'Рады видеть вас снова! Напишите сюда — менеджер ответит.',
  received: 'Спасибо, сообщение у нас. Менеджер ответит здесь.',
  optedOut: 'Поняли вас. Сами больше не звоним и не пишем. Если напишете сюда — ответим.',
  welcome: (name, organization, role) =>
    lines(
      html`Добро пожаловать, <b>${name}</b>! Ваша роль в «${organization}»: <b>${role}</b>.`,
      '',
      'Всё начинается с меню. Чтобы завести лида, просто напишите одной строкой: имя, телефон, что нужно.',
    ),
  roles: { admin: 'администратор', manager: 'менеджер', analyst: 'аналитик' },
  disabled: 'Ваш доступ закрыт. Если это ошибка, напишите администратору.',
  membersOnly: 'Это раздел для сотрудников. Просто напишите сюда — менеджер вам ответит.',
  privateOnly: 'Давайте сделаем это в личном чате.',
  chooseLanguage: 'На каком языке говорим?',
  languageSet: 'Говорим по-русски.',
  languageNames: { en: 'English', ru: 'Русский' },
  sharePhone: 'Поделиться номером телефона',
} satisfies StartTexts;
