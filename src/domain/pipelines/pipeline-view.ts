import type { Prisma } from '#prisma/generated/client.ts';
import type { StageKind } from '#prisma/generated/enums.ts';

export interface StageView {
  id: string;
  name: string;
  kind: StageKind;
  position: number;
}

/** A pipeline with its stages in order. */
export interface PipelineView {
  id: string;
  name: string;
  isDefault: boolean;
  stages: StageView[];
}

/** What of a pipeline's rows its view needs. */
export const pipelineShape = {
  id: true,
  name: true,
  isDefault: true,
  stages: {
    where: { deletedAt: null },
    orderBy: [{ position: 'asc' }, { id: 'asc' }],
    select: { id: true, name: true, kind: true, position: true },
  },
} as const satisfies Prisma.PipelineSelect;
