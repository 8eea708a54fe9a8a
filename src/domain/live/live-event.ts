import type { Context } from '#domain/context.ts';
import type { EventType } from '#domain/events.ts';
import { nobody } from '#domain/live/audience.ts';
import type { Audience } from '#domain/live/audience.ts';
import { subjectsOf } from '#domain/live/event-subjects.ts';
import type { EventArea, Subject } from '#domain/live/event-subjects.ts';
import type { LoggedEvent } from '#platform/event-log.ts';

/** An event with who may see it, and the rooms it is told in beside the organization's own. */
export interface LiveEvent extends Omit<LoggedEvent, 'type'> {
  type: EventType;
  audience: Audience;
  rooms: readonly string[];
}

/** Types that concern nobody but their own reaction. */
const kept = new Set<string>([
  'user.passwordResetAsked',
  'user.dayBegan',
  'notice.sent',
  'notice.folded',
  'notice.settled',
  'channelAlert.shown',
  'digest.due',
]);
const tellsOfTheEnd = /\.(deleted|merged)$/;
/** Fields of payloads that are for our own jobs: addresses at providers open recordings without a sign-in. */
const privateFields = new Set(['url']);

/** Finds out who may see each event, by what the database says of its record now; one query for each kind of record. */
export async function decideAudiences(
  { db }: Pick<Context, 'db'>,
  events: readonly LoggedEvent[],
): Promise<LiveEvent[]> {
  const found = new Map<string, Map<string, Subject>>();
  await Promise.all(
    [...Map.groupBy(events, (event) => areaOf(event.type))].map(async ([area, some]) => {
      const load = isArea(area) ? subjectsOf[area] : undefined;
      if (load) found.set(area, await load(db, [...new Set(some.map((event) => event.subjectId))]));
    }),
  );
  return events.map((event) => toLiveEvent(event, found.get(areaOf(event.type))?.get(event.subjectId)));
}

function toLiveEvent(event: LoggedEvent, subject: Subject | undefined): LiveEvent {
  const isSeen = subject && !kept.has(event.type) && (!subject.isDeleted || tellsOfTheEnd.test(event.type));
  const audience = isSeen ? subject.audience : nobody;
  return {
    ...event,
    // The log is written by operations only, whose types are checked there.
    type: event.type as EventType,
    payload: Object.fromEntries(Object.entries(event.payload).filter(([field]) => !privateFields.has(field))),
    audience,
    rooms: [
      ...audience.userIds.map((id) => `user:${id}`),
      ...(subject?.conversationId ? [`chat:${subject.conversationId}`] : []),
      ...(subject?.accountId ? [`account:${subject.accountId}`] : []),
    ],
  };
}

function areaOf(type: string): string {
  return type.slice(0, type.indexOf('.'));
}

function isArea(area: string): area is EventArea {
  return Object.hasOwn(subjectsOf, area);
}
