/** A person of the generated organization, as a source would tell of them. */
export interface GeneratedPerson {
  name: string;
  /** E.164 */
  phones: string[];
  emails: string[];
  username: string | null;
  companyName: string | null;
}

/** A second record of a person who is there already, changed as people and forms change things. */
export interface KnownDouble extends GeneratedPerson {
  of: number;
  how: string;
}

const men =
  'александр алексей анатолий андрей антон артём борис вадим виктор виталий владимир дмитрий евгений егор иван игорь илья кирилл константин максим михаил николай олег павел пётр роман руслан сергей станислав степан тимур фёдор юрий ярослав григорий геннадий леонид валерий'.split(
    ' ',
  );
const women =
  'анна мария елена ольга наталья татьяна ирина светлана екатерина юлия дарья полина ксения марина людмила галина надежда алина виктория вероника лариса софья любовь тамара'.split(
    ' ',
  );
const shortForms: Record<string, string> = {
  александр: 'саша',
  алексей: 'лёша',
  анатолий: 'толя',
  андрей: 'андрюша',
  борис: 'боря',
  виктор: 'витя',
  владимир: 'вова',
  дмитрий: 'дима',
  евгений: 'женя',
  иван: 'ваня',
  константин: 'костя',
  максим: 'макс',
  михаил: 'миша',
  николай: 'коля',
  павел: 'паша',
  пётр: 'петя',
  роман: 'рома',
  сергей: 'серёжа',
  станислав: 'стас',
  юрий: 'юра',
  григорий: 'гриша',
  анна: 'аня',
  мария: 'маша',
  елена: 'лена',
  ольга: 'оля',
  наталья: 'наташа',
  татьяна: 'таня',
  ирина: 'ира',
  светлана: 'света',
  екатерина: 'катя',
  юлия: 'юля',
  дарья: 'даша',
  людмила: 'люда',
  софья: 'соня',
};
const stems =
  'иван кузнец смирн поп василь петр соколь михайл новик фёдор мороз волк алексе лебед семён егор павл козл степан никола орл андре макар никит захар зайц соловь борис яковл григорь роман воробь серге кузьм фрол александр дмитри корол гус кисел ильин максим поляк сорок виноград ковал бел медвед антон тарас жук баран филипп комар давыд герас богдан осип сидор матве тит марк мирон крыл кудр мельник денис гаврил тихон казак афанась данил савель тимофе фом абрам март еф федот щерб назар карп голуб копыл лап шуб родион ульян кол потап рыб русак симон чист громов удаль бурлак звонар кожемяк плотник рыбак стрельник хлебник кравч бондар колос журавл'.split(
    ' ',
  );
const endings = ['ов', 'ев', 'ин', 'енко', 'ский', 'чук', 'цев', 'янц', 'швили', 'ович'];
const companies = 'ромашка вектор альфа технострой горизонт меркурий сатурн прогресс континент орион'.split(' ');
const providers = ['gmail.com', 'mail.ru', 'yandex.ru', 'inbox.ru', 'bk.ru', 'outlook.com'];

const toLatin: Record<string, string> = Object.fromEntries(
  'а:a б:b в:v г:g д:d е:e ё:e ж:zh з:z и:i й:y к:k л:l м:m н:n о:o п:p р:r с:s т:t у:u ф:f х:kh ц:ts ч:ch ш:sh щ:shch ъ: ы:y ь: э:e ю:yu я:ya'
    .split(' ')
    .map((pair) => pair.split(':') as [string, string]),
);

/** Numbers that look random and are the same for the same seed. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);
const latin = (text: string) => Array.from(text.toLowerCase(), (letter) => toLatin[letter] ?? letter).join('');

/** People with common and rare names, all with numbers and addresses of their own. */
export function generatePeople(count: number, random: () => number): GeneratedPerson[] {
  const pick = <T>(list: readonly T[], skew = 1): T => list[Math.floor(random() ** skew * list.length)] as T;
  return Array.from({ length: count }, (_unused, index) => {
    const isWoman = random() < 0.45;
    const given = pick(isWoman ? women : men, 1.5);
    const ending = pick(endings, 1.5);
    const surname = pick(stems, 1.3) + ending + (isWoman && /(ов|ев|ин)$/.test(ending) ? 'а' : '');
    const number = 9_000_000_000 + ((index * 7_919_873 + 1_234_567) % 999_999_937);
    const mailbox = `${latin(given)}.${latin(surname)}${index}`;
    return {
      name: `${capital(given)} ${capital(surname)}`,
      phones: random() < 0.85 ? [`+7${number}`] : [],
      emails: random() < 0.6 ? [`${mailbox}@${pick(providers)}`] : [],
      username: random() < 0.3 ? `${latin(given)}_${latin(surname).replace(/[^a-z]/g, '')}${index}`.slice(0, 32) : null,
      companyName: random() < 0.4 ? capital(pick(companies)) : null,
    };
  });
}

