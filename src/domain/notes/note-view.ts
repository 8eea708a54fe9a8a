import type { Prisma } from '#prisma/generated/client.ts';

/** What a member wrote down about a record. */
export interface NoteView {
  id: string;
  leadId: string | null;
  contactId: string | null;
  companyId: string | null;
  dealId: string | null;
  text: string;
  /** A voice note's recording, when the text was spoken. */
  fileId: string | null;
  author: { id: string; name: string } | null;
  version: number;
  createdAt: Date;
  updatedAt: Date;
}

type NoteRow = Prisma.NoteGetPayload<object>;

/** The rows as the doors show them; `names` are the authors'. */
export function toNoteView(row: NoteRow, names: ReadonlyMap<string, string>): NoteView {
  const { id, leadId, contactId, companyId, dealId, text, fileId, authorId, version, createdAt, updatedAt } = row;
  const name = authorId === null ? undefined : names.get(authorId);
  return {
    ...{ id, leadId, contactId, companyId, dealId, text, fileId },
    author: authorId === null || name === undefined ? null : { id: authorId, name },
    ...{ version, createdAt, updatedAt },
  };
}
