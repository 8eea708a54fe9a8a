import { phrase, raw } from '#integrations/offline-ai/text/words.ts';

const weekdays = raw`
    понедельник\S*|вторник\S*|сред[уыеа]|четверг\S*|пятниц\S*|суббот\S*|воскресень\S*|выходн\S+|будн\S+|
    mondays?|tuesdays?|wednesdays?|thursdays?|fridays?|saturdays?|sundays?|weekends?
  `;
const months = raw`
    (?:январ|феврал|март|апрел|июн|июл|август|сентябр|октябр|ноябр|декабр)\S*|ма[яе]|january|february|march|
    april|june|july|august|september|october|november|december
  `;
const relative = raw`
    завтра|послезавтра|сегодня|вечером|утром|днем|после обеда|до обеда|в обед|на днях|на (?:этой|следующей|той|
    будущей) неделе|в конце (?:дня|недели|месяца)|до конца (?:дня|недели|месяца)|в (?:течение|теченье) \S+|
    через (?:\S+ )?(?:минут\S*|час\S*|день|дня|дней|недел\S*|месяц\S*|полчаса|полгода|пару \S+)|через (?:час|
    полчаса|неделю|месяц|полгода)|(?:первого|второго|\d{1,2}(?:-?го)?) числа|tomorrow|today|tonight|(?:this|
    next|coming) (?:week|month|morning|afternoon|evening|quarter|year)|in (?:the )?(?:morning|afternoon|
    evening)|in (?:a|an|one|two|three|four|five|ten|fifteen|twenty|thirty|\d+|a few|a couple of) (?:minutes?|
    hours?|days?|weeks?|months?)|within (?:the|a|an|\d+)? ?(?:hours?|days?|weeks?)|by (?:the )?(?:end of|noon|
    tomorrow|monday|tuesday|wednesday|thursday|friday)|end of (?:the )?(?:day|week|month)|later today|
    right away|asap|shortly
  `;
const clock = raw`
    (?:в|к|до|после|около|с) \d{1,2}(?:[:.]\d{2})?(?: (?:час\S*|утра|вечера|дня))?|в (?:час|два|три|четыре|пять|
    шесть|семь|восемь|девять|десять|одиннадцать|двенадцать|полдень)(?: (?:час\S*|утра|вечера|дня))?|
    at (?:\d{1,2}(?::\d{2})?|noon|one|two|three|four|five|six|seven|eight|nine|ten|eleven|
    twelve)(?: ?[ap]\.?m\.?)?|\d{1,2}(?::\d{2})? ?[ap]\.?m\.?|\d{1,2}:\d{2}|\d{1,2}\.\d{1,2}\.(?:\d{2,4})?
  `;

const anyTime = phrase(`${relative}|${weekdays}|${months}|${clock}`);

/** Whether a normalized text names a day or an hour. */
export function namesTime(normalized: string): boolean {
  return anyTime.test(normalized);
}
