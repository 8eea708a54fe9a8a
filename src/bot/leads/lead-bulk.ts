import { z } from 'zod';
import { changeManyLeads } from '#domain/leads/change-many-leads.ts';
import type { ChangeManyLeadsInput } from '#domain/leads/change-many-leads.ts';
import { countLeads } from '#domain/leads/count-leads.ts';
import { notFound } from '#domain/not-found.ts';
import { listPipelines } from '#domain/pipelines/list-pipelines.ts';
import { defineButton } from '#bot/buttons.ts';
import type { MemberContext } from '#bot/context.ts';
import { lines, shorten } from '#bot/formatting.ts';
import type { Html } from '#bot/formatting.ts';
import { readListPlace } from '#bot/lists/list-place.ts';
import { openPlaceButton, withWayBack } from '#bot/menu/way-back.ts';
import { membersOnly } from '#bot/middleware/members-only.ts';
import { showScreen } from '#bot/screen.ts';
import { filterOf, leadList, titleOf } from '#bot/leads/lead-filter.ts';
import { possibleOwners } from '#bot/leads/lead-triage.ts';

const acts = ['assign', 'stage', 'take', 'putAside', 'bringBack'] as const;
type ActKind = (typeof acts)[number];
const ActInput = z.strictObject({ act: z.enum(acts), target: z.uuid().nullable() });
type ActInput = z.output<typeof ActInput>;

async function shownLeads(ctx: MemberContext) {
  const place = await readListPlace(ctx, leadList);
  const filter = filterOf(ctx, place);
  const [count, title] = await Promise.all([countLeads(ctx.operation, filter), titleOf(ctx, place)]);
  return { filter, count, title };
}

/** What can be done with all leads that the list's filter meets. */
export const bulkButton = defineButton(
  'leads.bulk',
  z.strictObject({}),
  membersOnly(async (ctx) => {
    const { count, title } = await shownLeads(ctx);
    const { leads, actions } = ctx.texts;
    const keyboard = ctx.keyboard();
    keyboard.button(leads.bulkActs.assign, chooseButton, { act: 'assign' });
    keyboard.button(leads.bulkActs.stage, chooseButton, { act: 'stage' }).row();
    keyboard.button(leads.bulkActs.take, confirmButton, { act: 'take', target: null });
    keyboard.button(leads.bulkActs.putAside, confirmButton, { act: 'putAside', target: null }).row();
    keyboard.button(leads.bulkActs.bringBack, confirmButton, { act: 'bringBack', target: null }).row();
    keyboard.button(actions.back, openPlaceButton, { place: 'leads' });
    await showScreen(ctx, { text: lines(title, leads.bulkTitle(count)), keyboard: keyboard.markup() });
  }),
);

/** To whom, or to which stage. */
const chooseButton = defineButton(
  'leads.bulkChoose',
  z.strictObject({ act: z.enum(['assign', 'stage']) }),
  membersOnly(async (ctx, { act }) => {
    const { leads, actions } = ctx.texts;
    const targets = act === 'assign' ? await possibleOwners(ctx) : await openStages(ctx);
    const keyboard = ctx.keyboard();
    targets.forEach((target, index) => {
      keyboard.button(shorten(target.name, 30), confirmButton, { act, target: target.id });
      if (index % 2 === 1) keyboard.row();
    });
    keyboard.row().button(actions.back, bulkButton, {});
    await showScreen(ctx, { text: leads.bulkChoose[act], keyboard: keyboard.markup() });
  }),
);

/** A lost stage needs a reason of its own for each lead, so it is no target for many. */
async function openStages(ctx: MemberContext): Promise<{ id: string; name: string }[]> {
  const pipelines = await listPipelines(ctx.operation);
  return pipelines.flatMap((pipeline) => pipeline.stages.filter((stage) => stage.kind !== 'lost')).slice(0, 40);
}

const confirmButton = defineButton('leads.bulkConfirm', ActInput, membersOnly(askToConfirm));

async function askToConfirm(ctx: MemberContext, { act, target }: ActInput): Promise<void> {
  const { count } = await shownLeads(ctx);
  const { leads, actions } = ctx.texts;
  const keyboard = ctx
    .keyboard()
    .button(actions.cancel, openPlaceButton, { place: 'leads' })
    .button(leads.bulkDo, doButton, { act, target, count });
  await showScreen(ctx, { text: await effectOf(ctx, act, target, count), keyboard: keyboard.markup() });
}

/** What will happen, in words, before it does. */
async function effectOf(ctx: MemberContext, act: ActKind, target: string | null, count: number): Promise<Html> {
  const { leads } = ctx.texts;
  if (act !== 'assign' && act !== 'stage') return leads.bulkEffect[act](count, '');
  const targets = act === 'assign' ? await possibleOwners(ctx) : await openStages(ctx);
  const chosen = targets.find(({ id }) => id === target);
  if (!chosen) throw notFound(act === 'assign' ? 'user' : 'stage');
  return leads.bulkEffect[act](count, chosen.name);
}

const doButton = defineButton(
  'leads.bulkDo',
  z.strictObject({ act: z.enum(acts), target: z.uuid().nullable(), count: z.int().min(0) }),
  membersOnly(async (ctx, { act, target, count }) => {
    const shown = await shownLeads(ctx);
    // Another number than was agreed to is asked about again.
    if (shown.count !== count) return askToConfirm(ctx, { act, target });
    const result = await changeManyLeads(ctx.operation, { filter: shown.filter, act: actOf(act, target) });
    const { leads } = ctx.texts;
    await showScreen(ctx, withWayBack({ text: leads.bulkDone(result) }, ctx, { label: leads.toList, place: 'leads' }));
  }),
);

function actOf(act: ActKind, target: string | null): ChangeManyLeadsInput['act'] {
  if (act === 'assign') return { kind: 'assign', ownerId: target };
  if (act === 'stage') return { kind: 'stage', stageId: target ?? '' };
  return { kind: act };
}

export const bulkButtons = [bulkButton, chooseButton, confirmButton, doButton];
