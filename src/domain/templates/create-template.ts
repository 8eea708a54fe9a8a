import { z } from 'zod';
import { AppError } from '#platform/errors.ts';
import { newId } from '#platform/ids.ts';
import type { Context } from '#domain/context.ts';
import { invalidInput, parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import {
  TemplateKindInput,
  TemplateName,
  TemplateSubject,
  TemplateText,
  requireKnownFields,
} from '#domain/templates/template-fields.ts';
import { templateShape, toTemplateView } from '#domain/templates/template-view.ts';
import type { TemplateView } from '#domain/templates/template-view.ts';
import { inTransaction } from '#domain/transaction.ts';
import type { Transaction } from '#domain/transaction.ts';
import { UserLanguage } from '#domain/users/user-fields.ts';
import type { TemplateKind } from '#prisma/generated/enums.ts';

export const CreateTemplateInput = z.strictObject({
  kind: TemplateKindInput,
  name: TemplateName,
  language: UserLanguage.nullish(),
  /** For e-mails. */
  subject: TemplateSubject.nullish(),
  text: TemplateText,
});
export type CreateTemplateInput = z.input<typeof CreateTemplateInput>;

/** Keeps a text for everybody in the team to use. A field that does not exist is refused here, not when somebody needs it. */
export async function createTemplate(ctx: Context, input: CreateTemplateInput): Promise<TemplateView> {
  requirePermission(ctx, 'conversations.reply');
  const data = parseInput(CreateTemplateInput, input);
  if (data.kind === 'email' && !data.subject)
    throw invalidInput([{ field: 'subject', problem: 'a template for e-mails needs a subject' }]);
  return inTransaction(ctx, async (tx) => {
    await requireKnownFields(tx, data);
    await requireFreeName(tx, data.kind, data.name, null);
    const templateId = newId();
    const row = await tx.db.template.create({
      data: {
        id: templateId,
        kind: data.kind,
        name: data.name,
        language: data.language ?? null,
        subject: data.kind === 'email' ? (data.subject ?? null) : null,
        text: data.text,
        createdById: ctx.actor.kind === 'user' ? ctx.actor.id : null,
      },
      select: templateShape,
    });
    tx.audit({
      action: 'template.created',
      subjectType: 'template',
      subjectId: templateId,
      data: { kind: data.kind, name: data.name },
    });
    return toTemplateView(row);
  });
}

/** Refuses a name that another template of the kind has: people choose by it. */
export async function requireFreeName(
  tx: Transaction,
  kind: TemplateKind,
  name: string,
  exceptId: string | null,
): Promise<void> {
  const taken = await tx.db.template.findFirst({
    where: { kind, name, deletedAt: null, ...(exceptId === null ? {} : { id: { not: exceptId } }) },
    select: { id: true },
  });
  if (taken) throw new AppError('conflict', 'template.nameTaken', 'There is already a template with this name.');
}
