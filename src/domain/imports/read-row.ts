import type { z } from 'zod';
import type { FieldProblem } from '#platform/errors.ts';
import { parsePhone } from '#platform/phone-number.ts';
import { storableText } from '#platform/storable.ts';
import { newId } from '#platform/ids.ts';
import { Domain, TaxId } from '#domain/companies/company-fields.ts';
import { EmailText, TelegramUsername } from '#domain/contacts/contact-fields.ts';
import type { CustomValue } from '#domain/custom-fields/custom-values.ts';
import { readCustomValue } from '#domain/custom-fields/read-custom-value.ts';
import type { RowFacts } from '#domain/imports/load-facts.ts';
import { customText, parseDay, parseLanguage, parseNumber, plainCell } from '#domain/imports/parse-cell.ts';
import type { StageKind } from '#prisma/generated/enums.ts';

/** What a row says, as the statements of the import read it; absent is what the row does not say. */
export interface ReadyRow {
  name?: string;
  /** E.164; of the person of leads and deals. */
  phone?: string;
  phones?: { id: string; e164: string; country: string | null; extension: string | null }[];
  email?: string;
  emails?: { id: string; email: string }[];
  country?: string | null;
  companyName?: string;
  position?: string;
  telegramUsername?: string;
  language?: 'ru' | 'en';
  note?: string;
  ownerId?: string | null;
  customFields?: Record<string, CustomValue>;
  taxId?: string;
  domain?: string;
  website?: string;
  address?: string;
  industry?: string;
  pipelineId?: string;
  stageId?: string;
  stageKind?: StageKind;
  source?: string;
  externalId?: string;
  amountCents?: number;
  currency?: string;
  expectedCloseOn?: string;
  contactId?: string;
  /** The person is not there yet and is made with the lead. */
  hasNewContact?: boolean;
  companyId?: string;
}

const longest: Record<string, number> = {
  name: 200,
  companyName: 200,
  position: 200,
  note: 10_000,
  source: 60,
  externalId: 200,
  address: 500,
  industry: 100,
  website: 500,
};

