import { z } from 'zod';
import { assignLead } from '#domain/leads/assign-lead.ts';
import { getLead } from '#domain/leads/get-lead.ts';
import type { LeadView } from '#domain/leads/lead-view.ts';
import { bringLeadBack, putLeadAside } from '#domain/leads/put-lead-aside.ts';
import { takeLead } from '#domain/leads/take-lead.ts';
import { seesAll } from '#domain/permissions.ts';
import { listUsers } from '#domain/users/list-users.ts';
import { defineButton } from '#bot/buttons.ts';
import type { Keyboard } from '#bot/buttons.ts';
import type { MemberContext, Reader } from '#bot/context.ts';
import { shorten } from '#bot/formatting.ts';
import { membersOnly } from '#bot/middleware/members-only.ts';
import { showScreen } from '#bot/screen.ts';
import { showLead } from '#bot/leads/show-lead.ts';

const LeadInput = z.strictObject({ leadId: z.uuid() });

/** Whose inquiry it is has not been said yet: it came in, and waits for a "mine". */
export function waitsForOwner(lead: Pick<LeadView, 'takenAt' | 'closedAt' | 'spamAt'>): boolean {
  return lead.takenAt === null && lead.closedAt === null && lead.spamAt === null;
}

/** The first rows of a lead that waits: take it, give it to somebody, or put it aside. */
export function addTriageRow(keyboard: Keyboard, lead: Pick<LeadView, 'id'>, reader: Reader): Keyboard {
  const { leads } = reader.texts;
  const input = { leadId: lead.id };
  // Three in a row break the Russian labels on a phone.
  return keyboard
    .button(leads.take, takeButton, input)
    .button(leads.putAside, spamButton, input)
    .row()
    .button(leads.assign, assignButton, input)
    .row();
}

export const takeButton = defineButton(
  'leads.take',
  LeadInput,
  membersOnly(async (ctx, { leadId }) => {
    await takeLead(ctx.operation, { leadId });
    await showLead(ctx, leadId);
  }),
);

export const spamButton = defineButton(
  'leads.putAside',
  LeadInput,
  membersOnly(async (ctx, { leadId }) => {
    await putLeadAside(ctx.operation, { leadId });
    await showLead(ctx, leadId);
  }),
);

export const bringBackButton = defineButton(
  'leads.bringBack',
  LeadInput,
  membersOnly(async (ctx, { leadId }) => {
    await bringLeadBack(ctx.operation, { leadId });
    await showLead(ctx, leadId);
  }),
);

/** People that a lead can be given to; one screen has room for so many. */
const mostOwners = 30;

/** The members who can own leads. */
export async function possibleOwners(ctx: MemberContext): Promise<{ id: string; name: string; onDuty: boolean }[]> {
  const { items } = await listUsers(ctx.operation, { limit: 100 });
  return items
    .filter((user) => user.role !== 'analyst')
    .sort((one, other) => Number(other.onDuty) - Number(one.onDuty) || one.name.localeCompare(other.name))
    .slice(0, mostOwners);
}

export const assignButton = defineButton('leads.assign', LeadInput, membersOnly(chooseOwner));

async function chooseOwner(ctx: MemberContext, { leadId }: { leadId: string }): Promise<void> {
  const [lead, owners] = await Promise.all([getLead(ctx.operation, { leadId }), possibleOwners(ctx)]);
  const { leads, actions } = ctx.texts;
  const keyboard = ctx.keyboard();
  owners.forEach((owner, index) => {
    const mark = owner.id === lead.owner?.id ? '• ' : '';
    keyboard.button(`${mark}${shorten(owner.name, 28)}${owner.onDuty ? '' : ' 🌙'}`, assignToButton, {
      leadId,
      userId: owner.id,
    });
    if (index % 2 === 1) keyboard.row();
  });
  keyboard.row();
  if (lead.owner) keyboard.button(leads.giveToNobody, assignToButton, { leadId, userId: null }).row();
  keyboard.button(actions.back, backToLeadButton, { leadId });
  await showScreen(ctx, { text: leads.chooseOwner(lead.name), keyboard: keyboard.markup() });
}

export const assignToButton = defineButton(
  'leads.assignTo',
  z.strictObject({ leadId: z.uuid(), userId: z.uuid().nullable() }),
  membersOnly(async (ctx, { leadId, userId }) => {
    const lead = await assignLead(ctx.operation, { leadId, ownerId: userId });
    const keyboard = ctx.keyboard();
    // Given away, the lead may be out of its giver's sight.
    const isInSight = seesAll(ctx.operation.actor, 'leads.readAll') || [null, ctx.member.id].includes(userId);
    if (isInSight) keyboard.button(ctx.texts.leads.open, backToLeadButton, { leadId });
    await showScreen(ctx, {
      text: ctx.texts.leads.assigned(lead.name, lead.owner?.name ?? null),
      keyboard: keyboard.markup(),
    });
  }),
);

/** Draws the lead again where a question about it stood. */
export const backToLeadButton = defineButton(
  'leads.back',
  LeadInput,
  membersOnly((ctx, { leadId }) => showLead(ctx, leadId)),
);

export const triageButtons = [takeButton, spamButton, bringBackButton, assignButton, assignToButton, backToLeadButton];
