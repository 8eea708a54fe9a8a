import { createRealtime } from '#api/realtime/create-realtime.ts';
import type { Realtime, RealtimeLimits } from '#api/realtime/create-realtime.ts';
import { startServer } from '#api/server.ts';
import type { DomainEvent } from '#domain/events.ts';
import type { UserActor } from '#domain/permissions.ts';
import { createApiWorld } from '#tests/integration/api/api-world.ts';
import type { ApiWorld } from '#tests/integration/api/api-world.ts';
import { connectLive, isReady } from '#tests/support/live-client.ts';
import type { LiveClient } from '#tests/support/live-client.ts';

export interface LiveWorld extends ApiWorld {
  port: number;
  realtime: Realtime;
  /** Connects as a member and waits until events are told. */
  listen(user: UserActor, path?: string): Promise<LiveClient>;
  /** Ends the connections that `listen` made. */
  hangUp(): Promise<void>;
  /** Another process on the same database. */
  anotherProcess(limits?: Partial<RealtimeLimits>): Promise<{ port: number; realtime: Realtime }>;
}

/** An API world with a server and its live events, which hears of everything that the world's operations publish. */
export async function createLiveWorld(limits: Partial<RealtimeLimits> = {}): Promise<LiveWorld> {
  const processes: Realtime[] = [];
  const closers: (() => Promise<void>)[] = [];
  const clients: LiveClient[] = [];
  const publish = (events: DomainEvent[]) => {
    for (const realtime of processes) realtime.notice(events);
  };
  const api = await createApiWorld({ world: { publish } });
  async function anotherProcess(own: Partial<RealtimeLimits> = limits) {
    const realtime = createRealtime(api.deps, own);
    const server = await startServer({
      fetch: api.fetch,
      port: 0,
      hostname: '127.0.0.1',
      log: api.deps.log,
      closeAfterMs: 100,
    });
    server.server.on('upgrade', realtime.upgrade);
    processes.push(realtime);
    closers.push(async () => {
      await realtime.close();
      await server.close();
    });
    return { port: server.port, realtime };
  }
  const { port, realtime } = await anotherProcess();
  return {
    ...api,
    port,
    realtime,
    anotherProcess,
    async listen(user, path = '/ws') {
      const client = connectLive(port, path, { token: await api.tokenOf(user) });
      clients.push(client);
      if (path.startsWith('/ws/calls')) await new Promise((resolve) => client.ws.once('open', resolve));
      else await client.hear(isReady);
      return client;
    },
    async hangUp() {
      await Promise.all(clients.splice(0).map((client) => client.close()));
    },
    async close() {
      for (const close of closers) await close();
      await api.close();
    },
  };
}
