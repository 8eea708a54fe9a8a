import { cardKinds } from '#domain/ports/messenger.ts';
import type { CardToDraw } from '#domain/ports/messenger.ts';
import type { CardModel } from '#prisma/generated/models/Card.ts';

/** A card's row as the messenger takes it. */
export function cardToDraw(row: CardModel): CardToDraw {
  const { id, subjectId, userId, chatId, threadId, messageId, contentHash } = row;
  const kind = cardKinds.find((known) => known === row.kind);
  if (!kind) throw new Error(`There is no card of the kind ${row.kind}.`);
  return { id, kind, subjectId, userId, chatId, threadId, messageId, contentHash };
}
