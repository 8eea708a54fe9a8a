import { z } from 'zod';
import { listLeads } from '#domain/leads/list-leads.ts';
import { listPipelines } from '#domain/pipelines/list-pipelines.ts';
import { actorHas } from '#domain/permissions.ts';
import { defineButton } from '#bot/buttons.ts';
import type { MemberContext } from '#bot/context.ts';
import { lines, shorten } from '#bot/formatting.ts';
import { readListPlace, saveListPlace, turnedPage } from '#bot/lists/list-place.ts';
import { withWayBack } from '#bot/menu/way-back.ts';
import { membersOnly } from '#bot/middleware/members-only.ts';
import { showScreen } from '#bot/screen.ts';
import { bulkButton, bulkButtons } from '#bot/leads/lead-bulk.ts';
import { filterOf, isNarrowed, leadList, sortOf, titleOf, views } from '#bot/leads/lead-filter.ts';
import type { View } from '#bot/leads/lead-filter.ts';
import { showLeadButton } from '#bot/leads/lead.card.ts';

const pageSize = 6;

/** One page of leads with its filters, in place of the tapped message or as a new one. */
export async function showLeads(ctx: MemberContext, page = 0): Promise<void> {
  const place = await readListPlace(ctx, leadList);
  const cursor = page > 0 ? place.cursors[page - 1] : undefined;
  const [{ items, nextCursor }, title] = await Promise.all([
    listLeads(ctx.operation, {
      ...filterOf(ctx, place),
      sort: sortOf(place),
      limit: pageSize,
      ...(cursor === undefined ? {} : { cursor }),
    }),
    titleOf(ctx, place),
  ]);
  await saveListPlace(ctx, leadList, turnedPage(place, cursor === undefined ? 0 : page, nextCursor));
  const { leads, actions } = ctx.texts;
  const keyboard = ctx.keyboard();
  for (const lead of items)
    keyboard.button(shorten(`${lead.name} · ${lead.stage.name}`, 48), showLeadButton, { leadId: lead.id }).row();
  if (page > 0) keyboard.button(actions.previous, pageButton, { page: page - 1 });
  if (nextCursor !== null) keyboard.button(actions.next, pageButton, { page: page + 1 });
  keyboard.row().button(leads.filter, filtersButton, {}).button(leads.sort, sortsButton, {});
  if (items.length > 0 && actorHas(ctx.operation.actor, 'leads.write'))
    keyboard.row().button(leads.bulk, bulkButton, {});
  if (items.length === 0 && isNarrowed(place)) keyboard.row().button(leads.filterReset, resetButton, {});
  const empty = isNarrowed(place) ? leads.listEmptyFiltered : leads.listEmpty;
  const text = items.length > 0 ? title : lines(title, '', empty);
  await showScreen(ctx, withWayBack({ text, keyboard: keyboard.markup() }, ctx));
}

async function setFilter(ctx: MemberContext, changes: Record<string, string>): Promise<void> {
  const place = await readListPlace(ctx, leadList);
  await saveListPlace(ctx, leadList, { filter: { ...place.filter, ...changes }, cursors: [] });
  await showLeads(ctx);
}

const pageButton = defineButton(
  'leads.page',
  z.strictObject({ page: z.int().min(0).max(200) }),
  membersOnly((ctx, { page }) => showLeads(ctx, page)),
);

const resetButton = defineButton(
  'leads.filterReset',
  z.strictObject({}),
  membersOnly(async (ctx) => {
    await saveListPlace(ctx, leadList, { filter: {}, cursors: [] });
    await showLeads(ctx);
  }),
);

const filtersButton = defineButton('leads.filters', z.strictObject({}), membersOnly(showFilters));

