import { newId } from '#platform/ids.ts';
import { approveCallRequest } from '#domain/call-requests/approve-call-request.ts';
import type { CallRequestView } from '#domain/call-requests/call-request-view.ts';
import { requestCall } from '#domain/call-requests/request-call.ts';
import type { RequestCallInput } from '#domain/call-requests/request-call.ts';
import { placeCallJob } from '#jobs/calls/place-call.job.ts';
import { planEffects } from '#jobs/reactions.ts';
import { createFakeLlm } from '#tests/support/fakes/fake-llm.ts';
import type { FakeLlm } from '#tests/support/fakes/fake-llm.ts';
import { createFakeMessenger } from '#tests/support/fakes/fake-messenger.ts';
import type { FakeMessenger } from '#tests/support/fakes/fake-messenger.ts';
import { createFakeStorage } from '#tests/support/fakes/fake-storage.ts';
import { createFakeTelephony } from '#tests/support/fakes/fake-telephony.ts';
import type { FakeTelephony } from '#tests/support/fakes/fake-telephony.ts';
import { createMovingClock } from '#tests/support/moving-clock.ts';
import type { MovingClock } from '#tests/support/moving-clock.ts';
import { createTestWorld } from '#tests/support/world.ts';
import type { TestWorld } from '#tests/support/world.ts';

export interface CallWorld extends TestWorld {
  clock: MovingClock;
  telephony: FakeTelephony;
  llm: FakeLlm;
  messenger: FakeMessenger;
  storage: ReturnType<typeof createFakeStorage>;
  /** A lead of the manager with a number of its own, whose person confirmed the Moscow zone. */
  aLead(facts?: {
    phone?: string;
    timeZone?: string | null;
    ownerId?: string;
  }): Promise<{ leadId: string; contactId: string; phone: string }>;
  aRequest(input?: Partial<RequestCallInput>): Promise<CallRequestView>;
  /** Approved, its effect not carried out yet. */
  anApprovedRequest(input?: Partial<RequestCallInput>): Promise<CallRequestView & { callId: string }>;
  /** Approved and dialled: the provider has registered the call. */
  aPlacedCall(
    input?: Partial<RequestCallInput>,
  ): Promise<{ callId: string; attemptId: string; request: CallRequestView }>;
}

/** A world whose outside is in memory, at 13:00 in Moscow of the present day. */
export async function createCallWorld(): Promise<CallWorld> {
  const clock = createMovingClock();
  clock.set(`${new Date().toISOString().slice(0, 10)}T10:00:00Z`);
  const telephony = createFakeTelephony();
  const llm = createFakeLlm();
  const messenger = createFakeMessenger();
  const storage = createFakeStorage();
  const world = await createTestWorld({
    clock,
    planEffects,
    ports: { telephony: async () => telephony, llm: async () => llm, messenger: async () => messenger, storage },
  });
  // Tests of other things than the budget shall not run out of it.
  await world.database.prisma.organization.update({
    where: { id: world.organizationId },
    data: { dailyBudgetCents: 10_000_000 },
  });
  let leads = 0;
  const calls: CallWorld = {
    ...world,
    clock,
    telephony,
    llm,
    messenger,
    storage,
    async aLead(facts = {}) {
      leads += 1;
      const phone = facts.phone ?? `+7916${String(1_000_000 + leads)}`;
      const db = world.system().db;
      const contactId = newId();
      const leadId = newId();
      await db.contact.create({
        data: {
          id: contactId,
          name: `Мария ${leads}`,
          timeZone: facts.timeZone === undefined ? 'Europe/Moscow' : facts.timeZone,
        },
      });
      await db.contactPhone.create({ data: { id: newId(), contactId, e164: phone } });
      await db.lead.create({
        data: {
          id: leadId,
          name: `Мария ${leads}`,
          contactId,
          pipelineId: world.pipelineId,
          stageId: world.stageIds[0],
          ownerId: facts.ownerId ?? world.manager.id,
          source: 'manual',
        },
      });
      return { leadId, contactId, phone };
    },
    async aRequest(input = {}) {
      const leadId = input.leadId ?? (await calls.aLead()).leadId;
      return requestCall(world.as(world.manager), { goal: 'Договориться о тест-драйве', ...input, leadId });
    },
    async anApprovedRequest(input = {}) {
      const { id: callRequestId, revision, payloadHash } = await calls.aRequest(input);
      const approved = await approveCallRequest(world.as(world.approver), { callRequestId, revision, payloadHash });
      if (!approved.callId) throw new Error('An approved request has no call.');
      return { ...approved, callId: approved.callId };
    },
    async aPlacedCall(input = {}) {
      const request = await calls.anApprovedRequest(input);
      await world.drain([placeCallJob]);
      const attempt = await world
        .system()
        .db.callAttempt.findFirstOrThrow({ where: { callId: request.callId, state: 'placed' } });
      return { callId: request.callId, attemptId: attempt.id, request };
    },
  };
  return calls;
}
