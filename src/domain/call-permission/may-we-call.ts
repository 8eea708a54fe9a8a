import { z } from 'zod';
import type { Context } from '#domain/context.ts';
import { parseInput } from '#domain/parse-input.ts';
import { notFound } from '#domain/not-found.ts';
import { actorHas } from '#domain/permissions.ts';
import { AppError } from '#platform/errors.ts';
import type { CallPermission } from '#domain/call-permission/call-permission.ts';
import { decidePermission } from '#domain/call-permission/decide-permission.ts';
import { gatherCallFacts } from '#domain/call-permission/gather-facts.ts';

export const MayWeCallInput = z
  .strictObject({
    contactId: z.uuid().optional(),
    phone: z.string().min(1).max(60).optional(),
    agentId: z.uuid().optional(),
    scriptVersionId: z.uuid().optional(),
    at: z.date().optional(),
    requestId: z.uuid().optional(),
  })
  .refine((input) => input.contactId !== undefined || input.phone !== undefined, 'contactId or phone is needed');
export type MayWeCallInput = z.input<typeof MayWeCallInput>;

/**
 * Whether this person may be called at this moment (default: now), with the answer of every rule and the first minute of
 * the next seven days at which waiting would be enough. The same answer for the bot, the API and the dialler.
 */
export async function mayWeCall(ctx: Context, input: MayWeCallInput): Promise<CallPermission> {
  if (
    !(['callRequests.create', 'calls.approve', 'callRequests.readAll'] as const).some((permission) =>
      actorHas(ctx.actor, permission),
    )
  ) {
    throw new AppError(
      'forbidden',
      'permission.missing',
      'This needs the permission callRequests.create, which you do not have.',
      {
        params: { permission: 'callRequests.create' },
      },
    );
  }
  const data = parseInput(MayWeCallInput, input);
  const contact = data.contactId
    ? await ctx.db.contact.findFirst({
        where: { id: data.contactId, deletedAt: null },
        select: { id: true, phones: { orderBy: { createdAt: 'asc' }, take: 1, select: { e164: true } } },
      })
    : null;
  if (data.contactId && !contact) throw notFound('contact');
  const phone = data.phone ?? contact?.phones[0]?.e164 ?? null;
  const owner =
    contact ??
    (phone ? await ctx.db.contactPhone.findFirst({ where: { e164: phone }, select: { contactId: true } }) : null);
  const request = data.requestId
    ? await ctx.db.callRequest.findFirst({ where: { id: data.requestId }, select: { costCapCents: true } })
    : null;
  const script = await findScript(ctx, data);
  const at = data.at ?? ctx.clock.now();
  const [facts] = await gatherCallFacts(ctx.db, [
    {
      contactId: owner ? ('contactId' in owner ? owner.contactId : owner.id) : null,
      phone,
      script,
      callRequestId: data.requestId ?? null,
      costCapCents: request?.costCapCents ?? null,
      at,
    },
  ]);
  if (!facts) throw notFound('contact');
  return decidePermission(facts, at);
}

async function findScript(ctx: Context, data: { agentId?: string | undefined; scriptVersionId?: string | undefined }) {
  const select = { id: true, disclosure: true, advertising: true };
  if (data.scriptVersionId) {
    const script = await ctx.db.scriptVersion.findFirst({ where: { id: data.scriptVersionId }, select });
    if (!script) throw notFound('scriptVersion');
    return script;
  }
  if (!data.agentId) return null;
  return ctx.db.scriptVersion.findFirst({ where: { agentId: data.agentId }, orderBy: { version: 'desc' }, select });
}
