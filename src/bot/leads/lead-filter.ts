import type { ListLeadsInput } from '#domain/leads/list-leads.ts';
import { listPipelines } from '#domain/pipelines/list-pipelines.ts';
import { actorHas } from '#domain/permissions.ts';
import type { MemberContext } from '#bot/context.ts';
import type { Html } from '#bot/formatting.ts';
import type { ListPlace } from '#bot/lists/list-place.ts';

/** The name under which the place in the list of leads is kept. */
export const leadList = 'leads';

export const views = ['any', 'open', 'notTaken', 'stuck', 'noNextStep', 'closed', 'spam'] as const;
/** What kind of leads the list is narrowed to. */
export type View = (typeof views)[number];

type LeadFilterInput = Omit<ListLeadsInput, 'limit' | 'cursor' | 'offset' | 'sort'>;

const ofView: Record<View, LeadFilterInput> = {
  any: {},
  open: { open: true },
  notTaken: { notTaken: true },
  stuck: { stuck: true },
  noNextStep: { noNextStep: true },
  closed: { open: false },
  spam: { spam: true },
};

function viewOf(place: ListPlace): View {
  return views.find((view) => view === place.filter['view']) ?? 'any';
}

function isMine(ctx: MemberContext, place: ListPlace): boolean {
  return !actorHas(ctx.operation.actor, 'leads.readAll') || place.filter['owner'] !== 'all';
}

/** The filter as the operations take it. Leads that wait to be taken, and spam, are everybody's. */
export function filterOf(ctx: MemberContext, place: ListPlace): LeadFilterInput {
  const view = viewOf(place);
  const { stageId, source } = place.filter;
  return {
    ...ofView[view],
    ...(isMine(ctx, place) && view !== 'notTaken' && view !== 'spam' ? { mine: true } : {}),
    ...(stageId ? { stageId } : {}),
    ...(source ? { source } : {}),
  };
}

/** The order of the list. */
export function sortOf(place: ListPlace): NonNullable<ListLeadsInput['sort']> {
  const { sort } = place.filter;
  return sort === 'oldest' || sort === 'updated' || sort === 'name' || sort === 'longestInStage' ? sort : 'newest';
}

/** Whether anything but the owner narrows the list. */
export function isNarrowed(place: ListPlace): boolean {
  return viewOf(place) !== 'any' || Boolean(place.filter['stageId']) || Boolean(place.filter['source']);
}

/** The list's heading: whose leads, and what narrows them. */
export async function titleOf(ctx: MemberContext, place: ListPlace): Promise<Html> {
  const { leads } = ctx.texts;
  const { stageId, source } = place.filter;
  const view = viewOf(place);
  const stages = stageId ? (await listPipelines(ctx.operation)).flatMap((pipeline) => pipeline.stages) : [];
  const narrowing = [
    view === 'any' ? null : leads.views[view],
    stageId ? (stages.find((stage) => stage.id === stageId)?.name ?? null) : null,
    source ? (leads.sources[source] ?? source) : null,
    sortOf(place) === 'newest' ? null : leads.sorts[sortOf(place)],
  ].filter((part) => part !== null);
  return leads.listTitle(isMine(ctx, place), narrowing.length > 0 ? narrowing.join(' · ') : null);
}
