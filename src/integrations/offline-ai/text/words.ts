import { stemEnglish } from '#integrations/offline-ai/text/stem-english.ts';
import { stemRussian } from '#integrations/offline-ai/text/stem-russian.ts';

/** Lower case, `ё` as `е`, straight apostrophes, single spaces: the form in which all patterns are written. */
export function normalize(text: string): string {
  return text
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/[’‘`´]/g, "'")
    .replace(/\s+/g, ' ')
    .trim();
}

/** Words of a normalized text, numbers included. */
export function wordsOf(normalized: string): string[] {
  return normalized.match(/[\p{L}\p{N}]+(?:['-][\p{L}\p{N}]+)*/gu) ?? [];
}

/** The part that the forms of a normalized word share. */
export function stem(word: string): string {
  return /[а-я]/.test(word) ? stemRussian(word) : stemEnglish(word);
}

/** Whether a word says something about the subject: no pronoun, preposition, filler or figure of politeness. */
export function isContentWord(word: string): boolean {
  return word.length > 2 && !stopWords.has(word) && !/^\d+$/.test(word);
}

/** Stems of the content words of a text, repeats included. */
export function contentStems(text: string): string[] {
  return wordsOf(normalize(text)).filter(isContentWord).map(stem);
}

/** A pattern over normalized text that begins and ends at word boundaries (`\b` knows only Latin letters). */
export function phrase(pattern: string): RegExp {
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${pattern})(?![\\p{L}\\p{N}])`, 'u');
}

/** A long pattern written over several lines: line breaks and indents do not count, backslashes do. */
export function raw(template: TemplateStringsArray): string {
  return template.raw.join('').replace(/\s*\n\s*/g, '');
}

const stopWords = new Set(
  `
а без более больше будем будет будете будешь буду будут бы был была были было быть в вам вами вас ваш ваша ваше вашего вашей
вашем вашему ваши вашим вашу ведь весь во вообще вот всe все всегда всего всем всех всю вы где говорите говорить говорю да давай
давайте даже для до должен должны его ее если есть еще же за зачем здесь здравствуйте знаете знаю и из или им именно их к каждый
как какая какие какой какое какую когда конечно короче кто куда ладно ли лишь лучше либо меня мне много можем может можете можно
могу могут мой моя мы на над надо наверное нам нами нас наш наша наше нашей наши нашу не него нее нет нельзя ни никто никак ничего
но ну нужен нужна нужно нужны о об один одна одно однако он она они оно опять от очень первый перед по под пожалуйста пока после
потом потому почему почти привет при просто про раз разве с сам сама сами самый свой свою своего своей сейчас себе себя сегодня
скажите сказать сказал сказала сколько слушаю слушайте снова со спасибо сразу так также такая такие такое такой там тебе тебя тем
теперь то тогда того тоже той только том тот ту туда тут ты типа у угу ага уж уже хорошо хоть хотел хотела хотели хотите хочу хочет
хотим чего чей чем через что чтобы чтоб чуть эта эти это этого этой этом этому этот эту этих этим я алло добрый день вечер утро
понятно понял поняла ясно значит собственно кстати скажем допустим смысле общем вроде вчера завтра всё-таки все-таки как-то
что-то кто-то где-то когда-то какой-то какие-то какая-то минуту секунду минутку меня зовут зовут удобно звоню подскажите
a about actually after again all also am an and any are aren't as at be because been before being but by bye can can't could
couldn't did didn't do does doesn't doing don't done for from get gets getting go goes going gonna good got had has have having he
hello her here hey hi him his how i i'd i'll i'm i've if in into is isn't it it's its just know let let's like little look lot
made make many maybe me mean mhm might mine more most much must my name need needs never nice no not now of off oh ok okay on one
only or other our out over own perhaps please quite rather really right said same say see seem shall she should so some
something sorry sort speaking still such sure take than thank thanks that that's the their them then there there's these they
they're thing things think this those though through to today tomorrow too two uh uhm um under up us use very want wanted wants
was wasn't way we we'd we'll we're we've well were what what's when where which while who why will with won't would wouldn't
yeah yes yesterday yet you you'd you'll you're you've your yours calling call called
`
    .trim()
    .split(/\s+/),
);
