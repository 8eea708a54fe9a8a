import { newId } from '#platform/ids.ts';
import { findOrCreateContact } from '#domain/contacts/find-or-create-contact.ts';
import type { PersonFacts } from '#domain/contacts/find-or-create-contact.ts';
import { keepOwner, pickOwner } from '#domain/leads/pick-owner.ts';
import { LostRace } from '#domain/lost-race.ts';
import { startingPlace } from '#domain/pipelines/starting-place.ts';
import type { Transaction } from '#domain/transaction.ts';
import type { Prisma } from '#prisma/generated/client.ts';

export interface NewLead {
  name: string;
  person: PersonFacts;
  /** The person's contact when it is known already. */
  contactId?: string;
  source: string;
  note?: string | null;
  pipelineId?: string | null;
  stageId?: string | null;
  ownerId?: string | null;
  customFields?: Prisma.InputJsonObject;
  external?: { source: string; id: string } | null;
}

export interface InsertedLead {
  leadId: string;
  contactId: string;
  ownerId: string | null;
}

/** Writes a lead with its contact, timeline, audit and event inside the caller's `inTransactionOnce`. */
export async function insertLead(tx: Transaction, lead: NewLead): Promise<InsertedLead> {
  const place = await startingPlace(tx, lead.pipelineId ?? null, lead.stageId ?? null);
  const { ownerId, contactId } = await withPerson(tx, lead);
  const leadId = newId();
  const { count } = await tx.db.lead.createMany({
    data: [
      {
        id: leadId,
        name: lead.name,
        contactId,
        pipelineId: place.pipelineId,
        stageId: place.id,
        ownerId,
        source: lead.source,
        note: lead.note ?? null,
        customFields: lead.customFields ?? {},
        externalSource: lead.external?.source ?? null,
        externalId: lead.external?.id ?? null,
        closedAt: place.kind === 'open' ? null : tx.ctx.clock.now(),
        // Whoever makes a lead for themselves has it; one that comes in, or is made for a colleague, waits for a "mine".
        takenAt: ownerId !== null && ownerId === tx.ctx.actor.id ? tx.ctx.clock.now() : null,
      },
    ],
    skipDuplicates: true,
  });
  if (count === 0) throw new LostRace('lead');
  const movedById = tx.ctx.actor.kind === 'user' ? tx.ctx.actor.id : null;
  await tx.db.stageMove.create({ data: { id: newId(), leadId, toStageId: place.id, movedById } });
  tx.activity({ kind: 'lead.created', leadId, contactId, data: { source: lead.source, ownerId } });
  tx.audit({
    action: 'lead.created',
    subjectType: 'lead',
    subjectId: leadId,
    data: { source: lead.source, ownerId, contactId },
  });
  tx.event('lead.created', leadId, { source: lead.source, ownerId });
  return { leadId, contactId, ownerId };
}

/** The lead's person and owner: who is known already goes on with the member who knows them. */
async function withPerson(tx: Transaction, lead: NewLead): Promise<{ contactId: string; ownerId: string | null }> {
  const { actor } = tx.ctx;
  if (lead.ownerId || (actor.kind === 'user' && actor.role !== 'analyst')) {
    const ownerId = lead.ownerId ?? (await pickOwner(tx, actor));
    return {
      contactId: lead.contactId ?? (await findOrCreateContact(tx, { ownerId, ...lead.person })).contactId,
      ownerId,
    };
  }
  const contactId = lead.contactId ?? (await findOrCreateContact(tx, lead.person)).contactId;
  const contact = await tx.db.contact.findFirst({ where: { id: contactId }, select: { ownerId: true } });
  const ownerId = (await keepOwner(tx, contact?.ownerId)) ?? (await pickOwner(tx, actor, lead.person.language ?? null));
  if (ownerId !== null && contact?.ownerId !== ownerId)
    await tx.db.contact.updateMany({ where: { id: contactId, ownerId: contact?.ownerId ?? null }, data: { ownerId } });
  return { contactId, ownerId };
}
