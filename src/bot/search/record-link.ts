import { isId, packId, unpackId } from '#platform/ids.ts';

/** Records that a link can open, by the letter they have in it. */
const letters = {
  lead: 'l',
  contact: 'c',
  company: 'o',
  deal: 'd',
  call: 'k',
  conversation: 'm',
  callRequest: 'r',
  task: 't',
  draft: 'f',
} as const;
export type LinkedKind = keyof typeof letters;
export const linkedKinds = Object.keys(letters) as [LinkedKind, ...LinkedKind[]];

/** Which record a card or link is about. */
export interface RecordRef {
  kind: LinkedKind;
  id: string;
}

/** The payload of `/start` that opens the record: a letter and the packed id. */
export function startPayload({ kind, id }: RecordRef): string {
  return `${letters[kind]}_${packId(id)}`;
}

/** A link that opens the record's card in the bot, for members who may see it. */
export function recordLink(botUsername: string, record: RecordRef): string {
  return `https://t.me/${botUsername}?start=${startPayload(record)}`;
}

/** The record behind a payload, also of one that spells its id out; null when it is no such payload. */
export function readStartPayload(payload: string): RecordRef | null {
  const kind = linkedKinds.find((candidate) => payload.startsWith(`${letters[candidate]}_`));
  if (!kind) return null;
  const id = payload.slice(2);
  const known = isId(id) ? id : unpackId(id);
  return known === null ? null : { kind, id: known };
}
