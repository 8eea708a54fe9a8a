import { fieldsOf } from '#domain/templates/template-fields.ts';
import type { Prisma } from '#prisma/generated/client.ts';
import type { Language, TemplateKind } from '#prisma/generated/enums.ts';

/** A prepared text. */
export interface TemplateView {
  id: string;
  kind: TemplateKind;
  name: string;
  language: Language | null;
  subject: string | null;
  text: string;
  /** The fields that it names, such as `firstName` or `lead.custom.budget`. */
  fields: string[];
  version: number;
  createdAt: Date;
  updatedAt: Date;
}

/** What of a template's row its view needs. */
export const templateShape = {
  id: true,
  kind: true,
  name: true,
  language: true,
  subject: true,
  text: true,
  version: true,
  createdAt: true,
  updatedAt: true,
} as const satisfies Prisma.TemplateSelect;

export function toTemplateView(row: Prisma.TemplateGetPayload<{ select: typeof templateShape }>): TemplateView {
  return { ...row, fields: fieldsOf(`${row.subject ?? ''}\n${row.text}`) };
}
