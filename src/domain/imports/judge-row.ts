import type { FieldProblem } from '#platform/errors.ts';
import { newId } from '#platform/ids.ts';
import type { Matches } from '#domain/imports/find-matches.ts';
import type { RowFacts } from '#domain/imports/load-facts.ts';
import type { ReadyRow } from '#domain/imports/read-row.ts';
import type { ImportVerdict } from '#prisma/generated/enums.ts';

/** What will become of a row, and of which record. */
export interface Judgement {
  verdict: ImportVerdict;
  reasons: FieldProblem[];
  /** The record that is updated, or the id that a new one gets. */
  recordId: string | null;
}

/**
 * Judges one row that was read without problems. Fills in what the row leaves to the import: the owner, the stage, the
 * person of a lead.
 */
export function judgeRow(facts: RowFacts, matches: Matches, ready: ReadyRow): Judgement {
  const judgement =
    facts.record === 'contact'
      ? judgeContact(facts, matches, ready)
      : facts.record === 'lead'
        ? judgeLead(facts, matches, ready)
        : facts.record === 'company'
          ? judgeCompany(facts, matches, ready)
          : judgeDeal(facts, matches, ready);
  if (judgement.verdict === 'new') fillIn(facts, ready, judgement);
  if (judgement.verdict === 'update' && !facts.options.updateExisting)
    return conflict('', 'it is there already, and this import updates nothing');
  return judgement;
}

function judgeContact(facts: RowFacts, matches: Matches, ready: ReadyRow): Judgement {
  const byPhone = (ready.phones ?? []).flatMap(({ e164 }) => matches.contactByPhone.get(e164) ?? []);
  const byEmail = matches.contactByEmail.get(ready.email ?? '');
  const keys = {
    phoneOrEmail: [...byPhone, ...(byEmail === undefined ? [] : [byEmail])],
    phone: byPhone,
    email: byEmail === undefined ? [] : [byEmail],
  };
  const found = facts.matchKey in keys ? keys[facts.matchKey as keyof typeof keys] : [];
  return fromIdentities(found, keys.phoneOrEmail);
}

function judgeLead(facts: RowFacts, matches: Matches, ready: ReadyRow): Judgement {
  const persons = new Set([
    ...(ready.phones ?? []).flatMap(({ e164 }) => matches.contactByPhone.get(e164) ?? []),
    ...[matches.contactByEmail.get(ready.email ?? '') ?? []].flat(),
  ]);
  if (persons.size > 1) return conflict('phone', 'the number and the address belong to two contacts');
  const [contactId] = persons;
  ready.contactId = contactId ?? newId();
  ready.hasNewContact = contactId === undefined;
  const external = matches.leadByExternalId.get(ready.externalId ?? '');
  if (external !== undefined) {
    return facts.matchKey === 'externalId' ? update(external) : conflict('externalId', 'another lead has this id');
  }
  if (facts.matchKey !== 'phoneOrEmail' || contactId === undefined) return fresh();
  const open = matches.openLeadsByContact.get(contactId) ?? [];
  const [lead] = open;
  if (open.length > 1) return conflict('phone', 'this person has several open leads');
  return lead === undefined ? fresh() : update(lead);
}

function judgeCompany(facts: RowFacts, matches: Matches, ready: ReadyRow): Judgement {
  const named = matches.companiesByName.get(ready.name?.toLowerCase() ?? '') ?? [];
  const byTaxId = [matches.companyByTaxId.get(ready.taxId ?? '') ?? []].flat();
  const byDomain = [matches.companyByDomain.get(ready.domain ?? '') ?? []].flat();
  const keys = { taxId: byTaxId, domain: byDomain, name: named };
  const found = facts.matchKey in keys ? keys[facts.matchKey as keyof typeof keys] : [];
  return fromIdentities(found, [...found, ...byTaxId, ...byDomain]);
}

function judgeDeal(facts: RowFacts, matches: Matches, ready: ReadyRow): Judgement {
  const person = [
    ...(ready.phones ?? []).flatMap(({ e164 }) => matches.contactByPhone.get(e164) ?? []),
    ...[matches.contactByEmail.get(ready.email ?? '') ?? []].flat(),
  ];
  if (new Set(person).size > 1) return conflict('phone', 'the number and the address belong to two contacts');
  const [contactId] = person;
  if (contactId === undefined && (ready.phone !== undefined || ready.email !== undefined))
    return bad(
      ready.phone === undefined ? 'email' : 'phone',
      'there is no contact with this; import the contacts first',
    );
  if (contactId !== undefined) ready.contactId = contactId;
  if (ready.taxId !== undefined || ready.companyName !== undefined) {
    const byTaxId = matches.companyByTaxId.get(ready.taxId ?? '');
    const named = matches.companiesByName.get(ready.companyName?.toLowerCase() ?? '') ?? [];
    if (byTaxId === undefined && named.length > 1) return conflict('companyName', 'several companies have this name');
    const companyId = byTaxId ?? named[0];
    if (companyId === undefined) return bad('companyName', 'there is no such company; import the companies first');
    ready.companyId = companyId;
  }
  if (facts.matchKey !== 'name') return fresh();
  const named = matches.dealsByName.get(ready.name?.toLowerCase() ?? '') ?? [];
  return fromIdentities(named, named);
}

/** `found` by the chosen key; `all` whoever has any of the row's identities. */
function fromIdentities(found: readonly string[], all: readonly string[]): Judgement {
  const [id] = found;
  if (new Set(found).size > 1) return conflict('', 'this row matches two records');
  if (all.some((one) => one !== id))
    return conflict(
      '',
      id === undefined ? 'another record has this number or address' : 'this row matches two records',
    );
  return id === undefined ? fresh() : update(id);
}

function fillIn(facts: RowFacts, ready: ReadyRow, judgement: Judgement): void {
  ready.ownerId ??= facts.usualOwnerId;
  if (ready.name === undefined) {
    Object.assign(judgement, bad('name', 'a name is needed'));
    return;
  }
  for (const [key, rule] of facts.customFields) {
    if (rule.required && ready.customFields?.[key] === undefined)
      Object.assign(judgement, bad(`custom.${key}`, 'is required'));
  }
  if (facts.record !== 'lead' && facts.record !== 'deal') return;
  ready.source ??= facts.options.source;
  if (ready.stageId !== undefined) return;
  const start = facts.stages.find(({ pipelineId, kind }) => pipelineId === facts.defaultPipelineId && kind === 'open');
  if (start) Object.assign(ready, { stageId: start.id, pipelineId: start.pipelineId, stageKind: start.kind });
  else Object.assign(judgement, bad('stage', 'the organization has no pipeline with an open stage'));
}

function fresh(): Judgement {
  return { verdict: 'new', reasons: [], recordId: newId() };
}

function update(recordId: string): Judgement {
  return { verdict: 'update', reasons: [], recordId };
}

function conflict(field: string, problem: string): Judgement {
  return { verdict: 'conflict', reasons: [{ field, problem }], recordId: null };
}

function bad(field: string, problem: string): Judgement {
  return { verdict: 'bad', reasons: [{ field, problem }], recordId: null };
}
