import { createAgent } from '#domain/agents/create-agent.ts';
import { defaultScripts } from '#domain/agents/default-script.ts';
import { analyzeCall } from '#domain/calls/analyze-call.ts';
import { recordExternalCall } from '#domain/calls/record-external-call.ts';
import type { Context, ContextFactory } from '#domain/context.ts';
import { createLead } from '#domain/leads/create-lead.ts';
import { moveLeadStage } from '#domain/leads/move-lead-stage.ts';
import { updateOrganization } from '#domain/organizations/update-organization.ts';
import { listPipelines } from '#domain/pipelines/list-pipelines.ts';
import { createUser } from '#domain/users/create-user.ts';
import { inviteUser } from '#domain/users/invite-user.ts';
import type { UserView } from '#domain/users/user-view.ts';
import { demoCalls, demoLeads } from '#prisma/demo/demo-leads.ts';
import type { DemoCall } from '#prisma/demo/demo-leads.ts';

export type DemoPart = 'admin' | 'manager' | 'secondManager' | 'approver' | 'secondApprover';

/** A member of the demonstration's team. */
export interface DemoPerson {
  part: string;
  firstName: string;
  lastName: string;
  languageCode: 'ru' | 'en';
}

/** A call to record: what the sample maker of the sandbox gives. */
export interface DemoRecording {
  durationSec: number;
  segments: { speaker: 'A' | 'B'; startMs: number; endMs: number; text: string }[];
  recording: Uint8Array | null;
}

export interface DemoOptions {
  make: ContextFactory;
  organizationId: string;
  people: DemoPerson[];
  /** A second voice agent, for clients who speak English; the first is the organization's default. */
  englishAgent: { providerAgentId: string; fromNumber: string } | null;
  sampleCall(options: {
    language: 'ru' | 'en';
    mood: Exclude<DemoCall['mood'], 'missed'>;
    goal: DemoCall['goal'];
    leadName: string;
    withRecording: boolean;
  }): DemoRecording;
}

/** Everybody of the demonstration signs in with this; a start with demo data says so. */
export const demoPassword = 'perezvon-demo';
const demoName = 'Север Авто';
const parts: DemoPart[] = ['admin', 'manager', 'secondManager', 'approver', 'secondApprover'];

/**
 * Fills the organization with a team, leads in all stages and calls with transcripts, all by the product's own operations,
 * and returns each person's invite code. Does nothing, and returns null, when there are people already.
 */
export async function seedDemo(options: DemoOptions): Promise<Map<DemoPart, string> | null> {
  const ctx = quietContext(options.make, options.organizationId);
  if ((await ctx.db.user.count()) > 0) return null;
  const team = await addTeam(ctx, options.people);
  if (options.englishAgent)
    await createAgent(ctx, { name: 'Alice', language: 'en', script: defaultScripts.en, ...options.englishAgent });
  const leads = await addLeads(ctx, team);
  await addCalls(ctx, leads, options);
  await ctx.db.organization.updateMany({ data: { demo: true } });
  // Whoever tries the product at night must be able to have a call made.
  await updateOrganization(ctx, {
    name: demoName,
    callingFromMinute: 0,
    callingToMinute: 1_440,
    hoursBetweenCalls: 0,
    maxCallsPerDay: 20,
  });
  const codes = new Map<DemoPart, string>();
  for (const [part, user] of team) codes.set(part, (await inviteUser(ctx, { userId: user.id })).code);
  return codes;
}

/** The demonstration must not ring at everybody: nothing follows from its events. */
function quietContext(make: ContextFactory, organizationId: string): Context {
  const loud = make({ organizationId, actor: { kind: 'system', id: null, name: 'demo data' }, door: 'job' });
  return { ...loud, runtime: { ...loud.runtime, planEffects: () => [] } };
}

async function addTeam(ctx: Context, people: DemoPerson[]): Promise<Map<DemoPart, UserView>> {
  const members = await abreast(parts, async (part): Promise<[DemoPart, UserView][]> => {
    const person = people.find((candidate) => candidate.part === part);
    if (!person) return [];
    const user = await createUser(ctx, {
      name: `${person.firstName} ${person.lastName}`,
      email: `${part.toLowerCase()}@demo.perezvon.test`,
      password: demoPassword,
      role: part === 'admin' ? 'admin' : 'manager',
      permissions: part === 'approver' || part === 'secondApprover' ? ['calls.approve'] : [],
      language: person.languageCode,
    });
    return [[part, user]];
  });
  return new Map(members.flat());
}

async function addLeads(ctx: Context, team: Map<DemoPart, UserView>) {
  const [pipeline] = await listPipelines(ctx);
  const stages = pipeline?.stages ?? [];
  return abreast(demoLeads, async ({ stage, owner, closeReason, ...lead }, index) => {
    const view = await createLead(ctx, {
      ...lead,
      ownerId: team.get(owner)?.id ?? null,
      externalSource: 'demo',
      externalId: `lead-${index}`,
    });
    const target = stages[stage];
    if (target && target.id !== view.stage.id)
      await moveLeadStage(ctx, { leadId: view.id, stageId: target.id, reason: closeReason ?? null });
    return { name: lead.name, phone: lead.phone, language: lead.language, ownerId: view.owner?.id ?? null };
  });
}

async function addCalls(
  ctx: Context,
  leads: Awaited<ReturnType<typeof addLeads>>,
  options: DemoOptions,
): Promise<void> {
  const now = ctx.clock.now();
  await abreast(demoCalls, async (call, index) => {
    const lead = leads[call.lead];
    if (!lead) return;
    const { mood } = call;
    const sample =
      mood === 'missed'
        ? null
        : options.sampleCall({
            language: lead.language,
            mood,
            goal: call.goal,
            leadName: lead.name.split(' ')[0] ?? lead.name,
            withRecording: call.withRecording ?? false,
          });
    const startedAt = new Date(now);
    startedAt.setUTCDate(startedAt.getUTCDate() - call.daysAgo);
    startedAt.setUTCHours(call.hour - 3, (index * 7) % 60, 0, 0);
    if (startedAt > now) startedAt.setUTCDate(startedAt.getUTCDate() - 1);
    const { id } = await recordExternalCall(ctx, {
      externalSource: 'demo',
      externalId: `call-${index}`,
      phoneNumber: lead.phone,
      clientName: lead.name,
      direction: call.direction,
      status: mood === 'missed' ? 'missed' : 'completed',
      startedAt,
      durationSec: sample?.durationSec ?? 0,
      managerId: lead.ownerId,
      ...(sample ? { segments: sample.segments } : {}),
      ...(sample?.recording
        ? { recording: { bytes: sample.recording, name: `demo-${index}.wav`, mimeType: 'audio/wav' } }
        : {}),
    });
    if (sample) await analyzeCall(ctx, { callId: id });
  });
}

/** Does the work for all items, a few at a time: most of it is waiting for the database. Results keep the items' order. */
async function abreast<Item, Result>(
  items: readonly Item[],
  work: (item: Item, index: number) => Promise<Result>,
): Promise<Result[]> {
  const results = new Map<number, Result>();
  const waiting = items.entries();
  const worker = async () => {
    for (const [index, item] of waiting) results.set(index, await work(item, index));
  };
  await Promise.all(Array.from({ length: 6 }, worker));
  return [...results].sort(([a], [b]) => a - b).map(([, result]) => result);
}
