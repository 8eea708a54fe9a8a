// Given names that a line of text is recognized by, with the short forms that people use. Names that are not here are still
// found by their place and their capital letters; these make the difference where a line gives no other hint.

const russianMale = `
александр алексей анатолий андрей антон аркадий арсений артем артём артур богдан борис вадим валентин валерий василий
виктор виталий владимир владислав всеволод вячеслав геннадий георгий герман глеб григорий давид даниил данила данил денис
дмитрий евгений егор ефим захар иван игорь игнат илья иннокентий ипполит иосиф камиль кирилл константин лев леонид макар
максим марат марк матвей мирон михаил мурат назар никита николай олег павел петр пётр платон прохор равиль рамиль рашид
ренат ринат роберт родион роман ростислав руслан рустам савелий семен семён сергей спартак станислав степан тагир тарас
тимофей тимур фарид федор фёдор филипп харитон шамиль эдуард эльдар эмиль юлиан юрий яков ян ярослав
саша леша лёша алеша алёша дима митя женя паша миша коля ваня сережа серёжа володя вова толя гена гриша костя леня лёня
слава стас тема тёма толик юра боря витя вася петя федя никитос макс рома влад ваган армен ашот карен арсен тигран гарик
авдей авраам модест евграф лукьян панкрат дементий ефрем влас порфирий никифор никанор серафим агап адриан альберт альфред амаяк анвар анзор арам арнольд артемий аскар аслан афанасий ахмед батыр бекзат булат
вахтанг вениамин викентий вильям гагик галымжан гарри герасим гийом гурам гурген давит данияр дастан демьян джон джейкоб
дилшод добрыня евсей елисей ержан еркен ермек жанибек жорж зелимхан зураб ильяс илья ираклий исмаил камал клим кузьма лаврентий
лаша лука магомед мамед мераб мухаммад мухаммед муса нестор нодар нурсултан оскар остап отар пантелеймон рафаэль рафик ринат
рубен руфат саид салават самвел самир сабир севастьян серик сулейман султан темур темирлан теймур тигран тихон томас трофим
умар фаррух фирдавс феликс хасан хусейн шавкат шухрат эдгар эльхан эмилиан эрик эрнест юлий юсуф ясин алесь янка василь
тарас остап микола олесь андрій сергій дмитро олександр юрко кастусь сидор фома макарий зиновий
вадик владик димон жека колян костян лёха леха макар мишаня никитка паша петруха рустик русик санек санёк серега серёга толян
алишер бахром даврон жасур отабек рустамжон улугбек шерзод жахонгир азиз фарид нуриддин сардор
азамат айдар алмаз бахтияр джамал заур ибрагим ильдар ильнур ислам мухаммед нурлан санжар сарвар фархад эмин адам дамир
`;
const russianFemale = `
агата аделина алевтина александра алена алёна алина алиса алла альбина анастасия ангелина анна антонина арина валентина
валерия варвара василиса вера вероника виктория виолетта галина гульнара дарья диана дина ева евгения евдокия екатерина елена
елизавета жанна зарина зинаида злата зоя инга инесса инна ирина камила каролина кира клавдия кристина ксения лариса лейла
лиана лидия лилия любовь людмила майя маргарита марианна марина мария марья милана милена мила мирослава надежда наталия
наталья нелли ника нина оксана олеся ольга полина раиса регина римма роза руфина сабина светлана серафима снежана софия софья
стефания таисия тамара татьяна ульяна фаина эвелина элина эльвира эмма юлиана юлия яна ярослава
аглая аида айжан айнур алия альфия амалия анжела анжелика аннета арина ариадна ася белла бэлла венера вета виолета гаянэ гаяне
гулия гульмира гузель гюзель дана дания дарина джамиля дильназ дильфуза дилара евдокия жаннат жулдыз замира зара зухра иветта изабелла
илона индира ирма ия карина катерина клара лала лана лаура леся лина лола луиза любава ляйсан магдалена мадлен малика манана марфа
мехрибан минзиля мира мунира наида нана наргиз наргиза нелля нелли нигора нино нурия олимпиада оля пелагея прасковья рамиля рената роксана
рузанна русалина саида салима самира сания севиль симона снежана соня стелла сурая тамила танзиля таня фатима феруза фируза флора
хадиджа христина цветана шахноза эвелина эдита эльза эльмира эмилия эрика юнона ядвига ярина зоряна оксанка ганна наталка
аленка алёнка аленушка анечка анюта викуля галочка дашенька женечка ирочка катюша кристи ксюха лера леля лиля людочка мариша машенька наденька настена
настёна олечка сашенька светик танюша юлечка юленька
маша катя настя таня аня оля лена наташа света юля ира даша ксюша лиза поля вика надя люба люда тоня рита галя лида соня
варя асель айгуль айгерим динара асия алсу амина гузель зульфия лейсан румия эльмира нино анаит сусанна мадина заира патимат
`;
const latin = `
aaron abby abdul abigail adam adrian ahmed aidan alan albert alejandro alex alexander alexandra alexey alfred ali alice alicia
alina alison allison amanda amber amelia amir amy ana andre andrea andreas andrei andrew andrey andy angela anita ann anna anne
annie anthony anton antonio arjun arthur artem ashley audrey austin barbara beatrice ben benjamin beth betty bob bobby boris
bradley brandon brenda brian bruce bryan caleb cameron carl carla carlos carmen carol caroline catherine cathy charles
charlie charlotte cheryl chloe chris christian christina christine christopher cindy claire clara claudia colin connor craig
cynthia dan daniel daniela danny darren dave david deborah denis dennis derek diana diane diego dmitri dmitry dominic donald donna
dorothy douglas dylan edward edwin elena eli elias elizabeth ella ellen emily emma eric erik erin ethan eugene eva evan evelyn
fatima felix fernando fiona florian francesca francis francisco fred frederick gabriel gary george gerald gloria gordon graham
greg gregory hannah hans harold harry hassan heather heidi helen helena henry howard hugo ian ibrahim igor ingrid irina isaac
isabel isabella ivan jack jackson jacob jake james jamie jan jane janet jason javier jean jeff jeffrey jennifer jenny jeremy jerry
jesse jessica jim jimmy joan joanna joe joel johan johannes john johnny jon jonathan jordan jorge jose joseph josh joshua juan judith
julia julian julie jürgen karen karl kate katherine kathleen kathy katie keith kelly ken kenneth kevin kim kirill kristen kristina
kumar kyle larry laura lauren lea leo leon leonard leonardo lewis liam linda lisa logan lorenzo louis louise lucas lucy luis luke
madison marc marco marcus margaret maria marie marina mario mark martha martin mary mason mateo matt matthew maurice max
megan mehmet melissa mia michael michelle miguel mike mikhail miranda mohamed mohammed monica muhammad nancy natalia natalie
natasha nathan neil nicholas nick nicola nicolas nicole nikita nikolai nina noah nora olga oliver olivia omar oscar oleg pablo pamela
patricia patrick paul paula pavel pedro peter petr philip philippe phil pierre priya rachel rafael raj ralph ramon raymond rebecca
ricardo richard rita robert roberto robin rodrigo roger roman ronald rosa ruth ryan sally sam samantha samir samuel sandra sara
sarah scott sean sebastian sergei sergey sergio sharon shawn shirley simon sofia sonia sophia sophie stanislav stephanie stephen
steve steven stuart sue susan svetlana sven tamara tanya tatiana ted teresa thomas tim timothy tina todd tom tomas tony tracy
tyler ursula valentina valeria vanessa vera veronica victor victoria vincent viktor vladimir walter wendy wei william yana yulia yuri
yusuf zachary zhang zoe abdullah rashid elon liu wang hiroshi kenji yuki sanjay amit anil deepak rahul ravi suresh vijay ananya pooja
zaid khalid layla yara nour mehdi hamza bilal tariq imran farhan marta piotr krzysztof agnieszka katarzyna pawel tomasz jakub anders
lars mikkel magnus pekka giulia giovanni matteo alessandro luigi paolo stefano chiara alessia camille antoine guillaume juliette mathieu
klaus jurgen wolfgang dieter uwe heike sabine ines zoran aisha mariam nadia salma yasmin dmytro olena oksana andriy bohdan
abigale adele agnes alana alberto aleksandra alejandra alex alfonso alma alvaro ana-maria andreea anja annika antje arash ariana arnold arturo
asha astrid avery ayesha bart beatriz bernard bianca birgit blake bogdan bradley brett bridget brigitte brooke byron carmela carolina cecilia
celine chad chandra chen cheng clarissa clark clayton clement clyde cody colleen conrad corey courtney craig curtis damian damien darius darya
darrell deepa derrick desmond dora doris duncan dwight earl edgar edith edmund eduardo eileen elaine eleanor eliza elsa emanuel emil emilia enrique
erica ernest esther eva-maria farid fatih federico felicity ferdinand fernanda fiona florence floyd franz freddy frida gail gavin geoffrey georgia gerard
gilbert gina glen glenn greta guido gunnar gustavo guy haruto harvey hazel hector herbert herman hilda holly howie hussein ibrahim ida imani ismail
ivana ivo jackie jacqueline jamal janice jared jasmine jay jean-luc jenna jens jill joaquin jocelyn jochen jody johann jonas joris josefina joy juanita
julio kai kaito karin karina karla katarina katrin kaylee kerry kirsten klara kristin kristine kurt lance laszlo latoya lauri lena leila leopold leroy
leslie lila lloyd lorena lorraine lotte louisa lukas luther lydia lynn mabel mahmoud maja malcolm mandy manuel manuela marcel marcin marcelo marek
margot mariana mariano marion marjorie marlene marvin mathias mathilde matthias mattias mauricio mercedes meredith mikael mikko mila milan milos minh
miriam mitchell mona murray mustafa nadine naomi natasha ned nelly nelson nikhil nils noel norman odette olaf oleksandr oliver orlando oskar otto paige
pascal patrice paulo peggy penelope percy perry petra phoebe phyllis pietro quentin ramona randall randy rashad regina reinhard rene renee reza rhonda
rodney roland rosalind rosie rowan roy ruben rudolf rufus rupert russell ruslana sabrina salvador salvatore sandeep sanjana santiago saskia selena serena
seth shane shannon sheila shelby sherry sidney silvia simone spencer stacey stacy stanley stella sunil susanna svenja sylvia tanja tanner tatyana taylor
teddy terrence terry tess theo theodore thorsten tiffany tobias toby todor tomek tracey travis trevor tristan ulrich ulrike vadim valerie vaughn veronika
vince virginia viviana vlad wanda warren wayne wendell wesley whitney wilhelm willem winston xavier yan yasmine yosef yvette yvonne zara zeynep zsofia
aarav aditya akash akira amelie anita arvind dinesh divya fang farah gopal hana hao harish jia jin jing karan kavita kiran lakshmi lei li manish
meera mei ming mohan nadeem naveen neha nisha pranav ritu rohan rohit sakura sana shreya siddharth sneha tanvi usman varun vikram xin yang ying yoko
lena katya masha dasha sasha misha dima vanya kolya petya olya ksenia anastasia daria polina alexei aleksandr aleksei aleksey evgeny evgeniy evgenia
yury artyom maksim vladislav ruslan timur konstantin vitaly vyacheslav gennady grigory arkady lyudmila galina zhanna alyona aliya aigul denis åsa björn françois josé maría zoë
`;
// Given names that are ordinary words too: they count only where a name is expected.
const alsoWords = `
лев марк роман вера надежда любовь роза майя слава мир ян ника тема поля люба рома макар ислам алмаз инга мила злата ева
will mark may april grace hope rose art bill sue guy rich frank drew chase grant pat jack max dale june faith joy summer dawn
victor miles page reed rob bob jean don jim
`;

