import type { MessageKind } from '#integrations/offline-ai/reply/message-kinds.ts';

export interface ReplyTexts {
  hello(name: string | null): string;
  /** What is said to each kind of message; `hasTime` when the client named a day or an hour. */
  body: Record<MessageKind, (facts: { managerName: string; hasTime: boolean }) => string>;
  thanksForCall: string;
  agreedSteps: string;
  youAsked: string;
  onYourSide: string;
  anythingElse: string;
  noSteps: string;
  sorry: string;
  canOffer: string;
  regards(managerName: string): string;
}

/** Sentences that promise nothing but to find out, and ask for what is missing. */
export const replyTexts: Record<'ru' | 'en', ReplyTexts> = {
  ru: {
    hello: (name) => (name === null ? 'Здравствуйте!' : `Здравствуйте, ${name}!`),
    body: {
      stop: () => 'Хорошо, больше не побеспокоим. Извините, что отвлекли.',
      complaint: () =>
        'Мне очень жаль, что так вышло. Разберусь, что произошло, и вернусь к вам с ответом. Подскажите, пожалуйста, номер заказа или другие детали, чтобы выяснить всё быстрее.',
      refund: () =>
        'Понимаю вас. Уточню порядок возврата и напишу, что для этого нужно. Пришлите, пожалуйста, номер заказа и коротко опишите причину.',
      cancel: () =>
        'Понимаю. Уточню, как это оформить, и напишу вам. Подскажите, пожалуйста, о каком заказе или записи идёт речь?',
      problem: () =>
        'Сожалею, что возникла неполадка. Опишите, пожалуйста, что именно происходит и когда началось: передам специалистам и вернусь к вам с ответом.',
      orderStatus: () =>
        'Проверю, как продвигается ваш заказ, и напишу вам. Подскажите, пожалуйста, его номер, если он под рукой.',
      price: () =>
        'Спасибо за интерес! Уточню актуальную стоимость и напишу вам. Подскажите, пожалуйста, какой вариант и в каком объёме вас интересует?',
      discount: () => 'Уточню, какие специальные условия сейчас действуют, и сразу напишу вам.',
      payment: () => 'Уточню доступные способы и условия оплаты и напишу вам. Какой вариант был бы удобен?',
      delivery: () =>
        'Уточню сроки и условия доставки и напишу вам. Подскажите, пожалуйста, город или адрес и к какой дате нужно?',
      availability: () => 'Проверю наличие и напишу вам. Подскажите, пожалуйста, какие характеристики для вас важны?',
      documents: () =>
        'Хорошо, подготовлю материалы и пришлю их сюда. Если удобнее получить их на почту, напишите адрес.',
      testDrive: ({ hasTime }) =>
        hasTime
          ? 'Отлично, проверю, свободно ли это время для тест-драйва, и подтвержу запись.'
          : 'С удовольствием запишем вас на тест-драйв. Какой день и время вам удобны и какая модель интересует?',
      booking: ({ hasTime }) =>
        hasTime
          ? 'Спасибо! Проверю, свободно ли это время, и подтвержу вам.'
          : 'С удовольствием подберём время. Какой день и час вам удобны?',
      callback: ({ hasTime }) =>
        hasTime
          ? 'Хорошо, учту время, которое вы назвали, чтобы мы вам перезвонили.'
          : 'Хорошо, созвонимся. В какой день и час вам удобно?',
      address: () => 'Уточню адрес и часы работы и пришлю вам вместе с тем, как удобнее добраться.',
      robot: ({ managerName }) => `С вами на связи ${managerName}. Чем могу помочь?`,
      thinking: () =>
        'Конечно, подумайте спокойно. Если появятся вопросы, напишите здесь. Когда будет удобно вернуться к разговору?',
      refusal: () =>
        'Понимаю, спасибо, что сказали. Подскажите, пожалуйста, что именно не подошло? Если вопрос снова станет актуален, просто напишите сюда.',
      agreement: () => 'Отлично, договорились! Если что-то изменится, напишите, пожалуйста, здесь.',
      question: () => 'Спасибо за вопрос! Уточню и вернусь к вам с точным ответом.',
      thanks: () => 'Пожалуйста, рады помочь! Если появятся вопросы, пишите.',
      greeting: () => 'Спасибо, что написали. Чем могу помочь?',
      statement: () =>
        'Спасибо, что написали! Подскажите, пожалуйста, что для вас сейчас важнее всего, и я подготовлю ответ по делу.',
    },
    thanksForCall: 'Спасибо за разговор!',
    agreedSteps: 'Коротко, на чём остановились:',
    youAsked: 'Вы просили',
    onYourSide: 'С вашей стороны',
    anythingElse: 'Если что-то изменится или появятся вопросы, напишите, пожалуйста, здесь.',
    noSteps: 'Если остались вопросы или захотите продолжить, напишите, пожалуйста, здесь.',
    sorry: 'Приношу извинения за неудобства.',
    canOffer: 'Могу предложить',
    regards: (managerName) => `С уважением, ${managerName}`,
  },
  en: {
    hello: (name) => (name === null ? 'Hello!' : `Hello ${name}!`),
    body: {
      stop: () => 'Of course, we will not contact you again. Sorry for the disturbance.',
      complaint: () =>
        'I am very sorry about this. I will find out what happened and get back to you. Could you tell me the order number or any other details, so that it goes faster?',
      refund: () =>
        'I understand. I will check how the refund works and write to you what is needed. Could you send me the order number and the reason in a few words?',
      cancel: () =>
        'I understand. I will check how this is done and write to you. Which order or appointment is it about?',
      problem: () =>
        'I am sorry that something is not working. Could you describe what exactly happens and when it started? I will pass it to our specialists and get back to you.',
      orderStatus: () =>
        'I will check where your order stands and write to you. Could you tell me its number, if you have it at hand?',
      price: () =>
        'Thank you for your interest! I will check the current price and write to you. Which option, and how much of it, do you have in mind?',
      discount: () => 'I will check which special terms apply at the moment and write to you right after.',
      payment: () => 'I will check the ways and terms of payment and write to you. Which one would suit you?',
      delivery: () =>
        'I will check the delivery times and terms and write to you. Could you tell me the city or address and the date you need it by?',
      availability: () => 'I will check what is available and write to you. Which features matter most to you?',
      documents: () =>
        'Of course, I will put the materials together and send them here. If you prefer e-mail, just write me the address.',
      testDrive: ({ hasTime }) =>
        hasTime
          ? 'Great, I will check whether this time is free for a test drive and confirm it to you.'
          : 'We would be glad to arrange a test drive. Which day and time suit you, and which model would you like to try?',
      booking: ({ hasTime }) =>
        hasTime
          ? 'Thank you! I will check whether this time is free and confirm it to you.'
          : 'We would be glad to find a time. Which day and hour suit you?',
      callback: ({ hasTime }) =>
        hasTime
          ? 'Of course, I have noted the time you named for our call.'
          : 'Of course, let us talk on the phone. Which day and hour suit you?',
      address: () => 'I will check the address and opening hours and send them to you with the best way to get there.',
      robot: ({ managerName }) => `This is ${managerName}. How can I help you?`,
      thinking: () =>
        'Of course, take your time. If any questions come up, write here. When would be a good moment to come back to this?',
      refusal: () =>
        'I understand, thank you for telling me. May I ask what did not fit? If it becomes relevant again, just write here.',
      agreement: () => 'Great, agreed! If anything changes, please write here.',
      question: () => 'Thank you for the question! I will check and get back to you with an exact answer.',
      thanks: () => 'You are welcome, happy to help! If any questions come up, just write.',
      greeting: () => 'Thank you for writing. How can I help you?',
      statement: () =>
        'Thank you for writing! Could you tell me what matters most to you right now, so that my answer is to the point?',
    },
    thanksForCall: 'Thank you for the conversation!',
    agreedSteps: 'Where we left it, in short:',
    youAsked: 'You asked',
    onYourSide: 'On your side',
    anythingElse: 'If anything changes or questions come up, please write here.',
    noSteps: 'If you have any questions left or would like to go on, please write here.',
    sorry: 'I apologize for the inconvenience.',
    canOffer: 'I can offer',
    regards: (managerName) => `Best regards, ${managerName}`,
  },
};
