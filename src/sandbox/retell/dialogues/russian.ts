import { agentSays, clientSays } from './dialogue.ts';
import type { DialogueBook, GoalKind } from './dialogue.ts';

const GOALS: Record<GoalKind, { about: string; offer: string; slot: string; topic: string }> = {
  test_drive: {
    about: 'вы оставляли заявку на тест-драйв',
    offer: 'записать вас на тест-драйв',
    slot: 'в субботу в одиннадцать утра',
    topic: 'тест-драйв',
  },
  meeting: {
    about: 'вы интересовались нашей презентацией',
    offer: 'договориться о встрече на двадцать минут',
    slot: 'в четверг в три часа дня',
    topic: 'встреча',
  },
  offer: {
    about: 'мы отправили вам коммерческое предложение',
    offer: 'ответить на вопросы по предложению',
    slot: 'завтра в десять утра',
    topic: 'коммерческое предложение',
  },
  general: {
    about: 'вы оставляли у нас заявку',
    offer: 'уточнить детали и подобрать решение',
    slot: 'завтра после двух',
    topic: 'заявка',
  },
};

/** Russian sales calls, one per mood; every one starts with the disclosure of the AI assistant and of the recording. */
export const russianBook: DialogueBook = {
  defaultDisclosure: ({ leadName, agentName, companyName }) =>
    `Здравствуйте${leadName ? `, ${leadName}` : ''}! Это ${agentName}, ИИ-ассистент компании ${companyName}. Разговор записывается.`,
  dialogues: {
    positive: ({ disclosure, goal }) => ({
      lines: [
        agentSays(disclosure),
        clientSays('Да, здравствуйте, слушаю вас.'),
        agentSays(`Я звоню, потому что ${GOALS[goal].about}. Хочу ${GOALS[goal].offer}. Удобно сейчас говорить?`),
        clientSays('Да, удобно. Я как раз ждал вашего звонка, мне это очень интересно.'),
        agentSays('Отлично! Подскажите, на какой бюджет вы рассчитываете и кто ещё участвует в решении?'),
        clientSays('Бюджет до двух миллионов, решаем вдвоём с женой.'),
        agentSays(`Спасибо. Могу предложить время ${GOALS[goal].slot}. Подойдёт?`),
        clientSays('Да, подойдёт, записывайте. Пришлите, пожалуйста, адрес и подтверждение в Телеграм.'),
        agentSays(
          `Записала: ${GOALS[goal].slot}. Подтверждение и адрес пришлю в Телеграм сегодня. Спасибо, до встречи!`,
        ),
        clientSays('Спасибо, до свидания!'),
      ],
      endReason: 'user_hangup',
      summary: `Клиент заинтересован (${GOALS[goal].topic}), договорились на время ${GOALS[goal].slot}. Ждёт адрес и подтверждение в Телеграм.`,
      sentiment: 'Positive',
      isSuccessful: true,
      facts: { agreed_time: GOALS[goal].slot, budget: 'до 2 000 000', next_step: 'Отправить адрес и подтверждение' },
    }),
    neutral: ({ disclosure, goal }) => ({
      lines: [
        agentSays(disclosure),
        clientSays('Алло. Да, говорите.'),
        agentSays(`Недавно ${GOALS[goal].about}. Хотела бы ${GOALS[goal].offer}.`),
        clientSays('Я сейчас за рулём, неудобно разговаривать.'),
        agentSays('Понимаю. Когда вам перезвонить?'),
        clientSays('Позвоните завтра после обеда. И пришлите пока информацию на почту, я посмотрю.'),
        agentSays('Хорошо, отправлю описание на почту и перезвоню завтра после обеда. Верно?'),
        clientSays('Да, верно.'),
        agentSays('Спасибо, хорошей дороги!'),
      ],
      endReason: 'agent_hangup',
      summary: 'Клиент был за рулём, попросил прислать информацию на почту и перезвонить завтра после обеда.',
      sentiment: 'Neutral',
      isSuccessful: true,
      facts: { callback: 'завтра после обеда', next_step: 'Отправить описание на почту' },
    }),
    negative: ({ disclosure, goal }) => ({
      lines: [
        agentSays(disclosure),
        clientSays('Опять вы! Сколько можно звонить?', -0.4),
        agentSays(`Прошу прощения за беспокойство. Я звоню, потому что ${GOALS[goal].about}.`),
        clientSays('Я ничего не оставлял! Вы мне третий раз за неделю звоните, это ужасно раздражает.', -0.8),
        agentSays('Мне жаль, что так вышло. Передам руководителю, чтобы разобрались с повторными звонками.'),
        clientSays('Ваш менеджер обещал ответить ещё в понедельник и пропал. Очень недоволен, мне это не интересно.'),
        agentSays('Понимаю вас. Хотите, чтобы руководитель отдела перезвонил вам лично?'),
        clientSays('Нет, не хочу. Всё, до свидания.'),
      ],
      endReason: 'user_hangup',
      summary:
        'Клиент раздражён частыми звонками и тем, что менеджер не ответил в понедельник; от разговора отказался.',
      sentiment: 'Negative',
      isSuccessful: false,
      facts: { complaint: 'Частые звонки, менеджер не ответил', next_step: 'Руководителю разобраться с жалобой' },
    }),
    objections: ({ disclosure, goal }) => ({
      lines: [
        agentSays(disclosure),
        clientSays('Здравствуйте. А вы что, робот?'),
        agentSays(`Да, я ИИ-ассистент, но могу соединить с человеком. ${capitalize(GOALS[goal].about)}, верно?`),
        clientSays('Было такое, но я посмотрел цены, у вас дорого. У конкурентов на двадцать процентов дешевле.'),
        agentSays('Понимаю. У нас в цену входят доставка, настройка и год поддержки. У конкурентов это включено?'),
        clientSays('Не знаю, надо уточнить. Но мне ещё нужно посоветоваться с партнёром, сам я такое не решаю.'),
        agentSays(`Конечно. Давайте я пришлю сравнение, а мы вернёмся к разговору ${GOALS[goal].slot}.`),
        clientSays('А какая гарантия? Прошлый поставщик обещал и подвёл, я сомневаюсь.', -0.2),
        agentSays('Гарантия двадцать четыре месяца по договору, могу прислать отзывы двух клиентов из вашей отрасли.'),
        clientSays('Ладно, присылайте сравнение и отзывы, посмотрим. Если будет скидка, поговорим.'),
        agentSays('Отправлю сегодня до конца дня. Про скидку уточню у руководителя. Спасибо за разговор!'),
        clientSays('Хорошо, до связи.'),
      ],
      endReason: 'user_hangup',
      summary:
        'Возражения: дорого, конкуренты дешевле, нужно посоветоваться с партнёром, сомнения в гарантии. Согласился изучить сравнение и отзывы, ждёт ответа о скидке.',
      sentiment: 'Neutral',
      isSuccessful: true,
      facts: { objections: 'цена, партнёр, гарантия', next_step: 'Отправить сравнение и отзывы, уточнить скидку' },
    }),
    opt_out: ({ disclosure }) => ({
      lines: [
        agentSays(disclosure),
        clientSays('Больше не звоните мне, пожалуйста. Удалите мой номер из базы.'),
        agentSays('Хорошо, я отмечу, чтобы вам больше не звонили. Извините за беспокойство, всего доброго.'),
      ],
      endReason: 'agent_hangup',
      summary: 'Клиент попросил больше не звонить и удалить номер.',
      sentiment: 'Negative',
      isSuccessful: false,
      facts: { do_not_call: true },
    }),
    voicemail: ({ disclosure, goal }) => ({
      lines: [
        clientSays('Абонент не может ответить. Оставьте сообщение после сигнала.'),
        agentSays(`${disclosure} Я звоню, потому что ${GOALS[goal].about}. Перезвоню позже.`),
      ],
      endReason: 'voicemail_reached',
      summary: 'Попали на автоответчик, оставлено короткое сообщение.',
      sentiment: 'Unknown',
      isSuccessful: false,
      facts: {},
    }),
  },
};

function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
