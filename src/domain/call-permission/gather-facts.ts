import { DateTime } from 'luxon';
import { candidateTimeZones, parsePhone } from '#platform/phone-number.ts';
import type { TenantDb } from '#platform/database/tenant.ts';
import type { CallFacts, CallPolicy, ConsentFact, RecentCall } from '#domain/call-permission/call-facts.ts';
import { uncountedOutcomes } from '#domain/calls/call-outcome.ts';

/** A call that somebody asks about. */
export interface CallSubject {
  contactId: string | null;
  phone: string | null;
  script: CallFacts['script'];
  callRequestId: string | null;
  /** Null: the organization's limit. */
  costCapCents: number | null;
  at: Date;
}

/** Statuses of a call that may still cost money. */
const costingStatuses = ['queued', 'dialing', 'ringing', 'ongoing'] as const;

/** Reads what the rules need for all subjects with a fixed number of queries. Works inside a transaction. */
export async function gatherCallFacts(db: TenantDb, subjects: CallSubject[]): Promise<CallFacts[]> {
  const [first] = subjects;
  if (!first) return [];
  const organization = await db.organization.findFirstOrThrow();
  const numbers = subjects.map((subject) =>
    subject.phone === null ? null : parsePhone(subject.phone, organization.defaultCountry),
  );
  const phones = [...new Set(numbers.flatMap((number) => (number ? [number.e164] : [])))];
  const contactIds = [...new Set(subjects.flatMap((subject) => (subject.contactId ? [subject.contactId] : [])))];
  const earliest = new Date(Math.min(...subjects.map((subject) => subject.at.getTime())));

  const contacts = new Map(
    (await db.contact.findMany({ where: { id: { in: contactIds } }, select: { id: true, timeZone: true } })).map(
      (row) => [row.id, row],
    ),
  );
  const consents = await newestConsents(db, contactIds);
  const doNotCall = new Map(
    (await db.doNotCallEntry.findMany({ where: { e164: { in: phones } } })).map((row) => [row.e164, row]),
  );
  const invalidAt = new Map(
    (await db.contactPhone.findMany({ where: { e164: { in: phones }, invalidAt: { not: null } } })).map((row) => [
      row.e164,
      row.invalidAt,
    ]),
  );
  const recent = await recentCalls(db, phones, earliest, organization.hoursBetweenCalls);
  const spending = await spendingOf(db, organization, earliest);

  return Promise.all(
    subjects.map(async (subject, index): Promise<CallFacts> => {
      const number = numbers[index] ?? null;
      const phone = number?.e164 ?? null;
      const contact = subject.contactId ? contacts.get(subject.contactId) : undefined;
      return {
        at: subject.at,
        policy: organization,
        phone,
        country: number?.country ?? null,
        phoneInvalidAt: (phone === null ? null : invalidAt.get(phone)) ?? null,
        doNotCall: (phone === null ? null : doNotCall.get(phone)) ?? null,
        consents: subject.contactId ? (consents.get(subject.contactId) ?? []) : [],
        script: subject.script,
        confirmedTimeZone: contact?.timeZone ?? null,
        candidateTimeZones: phone === null ? [] : await candidateTimeZones(phone),
        recentCalls: phone === null ? [] : (recent.get(phone) ?? []),
        callRequestId: subject.callRequestId,
        costCapCents: subject.costCapCents ?? organization.costCapCents,
        spentByRequestCents: spending.ofRequest(subject.callRequestId),
        committedTodayCents: spending.withoutRequest(subject.callRequestId, subject.at),
      };
    }),
  );
}

async function newestConsents(db: TenantDb, contactIds: string[]): Promise<Map<string, ConsentFact[]>> {
  const rows = await db.consent.findMany({
    where: { contactId: { in: contactIds } },
    orderBy: [{ recordedAt: 'desc' }, { id: 'desc' }],
    distinct: ['contactId', 'kind'],
    select: { id: true, contactId: true, kind: true, granted: true, source: true, recordedAt: true },
  });
  return Map.groupBy(rows, (row) => row.contactId);
}

/** Tries that reached or may have reached the person, long enough back for the pause and for a whole day in any zone. */
async function recentCalls(
  db: TenantDb,
  phones: string[],
  at: Date,
  pauseHours: number,
): Promise<Map<string, RecentCall[]>> {
  const since = new Date(at.getTime() - Math.max(pauseHours, 48) * 3_600_000);
  const calls = await db.call.findMany({
    where: {
      phone: { in: phones },
      direction: 'outgoing',
      OR: [
        { attempts: { some: { startedAt: { gte: since } } } },
        { source: { not: 'retell' }, startedAt: { gte: since } },
      ],
    },
    select: {
      id: true,
      phone: true,
      source: true,
      startedAt: true,
      callRequestId: true,
      attempts: {
        where: { startedAt: { gte: since }, state: { not: 'not_placed' } },
        select: { startedAt: true, outcome: true },
      },
    },
  });
  const recent = calls.flatMap((call) => {
    const times =
      call.source === 'retell'
        ? call.attempts.filter((attempt) => !isUncounted(attempt.outcome)).map((attempt) => attempt.startedAt)
        : call.startedAt
          ? [call.startedAt]
          : [];
    return times.map((time) => ({
      phone: call.phone ?? '',
      callId: call.id,
      callRequestId: call.callRequestId,
      at: time,
    }));
  });
  return Map.groupBy(recent, (call) => call.phone);
}

function isUncounted(outcome: string | null): boolean {
  const uncounted: ReadonlySet<string> = uncountedOutcomes;
  return outcome !== null && uncounted.has(outcome);
}

async function spendingOf(db: TenantDb, policy: CallPolicy, at: Date) {
  const dayStart = DateTime.fromJSDate(at, { zone: policy.timeZone }).startOf('day').toJSDate();
  const calls = await db.call.findMany({
    where: {
      callRequestId: { not: null },
      OR: [{ status: { in: [...costingStatuses] } }, { attempts: { some: { startedAt: { gte: dayStart } } } }],
    },
    select: {
      status: true,
      costCents: true,
      callRequestId: true,
      attempts: { orderBy: { number: 'desc' }, take: 1, select: { startedAt: true } },
      callRequest: { select: { costCapCents: true } },
    },
  });
  const costing: ReadonlySet<string> = new Set(costingStatuses);
  return {
    ofRequest: (id: string | null) =>
      id === null ? 0 : (calls.find((call) => call.callRequestId === id)?.costCents ?? 0),
    /** A call on its way counts with its cap, an ended one of that day with its cost; of a free one nothing is known but 0. */
    withoutRequest(id: string | null, day: Date): number {
      const local = DateTime.fromJSDate(day, { zone: policy.timeZone });
      return calls
        .filter((call) => call.callRequestId !== id)
        .reduce((sum, call) => {
          if (costing.has(call.status)) return sum + (call.callRequest?.costCapCents ?? 0);
          const lastTry = call.attempts[0]?.startedAt;
          const isThatDay =
            lastTry !== undefined && DateTime.fromJSDate(lastTry, { zone: policy.timeZone }).hasSame(local, 'day');
          return sum + (isThatDay ? (call.costCents ?? 0) : 0);
        }, 0);
    },
  };
}
