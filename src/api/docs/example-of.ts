import { asObject, objectsOf } from '#api/docs/json.ts';
import type { Json } from '#api/docs/json.ts';

const id = '0192f0c1-2d3e-7f45-8a6b-7c8d9e0f1a2b';
const moment = '2026-11-20T09:00:00.000Z';

/** What fields of these names look like in examples. */
const byName: Readonly<Record<string, unknown>> = {
  name: 'Мария Козлова',
  clientName: 'Мария Козлова',
  managerName: 'Анна Смирнова',
  companyName: 'ООО «Квадрат»',
  email: 'maria@example.com',
  phone: '+79161234567',
  phoneNumber: '+79161234567',
  e164: '+79161234567',
  fromNumber: '+14155550100',
  telegramUsername: 'kozlova',
  telegramUserId: '777000111',
  title: 'Перезвонить по замеру',
  note: 'Хочет тест-драйв в субботу',
  text: 'Добрый день! Замер возможен завтра в десять.',
  subject: 'Коммерческое предложение',
  source: 'site',
  goal: 'Договориться о замере',
  reason: 'Клиент попросил позже',
  summary: 'Клиентка согласна на замер завтра в десять.',
  topics: ['замер'],
  language: 'ru',
  timeZone: 'Europe/Moscow',
  currency: 'RUB',
  url: 'https://crm-hooks.example.com/perezvon',
  nextCursor: null,
  token: 'eyJhbGciOiJIUzI1NiJ9.e30.c2lnbmF0dXJl',
  key: 'retell',
  version: 3,
  message: 'Done.',
};

/** Texts of the patterns that the API knows. */
const patterned = ['1234567890', 'a-token-of-this-organization', '09:00', '2026-11-20', '+14155550100', 'lead.created'];

/**
 * A value that fits a JSON schema of the document, for examples: what the schema itself shows, else what fields of that
 * name look like, else the plainest one.
 */
export function exampleOf(schema: unknown, components: Json, name = '', depth = 0): unknown {
  const one = resolved(asObject(schema), components);
  if (one['example'] !== undefined) return one['example'];
  if (Array.isArray(one['examples']) && one['examples'].length > 0) return one['examples'][0];
  if (one['const'] !== undefined) return one['const'];
  if (Array.isArray(one['enum'])) return one['enum'].find((value) => value !== null) ?? null;
  if (one['default'] !== undefined) return one['default'];
  const choices = [...objectsOf(one['anyOf']), ...objectsOf(one['oneOf'])];
  const choice = choices.find((candidate) => candidate['type'] !== 'null');
  if (choice) return exampleOf(choice, components, name, depth);
  const parts = objectsOf(one['allOf']);
  if (parts.length > 0) return exampleOf(merged(parts, components), components, name, depth);
  if (depth > 8) return null;
  switch (typeOf(one)) {
    case 'object':
      return exampleObject(one, components, depth);
    case 'array':
      return exampleArray(one, components, name, depth);
    case 'string':
      return exampleText(one, name);
    case 'integer':
    case 'number':
      return exampleNumber(one, name);
    case 'boolean':
      return /^(has|is|ok|ready|configured|enabled|set)/.test(name);
    default:
      return typeOf(one) === undefined ? 'text' : null;
  }
}

/** The schema that a reference names. */
export function resolved(schema: Json, components: Json): Json {
  const name = /^#\/components\/schemas\/(.+)$/.exec(textOf(schema['$ref']))?.[1];
  return name === undefined ? schema : asObject(asObject(components['schemas'])[name]);
}

/** The type of a schema that is not null. */
export function typeOf(schema: Json): string | undefined {
  const { type } = schema;
  if (Array.isArray(type)) return type.find((one) => one !== 'null');
  if (typeof type === 'string') return type;
  return schema['properties'] === undefined ? undefined : 'object';
}

function merged(parts: Json[], components: Json): Json {
  const all = parts.map((part) => resolved(part, components)).filter((part) => part['type'] !== 'null');
  return {
    ...Object.assign({}, ...all),
    type: all.map(typeOf).find((type) => type !== undefined),
    properties: Object.assign({}, ...all.map((part) => asObject(part['properties']))),
  };
}

function exampleObject(schema: Json, components: Json, depth: number): Json {
  const properties = Object.entries(asObject(schema['properties']));
  return Object.fromEntries(
    properties.map(([name, property]) => [name, exampleOf(property, components, name, depth + 1)]),
  );
}

function exampleArray(schema: Json, components: Json, name: string, depth: number): unknown[] {
  if (Number(schema['maxItems'] ?? 1) === 0) return [];
  const items = schema['items'] ?? objectsOf(schema['prefixItems'])[0];
  return items === undefined ? [] : [exampleOf(items, components, name.replace(/s$/, ''), depth + 1)];
}

function exampleText(schema: Json, name: string): string {
  const { format } = schema;
  if (format === 'uuid' || (schema['pattern'] === undefined && /(^id|Id|_id)$/.test(name))) return id;
  if (format === 'date-time' || /(At|From|To|_at)$/.test(name)) return moment;
  if (format === 'date' || name === 'date') return '2026-11-20';
  if (format === 'email') return 'maria@example.com';
  if (format === 'uri' || /url$/i.test(name)) return 'https://crm.example.com/files/1';
  const known = byName[name];
  const candidates = [...(typeof known === 'string' ? [known] : []), 'text', ...patterned];
  const pattern = typeof schema['pattern'] === 'string' ? new RegExp(schema['pattern'], 'u') : /^/;
  const text = candidates.find((candidate) => pattern.test(candidate)) ?? 'text';
  return text.slice(0, Number(schema['maxLength'] ?? text.length));
}

function exampleNumber(schema: Json, name: string): number {
  const known = byName[name];
  const wanted = typeof known === 'number' ? known : 1;
  const least = Number(schema['minimum'] ?? Number.NEGATIVE_INFINITY);
  return Math.max(least, Math.min(Number(schema['maximum'] ?? Number.POSITIVE_INFINITY), wanted));
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
