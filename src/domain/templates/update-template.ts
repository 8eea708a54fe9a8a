import { z } from 'zod';
import { AppError } from '#platform/errors.ts';
import type { Context } from '#domain/context.ts';
import { notFound } from '#domain/not-found.ts';
import { onlyGiven } from '#domain/only-given.ts';
import { invalidInput, parseInput } from '#domain/parse-input.ts';
import { requirePermission } from '#domain/permissions.ts';
import { requireFreeName } from '#domain/templates/create-template.ts';
import { TemplateName, TemplateSubject, TemplateText, requireKnownFields } from '#domain/templates/template-fields.ts';
import { templateShape, toTemplateView } from '#domain/templates/template-view.ts';
import type { TemplateView } from '#domain/templates/template-view.ts';
import { inTransaction } from '#domain/transaction.ts';
import { UserLanguage } from '#domain/users/user-fields.ts';

export const UpdateTemplateInput = z.strictObject({
  templateId: z.uuid(),
  name: TemplateName.optional(),
  language: UserLanguage.nullish(),
  subject: TemplateSubject.nullish(),
  text: TemplateText.optional(),
  version: z.int().optional(),
});
export type UpdateTemplateInput = z.input<typeof UpdateTemplateInput>;

/** Changes a template; `template.changedMeanwhile` when `version` is old. */
export async function updateTemplate(ctx: Context, input: UpdateTemplateInput): Promise<TemplateView> {
  requirePermission(ctx, 'conversations.reply');
  const { templateId, version, ...data } = parseInput(UpdateTemplateInput, input);
  return inTransaction(ctx, async (tx) => {
    const before = await tx.db.template.findFirst({ where: { id: templateId, deletedAt: null } });
    if (!before) throw notFound('template');
    if (before.kind === 'email' && data.subject !== undefined && !data.subject)
      throw invalidInput([{ field: 'subject', problem: 'a template for e-mails needs a subject' }]);
    await requireKnownFields(tx, { subject: data.subject, text: data.text });
    if (data.name !== undefined) await requireFreeName(tx, before.kind, data.name, templateId);
    const { count } = await tx.db.template.updateMany({
      where: { id: templateId, deletedAt: null, version: version ?? before.version },
      data: { ...onlyGiven(data), version: { increment: 1 } },
    });
    if (count === 0)
      throw new AppError('stale', 'template.changedMeanwhile', 'This template was changed meanwhile; look again.');
    tx.audit({
      action: 'template.updated',
      subjectType: 'template',
      subjectId: templateId,
      data: { fields: Object.keys(onlyGiven(data)) },
    });
    return toTemplateView(await tx.db.template.findFirstOrThrow({ where: { id: templateId }, select: templateShape }));
  });
}