type Change = (person: GeneratedPerson, random: () => number) => GeneratedPerson | null;

function typo(word: string, random: () => number): string {
  const at = 1 + Math.floor(random() * Math.max(word.length - 2, 1));
  const letter = 'абвгдеиклмнопрстуя'.charAt(Math.floor(random() * 18));
  const ways = [
    () => word.slice(0, at) + letter + word.slice(at + 1),
    () => word.slice(0, at) + word.slice(at + 1),
    () => word.slice(0, at) + word.charAt(at) + word.slice(at),
    () => word.slice(0, at) + word.charAt(at + 1) + word.charAt(at) + word.slice(at + 2),
  ];
  return (ways[Math.floor(random() * ways.length)] ?? (() => word))();
}

const nameChanges: Record<string, Change> = {
  'the same name': (person) => person,
  'the other alphabet': (person) => ({
    ...person,
    name: person.name
      .split(' ')
      .map((word) => capital(latin(word)))
      .join(' '),
  }),
  'a typo in the surname': (person, random) => {
    const [given = '', surname = ''] = person.name.split(' ');
    return { ...person, name: `${given} ${typo(surname, random)}` };
  },
  'the words swapped': (person) => ({ ...person, name: person.name.split(' ').toReversed().join(' ') }),
  'a short form': (person) => {
    const [given = '', surname = ''] = person.name.split(' ');
    const short = shortForms[given.toLowerCase()];
    return short ? { ...person, name: `${capital(short)} ${surname}` } : null;
  },
  'an initial': (person) => {
    const [given = '', surname = ''] = person.name.split(' ');
    return { ...person, name: `${surname} ${given.charAt(0)}.` };
  },
  'a patronymic and capitals': (person) => ({ ...person, name: `${person.name} Сергеевич`.toUpperCase() }),
};

const identityChanges: Record<string, Change> = {
  'another code of the number': (person) =>
    person.phones[0]
      ? { ...person, phones: [person.phones[0].replace(/^\+7\d{3}/, '+7495')], emails: [], username: null }
      : null,
  'one digit of the number wrong': (person, random) => {
    const [phone] = person.phones;
    if (!phone) return null;
    const at = 5 + Math.floor(random() * 7);
    const digit = (Number(phone.charAt(at)) + 1 + Math.floor(random() * 8)) % 10;
    return { ...person, phones: [phone.slice(0, at) + digit + phone.slice(at + 1)], emails: [], username: null };
  },
  'the address at another provider': (person) =>
    person.emails[0]
      ? { ...person, phones: [], emails: [person.emails[0].replace(/@.*/, '@icloud.test')], username: null }
      : null,
  'a letter of the address missing': (person) =>
    person.emails[0]
      ? { ...person, phones: [], emails: [person.emails[0].slice(0, 4) + person.emails[0].slice(5)], username: null }
      : null,
  'the username only': (person) => (person.username ? { ...person, phones: [], emails: [] } : null),
};

/** Doubles of the people, each with its name and one identity changed; no identity of theirs is exactly the original's. */
export function generateDoubles(
  people: readonly GeneratedPerson[],
  count: number,
  random: () => number,
): KnownDouble[] {
  const taken = new Set(people.flatMap(({ phones, emails }) => [...phones, ...emails]));
  const names = Object.entries(nameChanges);
  const identities = Object.entries(identityChanges);
  const doubles: KnownDouble[] = [];
  for (let of = 0; doubles.length < count; of = (of + 7) % people.length) {
    const person = people[of];
    const [how = '', changeName] = names[Math.floor(random() * names.length)] ?? [];
    const [where = '', changeIdentity] = identities[Math.floor(random() * identities.length)] ?? [];
    const renamed = person && changeName?.(person, random);
    const changed = renamed && changeIdentity?.(renamed, random);
    if (!changed || [...changed.phones, ...changed.emails].some((identity) => taken.has(identity))) continue;
    for (const identity of [...changed.phones, ...changed.emails]) taken.add(identity);
    doubles.push({ ...changed, companyName: random() < 0.5 ? changed.companyName : null, of, how: `${how}, ${where}` });
  }
  return doubles;
}
