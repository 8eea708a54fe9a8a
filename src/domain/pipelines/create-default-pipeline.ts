import { newId } from '#platform/ids.ts';
import type { Transaction } from '#domain/transaction.ts';
import type { Language, StageKind } from '#prisma/generated/enums.ts';

const defaults: Record<Language, { name: string; stages: readonly (readonly [string, StageKind])[] }> = {
  ru: {
    name: 'Продажи',
    stages: [
      ['Новый', 'open'],
      ['В работе', 'open'],
      ['Встреча', 'open'],
      ['Переговоры', 'open'],
      ['Успех', 'won'],
      ['Отказ', 'lost'],
    ],
  },
  en: {
    name: 'Sales',
    stages: [
      ['New', 'open'],
      ['In progress', 'open'],
      ['Meeting', 'open'],
      ['Negotiation', 'open'],
      ['Won', 'won'],
      ['Lost', 'lost'],
    ],
  },
};

/** The organization's default pipeline, made in its language when there is none yet. Returns its id. */
export async function createDefaultPipeline(tx: Transaction): Promise<string> {
  const present = await tx.db.pipeline.findFirst({ where: { isDefault: true, deletedAt: null }, select: { id: true } });
  if (present) return present.id;
  const organization = await tx.db.organization.findFirstOrThrow({ select: { language: true } });
  const { name, stages } = defaults[organization.language];
  const pipelineId = newId();
  const { count } = await tx.db.pipeline.createMany({
    data: [{ id: pipelineId, name, isDefault: true }],
    skipDuplicates: true,
  });
  if (count === 0) {
    return (
      await tx.db.pipeline.findFirstOrThrow({ where: { isDefault: true, deletedAt: null }, select: { id: true } })
    ).id;
  }
  await tx.db.stage.createMany({
    data: stages.map(([stageName, kind], position) => ({ id: newId(), pipelineId, name: stageName, kind, position })),
  });
  tx.audit({
    action: 'pipeline.created',
    subjectType: 'pipeline',
    subjectId: pipelineId,
    data: { name, isDefault: true },
  });
  tx.event('pipeline.changed', pipelineId, {});
  return pipelineId;
}
