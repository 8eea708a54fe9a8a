import type { Runtime } from '#domain/context.ts';
import type { Role } from '#prisma/generated/enums.ts';

/** What the database says about the session of an access token. */
export interface SessionState {
  userId: string;
  name: string;
  role: Role;
  permissions: string[];
  tokensValidFromMs: number;
  readAtMs: number;
}

const sessionsPerProcess = 20_000;
const byRuntime = new WeakMap<Runtime, Map<string, SessionState>>();

/** How long an answer of the database may be trusted: the longest time by which a dismissed member still gets in. */
export const sessionCacheMs = 15_000;

/** The process's cache of session states by session id. */
export function sessionCacheOf(runtime: Runtime): Map<string, SessionState> {
  const known = byRuntime.get(runtime);
  if (known) return known;
  const made = new Map<string, SessionState>();
  byRuntime.set(runtime, made);
  return made;
}

export function rememberSession(runtime: Runtime, sessionId: string, state: SessionState): void {
  const cache = sessionCacheOf(runtime);
  cache.delete(sessionId);
  cache.set(sessionId, state);
  if (cache.size > sessionsPerProcess) cache.delete(cache.keys().next().value ?? '');
}

/** Makes the next request of a member, or of one session, ask the database. */
export function forgetSessions(runtime: Runtime, userIdOrSessionId: string): void {
  const cache = sessionCacheOf(runtime);
  for (const [sessionId, state] of cache) {
    if (sessionId === userIdOrSessionId || state.userId === userIdOrSessionId) cache.delete(sessionId);
  }
}
