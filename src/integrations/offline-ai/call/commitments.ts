import { askedActs, promisedActs } from '#integrations/offline-ai/call/acts.ts';
import { namesTime } from '#integrations/offline-ai/text/dates.ts';
import type { Sentence } from '#integrations/offline-ai/text/sentences.ts';
import { phrase, raw } from '#integrations/offline-ai/text/words.ts';

export interface Commitment {
  /** `us`: we promised. `client`: the client promised. `asked`: the client asked us. `agreed`: a time was fixed. `stop`: no more calls. */
  kind: 'us' | 'client' | 'asked' | 'agreed' | 'stop';
  acts: string[];
  sentence: Sentence;
}

const infinitive = phrase(
  raw`
    (?:присла|высла|скину|отправи|подготови|состави|посчита|рассчита|сдела|оформи|выстави|уточни|узна|провери|
    выясни|переда|назначи|забронирова|достави|замени|почини|установи|исправи|верну|подключи|удали|отмени|
    перезвони|позвони|записа)ть(?:ся)?|связаться|разобраться|привезти|перенести|подобрать|приехать|встретиться
  `,
);
const wished = phrase(
  raw`
    мне бы \S+|чтобы (?:мне |нам |вы |меня |нас |со мной |с нами )?(?:пере|по)?(?:звон|прис|высл|отправ|связ|
    сдел|провер|подготов|посчита|скинул|написал)\S*|let (?:me|us) know|would you mind \S+ing|give (?:me|us) a (?:call|ring|shout|quote|price)|(?:i|
    we)(?:'\S+)?(?: \S+)? need (?:a|an|the|some|your) (?:\S+ )?(?:quote|invoice|copy|estimate|proposal|contract|
    call|list|details|confirmation)
  `,
);
const canYou = phrase(
  raw`можете|могли бы|сможете|можно|нельзя ли|прошу|попрошу|надо|нужно|необходимо|хотел(?:а|и)? бы`,
);
const ofOthers = phrase(
  raw`
    (?:вы|он|она|они|мне|нам) (?:же )?(?:обеща\S+|говорил\S*|должны были|хотел[аи]?)|обещал\S*|promised|
    said (?:you|he|she|they)|were supposed|was supposed|should have|would have
  `,
);
const conditional = /^(?:(?:ну|and|but|а|но|well),? )?(?:если|if|when|когда)(?!\p{L})/u;
const stop = phrase(
  raw`
    (?:больше )?(?:мне |нам |сюда )?(?:больше )?не (?:надо |нужно )?(?:мне |нам |сюда )?(?:звон(?:ите|ить)|
    названива\S+|беспоко(?:йте|ить)|пишите)|(?:хватит|перестаньте|прекратите) (?:мне |нам |уже )*(?:звонить|
    названивать|писать|беспокоить)|удалите (?:мой |наш |мои )?(?:номер|телефон|данные|меня)\S*|(?:уберите|
    исключите) (?:меня|нас|мой)\S*|оставьте (?:меня|нас) в покое|stop (?:calling|contacting|texting|messaging|
    bothering)|(?:do not|don't|never) (?:ever )?(?:call|contact|text|message|phone) (?:me|us|here|again|
    this)\S*|take (?:me|us|my \S+|this number) off|remove (?:me|us|my|our|this number)|leave (?:me|us) alone|(?:забудьте|потеряйте) (?:мой |наш |этот )?(?:номер|телефон)|lose my number|unsubscribe me
  `,
);
/** «Можете не звонить так рано?» asks for another hour, not for silence. */
const forever = phrase('больше|никогда|again|anymore|ever');
const agreement = phrase(
  raw`
    договорились|записал[аи]?|записываю|записываем|забронировал[аи]?|жд(?:у|ем) вас|до встречи|встречаемся|
    тогда (?:в|на|до)|давайте (?:тогда )?(?:в|на|завтра|послезавтра|после|к|через)|значит,? (?:в|на|завтра)|
    you're booked|you are booked|it's settled|see you|let's (?:do|say|meet|make it|go with)|scheduled for|
    confirmed for|booked (?:you )?(?:in )?for|put you down for|meet (?:on|at)|talk (?:on|at|then|tomorrow)
  `,
);

/** What was promised, asked for and agreed in the call, in the order it was said. */
export function findCommitments(sentences: readonly Sentence[]): Commitment[] {
  return sentences.flatMap((sentence): Commitment[] => {
    const { speaker, normalized, isQuestion } = sentence;
    if (speaker === 'A' && stop.test(normalized) && (!isQuestion || forever.test(normalized)))
      return [{ kind: 'stop', acts: ['remove'], sentence }];
    if (ofOthers.test(normalized) || (speaker === 'A' && conditional.test(normalized))) return [];
    const promised = promisedActs(normalized);
    const asked = speaker === 'A' ? requestedActs(normalized) : [];
    const canStand = !isQuestion || /^(?:хорошо|конечно|отлично|тогда|sure|okay|great|of course)/.test(normalized);
    if (asked.length > 0 && (speaker === 'A' || canStand)) return [{ kind: 'asked', acts: asked, sentence }];
    if (promised.length > 0 && canStand) return [{ kind: speaker === 'B' ? 'us' : 'client', acts: promised, sentence }];
    if (!isQuestion && agreement.test(normalized) && namesTime(normalized))
      return [{ kind: 'agreed', acts: ['meet', 'book'], sentence }];
    return [];
  });
}

function requestedActs(normalized: string): string[] {
  const asked = askedActs(normalized);
  if (asked.length > 0) return asked;
  return wished.test(normalized) || (canYou.test(normalized) && infinitive.test(normalized)) ? ['send'] : [];
}
