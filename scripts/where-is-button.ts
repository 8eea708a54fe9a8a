// Leads from what a button says to its code: `npm run where -- "Approve"`. Prints each label that matches, the key and place
// of its text, the buttons that carry it, and where each is defined.
import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';

interface Place {
  path: string;
  line: number;
}
type Label = Place & { language: string; key: string; text: string };
type ButtonUse = Place & { key: string; name: string };
type Definition = Place & { id: string };

const root = fileURLToPath(new URL('..', import.meta.url));
const wanted = process.argv.slice(2).join(' ').trim();
if (wanted === '') {
  console.error('Say what is written on the button: npm run where -- "Approve"');
  process.exit(1);
}

const bot = globSync('src/bot/**/*.ts', { cwd: root }).toSorted();
const isText = (path: string) => path.startsWith('src/bot/texts/');
const texts = bot.filter(isText).flatMap(labelsIn);
const saying = texts.filter(({ text }) => plain(text).includes(plain(wanted)));
// "Approve call" still leads to "✅ Approve": what is remembered is often longer than what is written.
const within = ({ text }: Label) => plain(text) !== '' && ` ${plain(wanted)} `.includes(` ${plain(text)} `);
const labels = saying.length > 0 ? saying : texts.filter(within);
const code = bot.filter((path) => !isText(path));
const uses = code.flatMap(usesIn);
const definitions = new Map(code.flatMap(definitionsIn));

if (labels.length === 0) {
  console.log(`No text of the bot contains "${wanted}".`);
  process.exitCode = 1;
}
const found = labels.map((label) => ({ label, carriers: uses.filter((use) => use.key === label.key) }));
// Labels of buttons are what is looked for; other texts are shown when no button says this.
const onButtons = found.filter(({ carriers }) => carriers.length > 0);
for (const { label, carriers } of onButtons.length > 0 ? onButtons : found) {
  console.log(`${label.text}\n  text    ${label.language}: ${label.key}  ${at(label)}`);
  for (const use of carriers) {
    const definition = definitions.get(use.name);
    console.log(`  shown   ${at(use)}`);
    console.log(definition ? `  button  ${definition.id}  ${at(definition)}` : `  button  ${use.name}`);
  }
}

/** The texts of a language's area with their keys: `callRequests.approve`, nested ones with dots between. */
function labelsIn(path: string): Label[] {
  const language = path.split('/')[3] ?? '';
  const area = basename(path, '.ts').replaceAll(/-(\w)/g, (_match, letter: string) => letter.toUpperCase());
  const parents: { name: string; depth: number }[] = [];
  return read(path).flatMap((source, index) => {
    const entry = /^(\s+)(\w+|'[^']+'):\s*(.*)$/.exec(source);
    const [, indent = '', name = '', rest = ''] = entry ?? [];
    while (entry && parents.length > 0 && (parents.at(-1)?.depth ?? 0) >= indent.length) parents.pop();
    if (entry && /[{[]$/.test(rest) && !/['"`]/.test(rest)) parents.push({ name, depth: indent.length });
    return [...source.matchAll(/'((?:[^'\\]|\\.)+)'|`((?:[^`\\]|\\.)+)`|"((?:[^"\\]|\\.)+)"/g)].flatMap(
      ([, single, template, double]) => {
        const text = single ?? template ?? double ?? '';
        if (!entry || text === name.replaceAll("'", '') || source.trimStart().startsWith('import')) return [];
        return [
          {
            language,
            key: [area, ...parents.map((parent) => parent.name), name].join('.'),
            text,
            path,
            line: index + 1,
          },
        ];
      },
    );
  });
}

/** Places that put a text on a button: `.button(texts.area.key, someButton, …)` of a card, `.text(label, handler)` of a menu. */
function usesIn(path: string): ButtonUse[] {
  const source = read(path).join('\n');
  return [...source.matchAll(/\.(?:button|text)\(\s*([^;]*?),\s*(?:async )?\(?(\w+)\s*[,)]/gs)].flatMap((match) => {
    const [, label = '', name = ''] = match;
    const line = source.slice(0, match.index).split('\n').length;
    const areas = aliasesIn(source);
    return [...label.matchAll(/\b(\w+(?:\.\w+)+)/g)].map(([, chain = '']) => ({
      path,
      line,
      name,
      key: keyOf(chain, areas),
    }));
  });
}

/** Names that stand for an area: `const { calls: texts } = reader.texts`, `const t = reader.texts.calls`. */
function aliasesIn(source: string): Map<string, string> {
  const whole = [...source.matchAll(/const (\w+) = [\w.()]*\btexts\.([\w.]+);/g)].map(
    ([, alias = '', area = '']) => [alias, area] as const,
  );
  const parts = [...source.matchAll(/const \{([^}]+)\} = [\w.()]*\btexts;/g)].flatMap(([, names = '']) =>
    [...names.matchAll(/(\w+): (\w+)/g)].map(([, area = '', alias = '']) => [alias, area] as const),
  );
  return new Map([...whole, ...parts]);
}

function keyOf(chain: string, areas: Map<string, string>): string {
  const [first = '', ...rest] = chain.split('.');
  const area = areas.get(first);
  if (area !== undefined) return [area, ...rest].join('.');
  return /\btexts\.(.+)$/.exec(chain)?.[1] ?? chain;
}

function definitionsIn(path: string): [string, Definition][] {
  const source = read(path).join('\n');
  return [...source.matchAll(/const (\w+) = defineButton\(\s*'([^']+)'/g)].map((match) => {
    const [, name = '', id = ''] = match;
    return [name, { id, path, line: source.slice(0, match.index).split('\n').length }];
  });
}

function read(path: string): string[] {
  return readFileSync(`${root}/${path}`, 'utf8').split('\n');
}

/** Letters and digits only, in lower case: marks and the case of a label are not remembered. */
function plain(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

function at({ path, line }: Place): string {
  return `${path}:${line}`;
}
