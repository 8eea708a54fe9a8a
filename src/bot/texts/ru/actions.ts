import type { ActionTexts } from '#bot/texts/en/actions.ts';

export const actions = {
  back: '◀ Назад',
  menu: '🏠 Меню',
  cancel: '✖ Отмена',
  cancelled: 'Отменено. Ничего не сохранили.',
  nothingToCancel: 'Сейчас нечего отменять.',
  chooseButton: 'Выберите, пожалуйста, одну из кнопок.',
  chooseOrType: 'Выберите кнопку или напишите своё.',
  skip: 'Пропустить',
  previous: '‹ Новее',
  next: 'Раньше ›',
  keptForm: (name) => `Черновик (${name}) сохранён — можно продолжить с того же места.`,
  continueForm: 'Продолжить',
  discardForm: 'Не нужно',
  discarded: 'Хорошо, убрали.',
  unfinished: (name) => `У вас остался незаконченный черновик: ${name}. Продолжим?`,
  formNames: { newLead: 'новый лид', newCallRequest: 'заявка на звонок' },
  shownAgain: '⬇️ Спрашиваем ещё раз ниже.',
  notYoursAnyMore: 'Решать это теперь не вам.',
  nobody: 'никто',
  none: 'нет',
} satisfies ActionTexts;
