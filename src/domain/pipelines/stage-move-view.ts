import type { Prisma } from '#prisma/generated/client.ts';

/** One move of a lead or a deal into or out of a stage. */
export interface StageMoveView {
  id: string;
  lead: { id: string; name: string } | null;
  deal: { id: string; name: string } | null;
  from: { id: string; name: string } | null;
  to: { id: string; name: string };
  reason: string | null;
  movedById: string | null;
  movedAt: Date;
}

/** What of a move's row its view needs. */
export const stageMoveShape = {
  id: true,
  reason: true,
  movedById: true,
  movedAt: true,
  lead: { select: { id: true, name: true } },
  deal: { select: { id: true, name: true } },
  fromStage: { select: { id: true, name: true } },
  toStage: { select: { id: true, name: true } },
} as const satisfies Prisma.StageMoveSelect;

/** The row as the doors show it. */
export function toStageMoveView({
  fromStage,
  toStage,
  ...row
}: Prisma.StageMoveGetPayload<{ select: typeof stageMoveShape }>): StageMoveView {
  return { ...row, from: fromStage, to: toStage };
}
