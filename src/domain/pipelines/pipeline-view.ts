import type { Prisma } from '#prisma/generated/client.ts';
import type { StageKind } from '#prisma/generated/enums.ts';

export interface StageView {
  id: string;
  name: string;
  kind: StageKind;
  position: number;
  /** What must be filled before something enters it: phone, email, companyName, amount or custom.<key>. */
  requiredFields: string[];
  /** Hours without a move after which something counts as stuck; null never. */
  stuckAfterHours: number | null;
}

/** A pipeline with its stages in order. */
export interface PipelineView {
  id: string;
  name: string;
  isDefault: boolean;
  /** Offered when something is closed; any other reason may be given too. */
  wonReasons: string[];
  lostReasons: string[];
  stages: StageView[];
}

/** What of a stage's row its view needs. */
export const stageShape = {
  id: true,
  name: true,
  kind: true,
  position: true,
  requiredFields: true,
  stuckAfterHours: true,
} as const satisfies Prisma.StageSelect;

/** What of a pipeline's rows its view needs. */
export const pipelineShape = {
  id: true,
  name: true,
  isDefault: true,
  wonReasons: true,
  lostReasons: true,
  stages: {
    where: { deletedAt: null },
    orderBy: [{ position: 'asc' }, { id: 'asc' }],
    select: stageShape,
  },
} as const satisfies Prisma.PipelineSelect;
