import { z } from 'zod';
import type { ErasureModel } from '#prisma/generated/models/Erasure.ts';

/** The proof that a person was erased. */
export interface ErasureView {
  id: string;
  contactId: string;
  reason: string;
  /** How many rows were deleted or blanked, by what they were. */
  proof: Record<string, number>;
  erasedById: string | null;
  erasedAt: Date;
}

export function toErasureView({ id, contactId, reason, proof, erasedById, erasedAt }: ErasureModel): ErasureView {
  return { id, contactId, reason, proof: z.record(z.string(), z.number()).parse(proof), erasedById, erasedAt };
}
