import { foldName } from '#domain/duplicates/fold-words.ts';

// Each line is one given name with its short and foreign forms; a form may stand in several lines.
const lines = `
александр саша саня шура шурик алекс санёк alexander alex aleksander alec
александра саша саня шура alexandra alex
алексей лёша алёша лёха alexey alexei alex
анастасия настя ася anastasia
анатолий толя толик anatoly anatol
андрей андрюша andrey andrew andre
анна аня анюта нюра anna ann anne annie
антон антоша тоха anton anthony tony
артём тёма артемий artem
борис боря boris
вадим вадик vadim
валентин валя valentin
валентина валя valentina
валерий валера valery
валерия лера валера valeria
варвара варя barbara
василий вася vasily basil
вера верочка vera
вероника ника veronika veronica
виктор витя victor viktor vic
виктория вика victoria vicky
виталий виталик vitaly
владимир вова володя вовка vladimir vlad
владислав влад слава vladislav vlad
всеволод сева vsevolod
вячеслав слава vyacheslav slava
галина галя galina
геннадий гена gennady
георгий гоша жора егор george
григорий гриша grigory gregory greg
даниил данил данила даня daniil daniel dan danny
дарья даша daria darya dasha
денис дэн денисик denis dennis dan
диана дина diana
дмитрий дима митя димон dmitry dmitri dima
евгений женя женёк evgeny eugene
евгения женя evgenia eugenia
екатерина катя катерина катюша ekaterina catherine kate katya
елена лена алёна ленка elena helen helena lena
елизавета лиза elizaveta elizabeth liza lisa
зинаида зина zinaida
иван ваня ivan john
игорь игорёк гоша igor
илья илюша ilya
инна инна inna
ирина ира ирка irina irene ira
кирилл кир кирюша kirill cyril
константин костя konstantin constantine
ксения ксюша ксеня kseniya xenia
лариса лара larisa
леонид лёня leonid leo
лидия лида lidia lydia
любовь люба lyubov
людмила люда мила люся lyudmila ludmila
максим макс maksim maxim max
маргарита рита марго margarita margaret rita
марина мариша marina
мария маша маруся маня maria mary masha
матвей матвей matvey matthew
михаил миша миха mikhail michael mike misha
надежда надя nadezhda nadia
наталья наталия наташа ната natalia natalya natasha natalie
никита никитос nikita
николай коля nikolay nicholas nick
оксана ксюша oxana oksana
олег олежка oleg
ольга оля olga olya
павел паша pavel paul pasha
пётр петя peter petr pete
полина поля polina
роман рома roman
руслан русик ruslan
светлана света лана svetlana sveta
святослав слава svyatoslav
семён сёма semyon simon
сергей серёжа серёга серж sergey sergei serge
софия софья соня sofia sophia sonya
станислав стас слава stanislav stas
степан стёпа stepan stephen steve
таисия тая taisia
тамара тома tamara
татьяна таня tatiana tatyana tanya
тимофей тима timofey tim timothy
тимур тима timur
ульяна уля ulyana
фёдор федя fedor theodore
эдуард эдик eduard edward ed
юлия юля yulia julia julie
юрий юра yuri yury
яков яша yakov jacob
ярослав ярик слава yaroslav
robert rob bob bobby
william will bill billy
richard rick dick
james jim jimmy
thomas tom tommy
joseph joe
charles charlie
christopher chris
benjamin ben
samuel sam
samantha sam
jennifer jen jenny
jessica jess
patricia pat
patrick pat
deborah debbie
susan sue
steven steve
timothy tim
edward ed eddie
nicholas nick
matthew matt
jonathan jon
joshua josh
kenneth ken
`;

const groups = lines
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => [...new Set(line.split(' ').map(foldName))]);

const groupsOf = new Map<string, number[]>();
groups.forEach((group, number) => {
  for (const form of group) groupsOf.set(form, [...(groupsOf.get(form) ?? []), number]);
});

/** All forms of a given name by one of them, itself included; nothing for what is no given name. Words are folded. */
export function formsOf(word: string): string[] {
  return [...new Set((groupsOf.get(word) ?? []).flatMap((number) => groups[number] ?? []))];
}

/** Whether two folded words are forms of one given name. */
export function isSameGivenName(one: string, other: string): boolean {
  const others = groupsOf.get(other) ?? [];
  return (groupsOf.get(one) ?? []).some((number) => others.includes(number));
}

/** Whether the folded word is a given name or a form of one. */
export function isGivenName(word: string): boolean {
  return groupsOf.has(word);
}
