import { z } from 'zod';
import { parsePhone } from '#platform/phone-number.ts';
import type { CallPermission } from '#domain/call-permission/call-permission.ts';
import { mayWeCall } from '#domain/call-permission/may-we-call.ts';
import type { Context } from '#domain/context.ts';
import { requireContact } from '#domain/contacts/policy.ts';
import { invalidInput, parseInput } from '#domain/parse-input.ts';
import { inTransaction } from '#domain/transaction.ts';

export const ExportCallEvidenceInput = z.strictObject({
  contactId: z.uuid().nullish(),
  phone: z.string().trim().min(1).max(60).nullish(),
});
export type ExportCallEvidenceInput = z.input<typeof ExportCallEvidenceInput>;

/** A file with the answer of every rule and the records that it stands on. */
export interface CallEvidence {
  fileName: string;
  mimeType: 'application/json';
  bytes: Uint8Array;
}

const mostRows = 1_000;

/**
 * Why a person or number may or may not be called now, as a file for whoever has to prove it: the answer of every rule,
 * every word about consent with its proof, the do-not-call entry, and the newest tries to reach the number with what was
 * allowed at the time. Written down in the audit log. Refuses whoever may not ask for calls or not see the contact.
 */
export async function exportCallEvidence(ctx: Context, input: ExportCallEvidenceInput): Promise<CallEvidence> {
  const data = parseInput(ExportCallEvidenceInput, input);
  if (!data.contactId && !data.phone) throw invalidInput([{ field: 'phone', problem: 'name a contact or a number' }]);
  const contactId = data.contactId ?? null;
  const permission = await mayWeCall(ctx, {
    ...(contactId ? { contactId } : {}),
    ...(data.phone ? { phone: data.phone } : {}),
  });
  if (contactId) await requireContact(ctx, ctx.db, contactId);
  const at = ctx.clock.now();
  const evidence = await gather(ctx, { contactId, phone: data.phone ?? null, permission, at });
  await inTransaction(ctx, async (tx) =>
    tx.audit({
      action: 'callPermission.exported',
      subjectType: contactId ? 'contact' : 'phone',
      subjectId: contactId,
      data: { phone: evidence.phone, allowed: permission.allowed },
    }),
  );
  const stamp = at.toISOString().slice(0, 16).replaceAll(/[-:T]/g, '');
  const whose = evidence.phone?.replaceAll(/\D/g, '') ?? 'no-number';
  return {
    fileName: `may-we-call-${whose}-${stamp}.json`,
    mimeType: 'application/json',
    bytes: new TextEncoder().encode(`${JSON.stringify(evidence, null, 2)}\n`),
  };
}

interface Asked {
  contactId: string | null;
  phone: string | null;
  permission: CallPermission;
  at: Date;
}

async function gather(ctx: Context, { contactId, phone: typed, permission, at }: Asked) {
  const organization = await ctx.db.organization.findFirstOrThrow();
  const numbers = contactId
    ? await ctx.db.contactPhone.findMany({ where: { contactId }, orderBy: { createdAt: 'asc' }, take: mostRows })
    : [];
  const phone = typed ? (parsePhone(typed, organization.defaultCountry)?.e164 ?? typed) : (numbers[0]?.e164 ?? null);
  const owner = contactId ?? (phone ? await ownerOf(ctx, phone) : null);
  const [consents, doNotCall, calls] = await Promise.all([
    owner
      ? ctx.db.consent.findMany({
          where: { contactId: owner },
          orderBy: [{ recordedAt: 'asc' }, { id: 'asc' }],
          take: mostRows,
        })
      : [],
    phone ? ctx.db.doNotCallEntry.findFirst({ where: { e164: phone } }) : null,
    phone
      ? ctx.db.call.findMany({
          where: { phone, direction: 'outgoing' },
          orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
          take: 50,
          select: {
            id: true,
            status: true,
            outcome: true,
            startedAt: true,
            callRequestId: true,
            attempts: {
              orderBy: { number: 'asc' },
              select: { number: true, state: true, startedAt: true, permission: true },
            },
          },
        })
      : [],
  ]);
  return {
    what: 'May we call? The answer of every rule and what it stands on.',
    askedAt: at.toISOString(),
    askedBy: { kind: ctx.actor.kind, id: ctx.actor.id, name: ctx.actor.name },
    organization: { id: organization.id, name: organization.name },
    contactId: owner,
    phone,
    numbers: numbers.map(({ e164, country, invalidAt }) => ({ e164, country, invalidAt })),
    allowed: permission.allowed,
    nextAllowedAt: permission.nextAllowedAt,
    rules: permission.reasons,
    policy: {
      timeZone: organization.timeZone,
      callConsentRequired: organization.callConsentRequired,
      callingFromMinute: organization.callingFromMinute,
      callingToMinute: organization.callingToMinute,
      hoursBetweenCalls: organization.hoursBetweenCalls,
      maxCallsPerDay: organization.maxCallsPerDay,
      allowedCountries: organization.allowedCountries,
    },
    consents: consents.map(({ id, kind, granted, source, proof, recordedById, recordedAt }) => ({
      id,
      kind,
      granted,
      source,
      proof,
      recordedById,
      recordedAt,
    })),
    doNotCall: doNotCall && {
      id: doNotCall.id,
      reason: doNotCall.reason,
      source: doNotCall.source,
      createdAt: doNotCall.createdAt,
    },
    calls,
  };
}

/** Whose number it is, when the actor may see that person; what they may not see is no evidence for them. */
async function ownerOf(ctx: Context, phone: string): Promise<string | null> {
  const row = await ctx.db.contactPhone.findFirst({ where: { e164: phone }, select: { contactId: true } });
  if (!row) return null;
  const seen = await requireContact(ctx, ctx.db, row.contactId).catch(() => null);
  return seen?.id ?? null;
}