async function showFilters(ctx: MemberContext): Promise<void> {
  const place = await readListPlace(ctx, leadList);
  const { leads, actions } = ctx.texts;
  const keyboard = ctx.keyboard();
  if (actorHas(ctx.operation.actor, 'leads.readAll')) {
    const isMine = place.filter['owner'] !== 'all';
    keyboard
      .button(`${isMine ? '• ' : ''}${leads.filterMine}`, ownerButton, { mine: true })
      .button(`${isMine ? '' : '• '}${leads.filterAll}`, ownerButton, { mine: false })
      .row();
  }
  views.forEach((view, index) => {
    const mark = (place.filter['view'] ?? 'any') === view ? '• ' : '';
    keyboard.button(mark + leads.views[view], viewButton, { view });
    if (index % 2 === 1) keyboard.row();
  });
  keyboard.row().button(leads.filterStage, stageFilterButton, {}).button(leads.filterSource, sourceFilterButton, {});
  keyboard.row().button(leads.filterReset, resetButton, {}).button(actions.back, backButton, {});
  await showScreen(ctx, { text: await titleOf(ctx, place), keyboard: keyboard.markup() });
}

const backButton = defineButton(
  'leads.filterBack',
  z.strictObject({}),
  membersOnly((ctx) => showLeads(ctx)),
);

const ownerButton = defineButton(
  'leads.ownerFilter',
  z.strictObject({ mine: z.boolean() }),
  membersOnly((ctx, { mine }) => setFilter(ctx, { owner: mine ? 'mine' : 'all' })),
);

const viewButton = defineButton(
  'leads.view',
  z.strictObject({ view: z.enum(views) }),
  membersOnly((ctx, { view }: { view: View }) => setFilter(ctx, { view })),
);

const sortsButton = defineButton(
  'leads.sorts',
  z.strictObject({}),
  membersOnly(async (ctx) => {
    const place = await readListPlace(ctx, leadList);
    const { leads, actions } = ctx.texts;
    const keyboard = ctx.keyboard();
    for (const sort of sorts)
      keyboard.button(`${sortOf(place) === sort ? '• ' : ''}${leads.sorts[sort]}`, sortButton, { sort }).row();
    keyboard.button(actions.back, backButton, {});
    await showScreen(ctx, { text: await titleOf(ctx, place), keyboard: keyboard.markup() });
  }),
);

const sorts = ['newest', 'oldest', 'updated', 'name', 'longestInStage'] as const;
const sortButton = defineButton(
  'leads.sort',
  z.strictObject({ sort: z.enum(sorts) }),
  membersOnly((ctx, { sort }) => setFilter(ctx, { sort })),
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
    keyboard.row().button(ctx.texts.actions.back, filtersButton, {});
    await showScreen(ctx, {
      text: await titleOf(ctx, await readListPlace(ctx, leadList)),
      keyboard: keyboard.markup(),
    });
  }),
);

const stagePickButton = defineButton(
  'leads.stagePick',
  z.strictObject({ stageId: z.uuid().nullable() }),
  membersOnly((ctx, { stageId }) => setFilter(ctx, { stageId: stageId ?? '' })),
);

const sourceFilterButton = defineButton(
  'leads.sourceFilter',
  z.strictObject({}),
  membersOnly(async (ctx) => {
    const { leads, actions } = ctx.texts;
    const keyboard = ctx.keyboard().button(leads.anySource, sourcePickButton, { source: null }).row();
    Object.entries(leads.sources).forEach(([source, label], index) => {
      keyboard.button(label, sourcePickButton, { source });
      if (index % 2 === 1) keyboard.row();
    });
    keyboard.row().button(actions.back, filtersButton, {});
    await showScreen(ctx, {
      text: await titleOf(ctx, await readListPlace(ctx, leadList)),
      keyboard: keyboard.markup(),
    });
  }),
);

const sourcePickButton = defineButton(
  'leads.sourcePick',
  z.strictObject({ source: z.string().max(20).nullable() }),
  membersOnly((ctx, { source }) => setFilter(ctx, { source: source ?? '' })),
);

export const leadListButtons = [
  pageButton,
  resetButton,
  filtersButton,
  backButton,
  ownerButton,
  viewButton,
  sortsButton,
  sortButton,
  stageFilterButton,
  stagePickButton,
  sourceFilterButton,
  sourcePickButton,
  ...bulkButtons,
];