/** One row of the file as fields, with all that is wrong with it. */
export function readRow(facts: RowFacts, cells: readonly string[]): { ready: ReadyRow; problems: FieldProblem[] } {
  const texts = new Map<string, string>();
  for (const [index, { field }] of facts.columns.entries()) {
    const text = plainCell(storableText(cells[index] ?? '').trim());
    if (field !== null && text !== '') texts.set(field, text);
  }
  const ready: ReadyRow = {};
  const problems: FieldProblem[] = [];
  const wrong = (field: string, problem: string) => void problems.push({ field, problem });

  const parts = ['lastName', 'firstName', 'middleName'].flatMap((field) => texts.get(field) ?? []);
  const name = texts.get('name') ?? (parts.length > 0 ? parts.join(' ') : undefined);
  if (name !== undefined) texts.set('name', name);
  for (const [field, most] of Object.entries(longest)) {
    const text = texts.get(field);
    if (text === undefined) continue;
    if (text.length > most) wrong(field, `this is longer than ${most} characters`);
    else Object.assign(ready, { [field]: text });
  }
  readReach(facts, texts, ready, wrong);
  readPlace(facts, texts, ready, wrong);
  const parsed = <T>(field: string, schema: z.ZodType<T>): T | undefined => {
    const text = texts.get(field);
    if (text === undefined) return undefined;
    const result = schema.safeParse(text);
    if (result.success) return result.data;
    wrong(field, result.error.issues[0]?.message ?? 'this does not fit');
    return undefined;
  };
  const taxId = parsed('taxId', TaxId);
  const domain = parsed('domain', Domain);
  const telegramUsername = parsed('telegramUsername', TelegramUsername);
  Object.assign(ready, {
    ...(taxId === undefined ? {} : { taxId }),
    ...(domain === undefined ? {} : { domain }),
    ...(telegramUsername === undefined ? {} : { telegramUsername }),
  });
  if (ready.website !== undefined && !/^https?:\/\//i.test(ready.website)) ready.website = `https://${ready.website}`;
  readMoney(texts, ready, wrong);
  const language = texts.get('language');
  if (language !== undefined) {
    const code = parseLanguage(language);
    if (code) ready.language = code;
  }
  readCustomFields(facts, texts, ready, wrong);
  return { ready, problems };
}

type Wrong = (field: string, problem: string) => void;

function readReach(facts: RowFacts, texts: Map<string, string>, ready: ReadyRow, wrong: Wrong): void {
  const phones = ['phone', 'phone2'].flatMap((field) => {
    const text = texts.get(field);
    if (text === undefined) return [];
    const parsed = parsePhone(text, facts.defaultCountry);
    if (parsed === null) wrong(field, 'this is not a phone number');
    return parsed === null ? [] : [parsed];
  });
  const [first] = phones;
  if (first) {
    ready.phone = first.e164;
    ready.country = first.country;
    const different = phones.filter(({ e164 }, place) => phones.findIndex((one) => one.e164 === e164) === place);
    ready.phones = different.map(({ e164, country, extension }) => ({ id: newId(), e164, country, extension }));
  }
  const address = texts.get('email');
  if (address === undefined) return;
  const email = EmailText.safeParse(address);
  if (email.success) {
    ready.email = email.data;
    ready.emails = [{ id: newId(), email: email.data }];
  } else wrong('email', 'this is not an e-mail address');
}

function readPlace(facts: RowFacts, texts: Map<string, string>, ready: ReadyRow, wrong: Wrong): void {
  const owner = texts.get('owner');
  if (owner !== undefined) {
    const ownerId = facts.owners.get(owner.toLowerCase());
    if (ownerId) ready.ownerId = ownerId;
    else
      wrong(
        'owner',
        ownerId === null
          ? 'several people have this name; use their e-mail address'
          : 'nobody in the team has this name or e-mail address',
      );
  }
  const pipeline = texts.get('pipeline')?.toLowerCase();
  const stageName = texts.get('stage')?.toLowerCase();
  const inPipeline = facts.stages.filter((stage) =>
    pipeline === undefined
      ? stage.pipelineId === facts.defaultPipelineId
      : stage.pipelineName.toLowerCase() === pipeline,
  );
  if (pipeline !== undefined && inPipeline.length === 0) {
    wrong('pipeline', 'there is no pipeline with this name');
    return;
  }
  if (stageName === undefined && pipeline === undefined) return;
  const among = pipeline === undefined ? [...inPipeline, ...facts.stages] : inPipeline;
  const stage =
    stageName === undefined
      ? inPipeline.find(({ kind }) => kind === 'open')
      : among.find(({ name }) => name.toLowerCase() === stageName);
  if (!stage) wrong('stage', 'there is no stage with this name');
  else Object.assign(ready, { pipelineId: stage.pipelineId, stageId: stage.id, stageKind: stage.kind });
}

function readMoney(texts: Map<string, string>, ready: ReadyRow, wrong: Wrong): void {
  const amount = texts.get('amount');
  if (amount !== undefined) {
    const value = parseNumber(amount);
    const cents = value === null ? null : Math.round(value * 100);
    if (cents === null || cents < 0 || !Number.isSafeInteger(cents)) wrong('amount', 'this is not an amount of money');
    else ready.amountCents = cents;
  }
  const currency = texts.get('currency');
  if (currency !== undefined) {
    const code = currency.toUpperCase();
    if (/^[A-Z]{3}$/.test(code)) ready.currency = code;
    else wrong('currency', 'a currency is three letters, such as RUB');
  }
  const day = texts.get('expectedCloseOn');
  if (day === undefined) return;
  const parsed = parseDay(day);
  if (parsed === null) wrong('expectedCloseOn', 'this is not a date such as 20.11.2026');
  else ready.expectedCloseOn = parsed;
}

function readCustomFields(facts: RowFacts, texts: Map<string, string>, ready: ReadyRow, wrong: Wrong): void {
  const values: Record<string, CustomValue> = {};
  for (const [key, rule] of facts.customFields) {
    const text = texts.get(`custom.${key}`);
    if (text === undefined) continue;
    const reading = readCustomValue(rule, customText(rule, text), facts.defaultCountry);
    if ('problem' in reading) wrong(`custom.${key}`, reading.problem);
    else if (reading.value !== null) values[key] = reading.value;
  }
  if (Object.keys(values).length > 0) ready.customFields = values;
}
