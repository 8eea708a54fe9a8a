import { z } from 'zod';
import { listLeads } from '#domain/leads/list-leads.ts';
import { listPipelines } from '#domain/pipelines/list-pipelines.ts';
import { actorHas } from '#domain/permissions.ts';
import { defineButton } from '#bot/buttons.ts';
import type { MemberContext } from '#bot/context.ts';
import { html, lines, shorten } from '#bot/formatting.ts';
import { readListPlace, saveListPlace, turnedPage } from '#bot/lists/list-place.ts';
import { withWayBack } from '#bot/menu/way-back.ts';
import { membersOnly } from '#bot/middleware/members-only.ts';
import { showScreen } from '#bot/screen.ts';
import { showLeadButton } from '#bot/leads/lead.card.ts';

const pageSize = 6;
const list = 'leads';

/** One page of leads with its filters, in place of the tapped message or as a new one. */
export async function showLeads(ctx: MemberContext, page = 0): Promise<void> {
  const place = await readListPlace(ctx, list);
  const seesAll = actorHas(ctx.operation.actor, 'leads.readAll');
  const mine = !seesAll || place.filter['owner'] !== 'all';
  const stageId = place.filter['stageId'];
  const cursor = page > 0 ? place.cursors[page - 1] : undefined;
  const { items, nextCursor } = await listLeads(ctx.operation, {
    limit: pageSize,
    ...(cursor === undefined ? {} : { cursor }),
    ...(mine ? { mine: true } : {}),
    ...(stageId ? { stageId } : {}),
  });
  await saveListPlace(ctx, list, turnedPage(place, cursor === undefined ? 0 : page, nextCursor));
  const { leads, actions } = ctx.texts;
  const stageName = stageId ? await nameOfStage(ctx, stageId) : null;
  const keyboard = ctx.keyboard();
  for (const lead of items)
    keyboard.button(shorten(`${lead.name} · ${lead.stage.name}`, 48), showLeadButton, { leadId: lead.id }).row();
  if (page > 0) keyboard.button(actions.previous, pageButton, { page: page - 1 });
  if (nextCursor !== null) keyboard.button(actions.next, pageButton, { page: page + 1 });
  keyboard.row();
  if (seesAll) keyboard.button(mine ? leads.filterAll : leads.filterMine, ownerButton, { mine: !mine });
  keyboard.button(leads.filterStage, stageFilterButton, {});
  const empty = stageId ? leads.listEmptyFiltered : leads.listEmpty;
  const title = leads.listTitle(mine, stageName);
  const text = items.length > 0 ? title : lines(title, '', empty);
  await showScreen(ctx, withWayBack({ text, keyboard: keyboard.markup() }, ctx));
}

async function nameOfStage(ctx: MemberContext, stageId: string): Promise<string | null> {
  const pipelines = await listPipelines(ctx.operation);
  return pipelines.flatMap((pipeline) => pipeline.stages).find((stage) => stage.id === stageId)?.name ?? null;
}

async function setFilter(ctx: MemberContext, key: string, value: string): Promise<void> {
  const place = await readListPlace(ctx, list);
  await saveListPlace(ctx, list, { filter: { ...place.filter, [key]: value }, cursors: [] });
  await showLeads(ctx);
}

const pageButton = defineButton(
  'leads.page',
  z.strictObject({ page: z.int().min(0).max(200) }),
  membersOnly((ctx, { page }) => showLeads(ctx, page)),
);

const ownerButton = defineButton(
  'leads.ownerFilter',
  z.strictObject({ mine: z.boolean() }),
  membersOnly((ctx, { mine }) => setFilter(ctx, 'owner', mine ? 'mine' : 'all')),
);

const stageFilterButton = defineButton(
  'leads.stageFilter',
  z.strictObject({}),
  membersOnly(async (ctx) => {
    const pipelines = await listPipelines(ctx.operation);
    const keyboard = ctx.keyboard().button(ctx.texts.leads.anyStage, stagePickButton, { stageId: null }).row();
    const stages = pipelines.flatMap((pipeline) => pipeline.stages).slice(0, 40);
    stages.forEach((stage, index) => {
      keyboard.button(shorten(stage.name, 30), stagePickButton, { stageId: stage.id });
      if (index % 2 === 1) keyboard.row();
    });
    await showScreen(ctx, { text: html`<b>${ctx.texts.leads.stage}</b>`, keyboard: keyboard.markup() });
  }),
);

const stagePickButton = defineButton(
  'leads.stagePick',
  z.strictObject({ stageId: z.uuid().nullable() }),
  membersOnly((ctx, { stageId }) => setFilter(ctx, 'stageId', stageId ?? '')),
);

export const leadListButtons = [pageButton, ownerButton, stageFilterButton, stagePickButton];