function words(list: string): string[] {
  return list.split(/\s+/).filter((word) => word !== '');
}

export type Gender = 'male' | 'female';

/** A given name as it was found: its basic form, and whether the text had another case of it. */
export interface KnownName {
  name: string;
  gender: Gender | null;
  declined: boolean;
  /** An ordinary word as well. */
  ambiguous: boolean;
}

const ambiguous = new Set(words(alsoWords));
const known = new Map<string, KnownName>();
for (const name of [
  ...words(latin),
  'will',
  'grace',
  'bill',
  'frank',
  'grant',
  'rose',
  'guy',
  'sue',
  'hope',
  'april',
  'miles',
  'reed',
  'rob',
  'dale',
  'joy',
  'dawn',
  'don',
  'drew',
  'chase',
  'pat',
  'june',
  'faith',
]) {
  known.set(name, { name, gender: null, declined: false, ambiguous: ambiguous.has(name) });
}
for (const [list, gender] of [
  [russianMale, 'male'],
  [russianFemale, 'female'],
] as const) {
  for (const name of words(list)) {
    for (const form of declensions(name, gender)) {
      if (!known.has(form)) known.set(form, { name, gender, declined: true, ambiguous: true });
    }
  }
}
for (const [list, gender] of [
  [russianMale, 'male'],
  [russianFemale, 'female'],
] as const) {
  for (const name of words(list)) known.set(name, { name, gender, declined: false, ambiguous: ambiguous.has(name) });
}
for (const form of ['льва', 'льву', 'львом'])
  known.set(form, { name: 'лев', gender: 'male', declined: true, ambiguous: true });
