import { phrase, raw } from '#integrations/offline-ai/text/words.ts';

export const greeting = phrase(
  raw`
    здравствуй(?:те)?|добрый (?:день|вечер)|доброе утро|доброго (?:дня|вечера|утра)|приветствую|привет|hello|hi|
    hey|good (?:morning|afternoon|evening|day)
  `,
);
export const introduction = phrase(
  raw`
    меня зовут|это \S+ из|я \S+ из|беспокоит|звоню (?:вам )?из|компани[яию]|представля\S+|ассистент\S*|
    менеджер\S*|my name is|this is|i'm calling from|calling from|i am \S+ from|assistant|on behalf of
  `,
);
export const aboutRecording = phrase(
  raw`
    (?:разговор|звонок|беседа)\S* (?:\S+ )?(?:записыва\S+|записан\S*|запис\S+)|ведется запись|
    запись (?:разговора|звонка)|call (?:is|may be|will be|might be) (?:\S+ )?(?:recorded|monitored)|(?:being|
    is) recorded|recording this|recorded line
  `,
);
export const aboutMachine = phrase(
  raw`
    (?:ии|виртуальн\S+|голосов\S+|цифров\S+|электронн\S+|искусственн\S+|умн\S+)[- ](?:ассистент|помощник|агент|
    интеллект|робот)\S*|ии-\S+|робот\S*|нейросет\S*|(?:ai|virtual|digital|automated|
    artificial) (?:\S+ )?(?:assistant|agent|intelligence|system)|ai|robot|bot
  `,
);
export const openQuestion = phrase(
  raw`
    как(?:ой|ая|ое|ие|ого|ую|им|их)|что|кто|сколько|зачем|почему|для (?:чего|кого)|где|как|расскажите|опишите|
    уточните|чем|на что|what|which|who|why|how|where|tell me|describe|walk me through
  `,
);
export const logistics = phrase(
  raw`
    когда (?:вам )?(?:перезвонить|позвонить|удобно)|удобно (?:сейчас|ли)|как (?:ваши )?дела|слышно|
    как к вам обращаться|how are you|can you hear|is (?:now|this) a (?:good|bad) time|when (?:should|can|
    would) (?:i|we) call
  `,
);
export const acknowledging = phrase(
  raw`
    понимаю|понял[аи]?|согласен|согласна|конечно|вы правы|справедлив\S*|действительно|слышу вас|хороший вопрос|
    бывает|сочувств\S+|жаль|прошу прощения|извин\S+|understand|i see|i hear you|fair (?:point|enough)|
    makes sense|you're right|of course|absolutely|good (?:point|question)|appreciate|sorry|apologi[sz]e
  `,
);
export const thanking = phrase(raw`спасибо|благодар\S+|пожалуйста|будьте добры|thank(?:s| you)|please|appreciate`);
export const apology = phrase(
  raw`
    извин\S+|прошу прощения|простите|мне жаль|сожале\S+|сочувств\S+|понимаю вас|понимаю ваш\S*|sorry|
    apologi[sz]e|i understand|that must|sympathi\S+
  `,
);
export const farewell = phrase(
  raw`
    до свидания|до встречи|до связи|всего (?:доброго|хорошего)|хорошего (?:дня|вечера)|спасибо за (?:разговор|
    время|звонок|уделенное)|goodbye|bye|see you|have a (?:good|nice|great|lovely)|take care|
    thank you for your time|talk (?:soon|then)|drive safely|хорошей дороги
  `,
);
export const offering = phrase(
  raw`
    предлага\S+|можем предложить|могу предложить|у нас (?:есть|в|действует|сейчас)|входит|включ(?:ает|ено|ены)|
    преимуществ\S*|вы получ\S+|позвол(?:яет|ит)|подойдет вам|гаранти\S+|бесплатн\S+|скидк\S+|we (?:offer|have|
    provide|can offer|include)|i can offer|includes?|included|you(?:'ll| will| can) get|benefits?|allows? you|
    free of charge|warranty|guarantee
  `,
);
export const purpose = phrase(
  raw`
    звоню (?:вам )?(?:по|потому|чтобы|насчет|уточнить)|по (?:поводу|вопросу|вашей заявке)|вы (?:оставляли|
    оставили|интересовались|обращались|запрашивали|просили)|хо(?:чу|тел[аи]?) (?:бы )?(?:уточнить|предложить|
    обсудить|рассказать|узнать)|calling (?:about|because|regarding|to)|reason (?:for|i'm)|in regards? to|
    you (?:asked|requested|left|were interested|signed up|inquired)|follow(?:ing)? up|wanted to
  `,
);
/** «Верно?», "is that right?": asks for a nod, not for a need. */
export const confirmation = phrase(
  raw`
    верно|правильно|так ведь|да ведь|подойдет|хорошо|договорились|(?:is )?(?:that|it|this) (?:right|correct|
    okay|ok|work)|right|correct|хотите,? чтобы|would you like (?:me|us|the|a|someone)
  `,
);
export const rude = phrase(
  raw`
    заткни\S*|идиот\S*|дура[кч]\S*|тупой|тупая|отстань\S*|мне все равно|мне без разницы|ваши проблемы|
    это не мои проблемы|не моя проблема|сами виноваты|shut up|stupid|idiot|not my problem|i don't care|
    your problem
  `,
);
