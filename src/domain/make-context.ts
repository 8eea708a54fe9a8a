import type { Clock } from '#platform/clock.ts';
import { bindReads } from '#platform/database/read.ts';
import { newId } from '#platform/ids.ts';
import type { Log } from '#platform/log.ts';
import type { Context, ContextFactory, Runtime } from '#domain/context.ts';
import type { Ports } from '#domain/ports/ports.ts';

/** A factory of contexts on one process's runtime; `portsFor` answers with an organization's ways to the outside. */
export function createContextFactory(options: {
  runtime: Runtime;
  portsFor: (organizationId: string, context: () => Context) => Ports;
  clock: Clock;
  log: Log;
}): ContextFactory {
  const { runtime, portsFor, clock, log } = options;
  const make = (given: Parameters<ContextFactory>[0]): Context => {
    const requestId = given.requestId ?? newId();
    let ownLog: Log | undefined;
    const context: Context = {
      actor: given.actor,
      organizationId: given.organizationId,
      db: runtime.tenantClient(given.organizationId),
      read: bindReads(runtime.database, given.organizationId),
      ports: portsFor(given.organizationId, () => context),
      clock,
      // Most requests log nothing of their own, and a child costs as much as a small query.
      get log() {
        return (ownLog ??= log.child({ requestId, organization: given.organizationId, door: given.door }));
      },
      requestId,
      door: given.door,
      runtime,
      ...(given.lease ? { lease: given.lease } : {}),
    };
    return context;
  };
  return Object.assign(make, { runtime });
}