for (const form of ['павла', 'павлу', 'павлом'])
  known.set(form, { name: 'павел', gender: 'male', declined: true, ambiguous: true });
for (const form of ['петра', 'петру', 'петром'])
  known.set(form, { name: 'пётр', gender: 'male', declined: true, ambiguous: true });

/** The given name that a word is, in any case of Russian; null when it is none that is known. */
export function findGivenName(word: string): KnownName | null {
  const text = word.toLowerCase().normalize('NFC');
  const found = known.get(text);
  if (found || !text.includes('-')) return found ?? null;
  // "Анна-Мария", "jean-luc"
  const parts = text.split('-').map((part) => known.get(part));
  const [first] = parts;
  return first && parts.every((part) => part && !part.declined) ? { ...first, name: text, ambiguous: false } : null;
}

/** Genitive, dative, accusative and instrumental of a Russian given name. */
function declensions(name: string, gender: Gender): string[] {
  const stem = name.slice(0, -1);
  if (name.endsWith('ия')) return [`${stem}и`, `${stem}ю`, `${stem}ей`];
  if (name.endsWith('я')) return [`${stem}и`, `${stem}е`, `${stem}ю`, `${stem}ей`];
  if (name.endsWith('а')) {
    const after = /[гкхжшчщ]$/.test(stem) ? 'и' : 'ы';
    return [`${stem}${after}`, `${stem}е`, `${stem}у`, `${stem}ой`, `${stem}ей`];
  }
  if (gender === 'female') return name.endsWith('ь') ? [`${stem}и`, `${name}ю`] : [];
  if (name.endsWith('ий')) return [`${stem}я`, `${stem}ю`, `${stem}ем`];
  if (name.endsWith('й') || name.endsWith('ь')) return [`${stem}я`, `${stem}ю`, `${stem}ем`];
  return [`${name}а`, `${name}у`, `${name}ом`];
}
