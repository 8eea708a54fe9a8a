import { findLiveSessions } from '#domain/auth/find-live-sessions.ts';
import type { ContextFactory } from '#domain/context.ts';
import { closeCodes } from '#api/realtime/close-codes.ts';
import type { LiveSocket, Reader } from '#api/realtime/live-socket.ts';

/** The connections of this process by member, and whether their sessions are still good. */
export interface Readers {
  /** False when the member has too many connections. */
  add(socket: LiveSocket): boolean;
  remove(socket: LiveSocket): void;
  renew(socket: LiveSocket, reader: Reader): void;
  isGood(reader: Reader): Promise<boolean>;
  /** Ends the connections of sessions that are over or whose member's rights changed; of all members when null. */
  check(userIds: ReadonlySet<string> | null): Promise<void>;
}

/** Keeps account of who reads. */
export function createReaders(make: ContextFactory, socketsPerUser: number): Readers {
  const byUser = new Map<string, Set<LiveSocket>>();

  const sessionsOf = (organizationId: string, sessionIds: string[]) =>
    findLiveSessions(
      make({ organizationId, actor: { kind: 'system', id: null, name: 'live' }, door: 'api' }),
      sessionIds,
    );

  return {
    add(socket) {
      const userId = socket.reader.actor.id;
      const own = byUser.get(userId) ?? new Set();
      if (own.size >= socketsPerUser) return false;
      own.add(socket);
      byUser.set(userId, own);
      return true;
    },
    remove(socket) {
      const userId = socket.reader.actor.id;
      const own = byUser.get(userId);
      own?.delete(socket);
      if (own?.size === 0) byUser.delete(userId);
    },
    renew(socket, reader) {
      socket.reader = reader;
    },
    async isGood(reader) {
      const session = (await sessionsOf(reader.organizationId, [reader.sessionId])).get(reader.sessionId);
      return session?.userId === reader.actor.id && session.tokensValidFrom.getTime() === reader.tokensValidFromMs;
    },
    async check(userIds) {
      const some = [...(userIds ?? byUser.keys())].flatMap((userId) => [...(byUser.get(userId) ?? [])]);
      const nowMs = Date.now();
      const byOrganization = Map.groupBy(some, (socket) => socket.reader.organizationId);
      await Promise.all(
        [...byOrganization].map(async ([organizationId, sockets]) => {
          const sessions = await sessionsOf(organizationId, [
            ...new Set(sockets.map((socket) => socket.reader.sessionId)),
          ]);
          for (const socket of sockets) {
            const { sessionId, tokensValidFromMs, expiresAtMs } = socket.reader;
            const session = sessions.get(sessionId);
            const isGood = session?.tokensValidFrom.getTime() === tokensValidFromMs && expiresAtMs > nowMs;
            if (!isGood) socket.close(closeCodes.signIn, 'Sign in again.');
          }
        }),
      );
    },
  };
}
