import { z } from 'zod';
import { invalidInput } from '#domain/parse-input.ts';
import type { Transaction } from '#domain/transaction.ts';

/** What a template may name beside the organization's own fields of leads. */
export const templateFields = ['name', 'firstName', 'company', 'manager', 'organization'] as const;
export type TemplateField = (typeof templateFields)[number];

export const TemplateKindInput = z.enum(['message', 'email']);
export const TemplateName = z.string().trim().min(1, 'a name is needed').max(120);
export const TemplateSubject = z
  .string()
  .trim()
  .max(300)
  .refine((text) => !/[\r\n]/.test(text), 'a subject is one line');
export const TemplateText = z.string().trim().min(1, 'a text is needed').max(20_000);

const placeholder = /\{\{\s*([^{}]*?)\s*\}\}/g;
const customField = /^lead\.custom\.([A-Za-z][A-Za-z0-9_]{0,59})$/;

/** The names between double braces, each once. */
export function fieldsOf(text: string): string[] {
  return [...new Set([...text.matchAll(placeholder)].map(([, name = '']) => name))];
}

/** The key of one of the organization's own fields, or null. */
export function customKeyOf(field: string): string | null {
  return customField.exec(field)?.[1] ?? null;
}

/** The text with each field replaced by its value, in one pass: values are never read as templates. */
export function fillIn(text: string, valueOf: (field: string) => string): string {
  return text.replaceAll(placeholder, (_match, name: string) => valueOf(name));
}

/** Refuses texts that name a field which does not exist, or whose braces do not match. */
export async function requireKnownFields(
  tx: Transaction,
  texts: { subject?: string | null | undefined; text?: string | undefined },
): Promise<void> {
  const parts = Object.entries(texts).flatMap(([field, text]) => (text ? [{ field, text }] : []));
  const named = parts.flatMap(({ field, text }) => fieldsOf(text).map((name) => ({ field, name })));
  const keys = [...new Set(named.flatMap(({ name }) => customKeyOf(name) ?? []))];
  const own = await tx.db.customField.findMany({
    where: { record: 'lead', deletedAt: null },
    select: { key: true },
    orderBy: { position: 'asc' },
    take: 200,
  });
  const known = new Set<string>([...templateFields, ...own.map(({ key }) => `lead.custom.${key}`)]);
  const problems = [
    ...parts
      .filter(({ text }) => /\{\{|\}\}/.test(text.replaceAll(placeholder, '')))
      .map(({ field }) => ({ field, problem: 'has {{ or }} without its other half' })),
    ...named
      .filter(({ name }) => !known.has(name))
      .map(({ field, name }) => ({
        field,
        problem: `there is no field {{${name.slice(0, 60)}}}; known are ${[...known].slice(0, 20).join(', ')}`,
      })),
  ];
  if (problems.length > 0) throw invalidInput(problems.slice(0, 20));
  if (keys.length > 20) throw invalidInput([{ field: 'text', problem: 'a template names at most 20 own fields' }]);
}
