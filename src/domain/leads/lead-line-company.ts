import { beginsWish, isPlace, isThing } from '#domain/leads/lead-line-words.ts';
import { findGivenName } from '#domain/leads/first-names.ts';

interface Company {
  companyName: string | null;
  isSure: boolean;
}

const quoted = '[«"“„]([^«»"“”„]{2,80})[»"”]';
const russianForm = '(?:ООО|ОАО|ЗАО|ПАО|АО|ТОО|НКО|АНО|МУП|ГУП|ФГУП|НПО|ГК|СК|ИП|ТД|УК)';
const latinForm =
  '(?:Inc|LLC|Ltd|Limited|GmbH|AG|Corp|Corporation|Co|PLC|S\\.?A|S\\.?r\\.?l|B\\.?V|Pty|LLP|Oy|AB|Group|Holdings?)';
const capitalized = "[\\p{Lu}\\p{N}][\\p{L}\\p{N}&.'’+-]*";
const capitalizedRun = `${capitalized}(?:\\s+(?:&\\s+|and\\s+|и\\s+)?${capitalized}){0,3}`;
const companyWord =
  '(?:компани[яиюей]+|фирм[аыуеой]+|организаци[яиюей]+|корпораци[яиюей]+|агентств[оауем]+|студи[яиюей]+|company|firm|agency)';
const origin = '(?:из|от|from|at|of|with|@)';
const edge = '(?<![\\p{L}\\p{N}])';
const end = '(?![\\p{L}\\p{N}])';

/** What names a company by itself, the surest first; the first group that matched is the name. */
const sure = [
  new RegExp(`${edge}(?:${origin}\\s+)?(?:${companyWord}\\s+)?(${russianForm}\\s+${quoted})`, 'u'),
  new RegExp(`${edge}(?:${origin}\\s+)?(?:${companyWord}\\s+)(${quoted})`, 'iu'),
  new RegExp(`${edge}(?:${origin}\\s+)?(?:${companyWord}\\s+)?(${russianForm}\\s+${capitalizedRun})${end}`, 'u'),
  new RegExp(`${edge}(?:${origin}\\s+)?(?:${companyWord}\\s+)?(${capitalizedRun},?\\s+${latinForm}\\.?)${end}`, 'u'),
  new RegExp(`^((?:GmbH|LLC|Ltd)\\s+${capitalized})$`, 'u'),
  new RegExp(`${edge}(?:${origin}\\s+)?(?:the\\s+)?(?:${companyWord})\\s*[:–—-]?\\s+(${capitalizedRun})${end}`, 'iu'),
  new RegExp(`${edge}(?:${origin})\\s+(${quoted})`, 'iu'),
  /(?<![\p{L}\p{N}])((?:ооо|зао|оао|пао|тоо|ип)\s+[\p{L}\p{N}-]+)/u,
  /(?<![\p{L}\p{N}])([\p{L}\p{N}&.-]+,?\s+(?:LTD|INC|CORP|llc|ltd|inc|corp)\.?)(?![\p{L}\p{N}])/u,
];
const latinOrigin = new RegExp(`${edge}(?:from|at|of|with|@)\\s+(?:the\\s+)?(${capitalizedRun})${end}`, 'u');
const lowerOrigin = /(?<![\p{L}\p{N}])(?:from|at)\s+(?!the\s|an?\s|\d)([a-z][a-z0-9&.'’-]*)(?![\p{L}\p{N}])/u;
const russianOrigin = new RegExp(`${edge}из\\s+(${capitalizedRun})${end}`, 'u');
const inParentheses = new RegExp(`\\(\\s*(${capitalizedRun})\\s*\\)`, 'u');
const bareQuoted = new RegExp(quoted, 'u');

/** Takes the company out of the segments that name one; the first found counts. */
export function takeCompany(segments: { text: string; beforeHole: boolean }[]): Company {
  for (const [place, segment] of segments.entries()) {
    const found = readCompany(segment.text);
    if (!found) continue;
    segments[place] = {
      ...segment,
      text: `${segment.text.slice(0, found.from)} ${segment.text.slice(found.to)}`.replace(/\s+/gu, ' ').trim(),
    };
    return { companyName: found.name, isSure: found.isSure };
  }
  return { companyName: null, isSure: true };
}

/** Whether a short segment may be a company's name at all. */
takeCompany.couldBe = (text: string): boolean => {
  const words = text.split(' ');
  return !words.some((word) => beginsWish(word) || isThing(word) || isPlace(word) || findGivenName(word) !== null);
};

function readCompany(text: string): { name: string; from: number; to: number; isSure: boolean } | null {
  for (const pattern of sure) {
    const match = pattern.exec(text);
    const raw = match?.[1] ?? '';
    const name = /[«"“„]/u.test(raw) ? unquoted(raw) : trimName(raw);
    if (match && name && !beginsWish(name.split(' ')[0] ?? '')) return taken(match, name, true);
  }
  const latin = latinOrigin.exec(text);
  if (latin && isCompanyLike(latin[1] ?? '')) return taken(latin, trimName(latin[1] ?? ''), true);
  const russian = russianOrigin.exec(text);
  if (russian && isCompanyLike(russian[1] ?? ''))
    return taken(russian, trimName(russian[1] ?? ''), /^[\p{Script=Latin}\p{N}\s&.'’+-]+$/u.test(russian[1] ?? ''));
  const bracketed = inParentheses.exec(text);
  if (bracketed && isCompanyLike(bracketed[1] ?? '')) return taken(bracketed, bracketed[1] ?? '', false);
  const quote = bareQuoted.exec(text);
  if (quote && !(quote[1] ?? '').split(' ').some((word) => findGivenName(word)))
    return taken(quote, quote[1] ?? '', false);
  const lower = lowerOrigin.exec(text);
  if (lower && isCompanyLike(lower[1] ?? '') && text.slice(0, lower.index).trim() !== '')
    return taken(lower, lower[1] ?? '', false);
  return null;
}

function taken(match: RegExpExecArray, name: string, isSure: boolean) {
  const whole = match[0];
  const isCut = !/[«"“„]/u.test(match[1] ?? '') && name.length < (match[1]?.length ?? 0);
  const cut = isCut ? whole.indexOf(name) + name.length : whole.length;
  return { name, from: match.index, to: match.index + cut, isSure };
}

/** Without a wish or a day that happens to begin with a capital letter. */
function trimName(name: string): string {
  const words = name.split(/\s+/u);
  const stop = words.findIndex((word, place) => place > 0 && (beginsWish(word) || isThing(word)));
  return (stop === -1 ? words : words.slice(0, stop)).join(' ');
}

/** "Wayne Enterprises": its last word says that it is no person. */
const companyEnds =
  /\s(?:Enterprises?|Industries|Solutions|Systems|Labs?|Partners|Consulting|Bank|Hospital|Studios?|Technologies|Foods|Motors|Media|Holdings?|Group|Logistics|Software|Hotels?|Clinic|School|University)$/u;

function isCompanyLike(name: string): boolean {
  const first = name.split(/\s+/u)[0] ?? '';
  return (
    first !== '' &&
    !beginsWish(first) &&
    !isThing(first) &&
    !isPlace(first) &&
    (findGivenName(first) === null || companyEnds.test(name)) &&
    !/^\d/.test(first)
  );
}

function unquoted(name: string): string {
  return name.replace(/^[«"“„]([^«»"“”„]+)[»"”]$/u, '$1').trim();
}
