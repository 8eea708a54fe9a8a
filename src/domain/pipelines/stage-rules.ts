import { z } from 'zod';
import { AppError } from '#platform/errors.ts';
import type { Transaction } from '#domain/transaction.ts';

/** A field that a stage may ask for: one of the product's or one of the organization's own. */
export const StageField = z
  .string()
  .regex(
    /^(?:phone|email|companyName|amount|custom\.[a-z][a-z0-9_]{0,39})$/,
    'expected phone, email, companyName, amount or custom.<key>',
  );
export const StageFields = z
  .array(StageField)
  .max(20)
  .transform((fields) => [...new Set(fields)]);
/** Hours without a move after which something is stuck; null never. */
export const StuckAfterHours = z.int().min(1).max(8_760).nullable();
/** What is offered as the reason when something is closed. */
export const CloseReasons = z
  .array(z.string().trim().min(1).max(200))
  .max(30)
  .transform((given) => [...new Set(given)]);

/** What is known of a lead or a deal when it is about to enter a stage. */
export interface StageSubject {
  record: 'lead' | 'deal';
  contactId: string | null;
  companyId?: string | null;
  amountCents?: bigint | number | null;
  customFields: unknown;
}

/**
 * Refuses with `stage.fieldsMissing`, naming every field that the stage asks for and that is not filled yet. Leads have no
 * amount, and a field that the organization has for other kinds of records only is not asked of this one.
 */
export async function requireStageFields(
  tx: Transaction,
  stage: { name: string; requiredFields: string[] },
  subject: StageSubject,
): Promise<void> {
  const missing = await missingStageFields(tx, stage.requiredFields, subject);
  if (missing.length === 0) return;
  const names = missing.map(({ label }) => label).join(', ');
  throw new AppError(
    'validation_failed',
    'stage.fieldsMissing',
    `The stage ${stage.name} needs these first: ${names}.`,
    {
      params: { fields: names },
      fields: missing.map(({ field }) => ({ field, problem: 'is needed before this stage' })),
    },
  );
}

/** The fields among these that are not filled yet, each with the name that people know it by. */
export async function missingStageFields(
  { db }: Pick<Transaction, 'db'>,
  required: readonly string[],
  subject: StageSubject,
): Promise<{ field: string; label: string }[]> {
  if (required.length === 0) return [];
  const { contactId } = subject;
  const contact =
    contactId === null
      ? null
      : await db.contact.findFirst({
          where: { id: contactId, deletedAt: null },
          select: {
            companyName: true,
            companyId: true,
            phones: { take: 1, select: { id: true } },
            emails: { take: 1, select: { id: true } },
          },
        });
  const keys = required.filter((field) => field.startsWith('custom.')).map(keyOf);
  const defined =
    keys.length === 0
      ? []
      : await db.customField.findMany({
          where: { key: { in: keys }, deletedAt: null },
          select: { key: true, record: true, label: true },
        });
  const values = new Map(Object.entries(Object(subject.customFields)));
  const isFilled = (field: string): boolean => {
    if (field === 'phone') return (contact?.phones.length ?? 0) > 0;
    if (field === 'email') return (contact?.emails.length ?? 0) > 0;
    if (field === 'companyName')
      return Boolean(subject.companyId ?? contact?.companyId) || Boolean(contact?.companyName);
    if (field === 'amount') return subject.record === 'lead' || (subject.amountCents ?? null) !== null;
    const records = defined.filter(({ key }) => key === keyOf(field)).map(({ record }) => record);
    if (records.length > 0 && !records.includes(subject.record)) return true;
    return isGiven(values.get(keyOf(field)));
  };
  const labels = new Map(
    defined.filter(({ record }) => record === subject.record).map(({ key, label }) => [key, label]),
  );
  return required
    .filter((field) => !isFilled(field))
    .map((field) => ({
      field,
      label: field.startsWith('custom.') ? (labels.get(keyOf(field)) ?? keyOf(field)) : field,
    }));
}

function keyOf(field: string): string {
  return field.replace(/^custom\./, '');
}

function isGiven(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  return value !== undefined && value !== null && value !== '';
}

/** The refusal to close something as lost without saying why. */
export function reasonRequired(record: 'lead' | 'deal'): AppError {
  return new AppError(
    'validation_failed',
    'stage.reasonRequired',
    `Say why the ${record} was lost: this stage needs a reason.`,
    { fields: [{ field: 'reason', problem: `a lost ${record} needs a reason` }] },
  );
}

/** Refuses with `stage.inUse` while a lead or a deal stands in the stage. */
export async function requireNothingInStage({ db }: Pick<Transaction, 'db'>, stageId: string): Promise<void> {
  const leads = await db.lead.count({ where: { stageId, deletedAt: null } });
  const deals = await db.deal.count({ where: { stageId, deletedAt: null } });
  if (leads + deals === 0) return;
  throw new AppError('conflict', 'stage.inUse', `This stage has ${leads} leads and ${deals} deals; move them first.`, {
    params: { leads, deals },
  });
}
