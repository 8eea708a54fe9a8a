import { z } from 'zod';
import { AppError } from '#platform/errors.ts';
import { parsePhone } from '#platform/phone-number.ts';
import type { Context } from '#domain/context.ts';
import { notFound } from '#domain/not-found.ts';
import type { Language } from '#prisma/generated/enums.ts';

const dayMs = 86_400_000;
const longestWindowMs = 14 * dayMs;

/** A moment as a Date, or as ISO 8601 text with its offset. */
const Moment = z.union([z.date(), z.iso.datetime({ offset: true }).transform((text) => new Date(text))]);

/** The terms of a request that a person may set or change; all optional, with the organization's defaults. */
export const termFields = {
  goal: z.string().trim().min(3).max(2_000),
  phoneNumber: z.string().trim().min(3).max(60),
  agentId: z.uuid(),
  /** A version of the agent's script; the newest when absent. */
  scriptId: z.uuid(),
  language: z.enum(['ru', 'en']),
  windowStart: Moment,
  windowEnd: Moment,
  costCapCents: z.int().min(1).max(1_000_000),
  maxAttempts: z.int().min(1).max(5),
};

/**
 * The agent and script version of a request: those named, else the newest script of an agent that speaks the client's
 * language, else of the default agent.
 */
export async function resolveAgent(
  ctx: Context,
  named: { agentId?: string | undefined; scriptId?: string | undefined },
  clientLanguage: Language | null,
): Promise<{ agentId: string; language: Language; script: { id: string; disclosure: string; advertising: boolean } }> {
  const found = await ctx.db.agent.findMany({
    where: named.agentId ? { id: named.agentId } : { disabledAt: null },
    orderBy: [{ isDefault: 'desc' }, { createdAt: 'asc' }, { id: 'asc' }],
    include: {
      scripts: { orderBy: { version: 'desc' }, ...(named.scriptId ? { where: { id: named.scriptId } } : {}), take: 1 },
    },
  });
  const fitting = named.scriptId && !named.agentId ? found.filter(({ scripts }) => scripts.length > 0) : found;
  if (fitting.length === 0 && found.length > 0) throw notFound('scriptVersion');
  const agent = fitting.find(({ language }) => language === clientLanguage) ?? fitting[0];
  if (!agent && named.agentId) throw notFound('agent');
  if (!agent)
    throw new AppError('conflict', 'agent.none', 'There is no voice agent yet; an admin adds one in the settings.');
  if (agent.disabledAt)
    throw new AppError(
      'conflict',
      'agent.disabled',
      `The voice agent ${agent.name} is switched off; choose another one.`,
    );
  const [script] = agent.scripts;
  if (!script) throw notFound('scriptVersion');
  return { agentId: agent.id, language: agent.language, script };
}

/** The time in which the call may be placed; by default from now on for a day. Refuses what ends too early or lasts too long. */
export function resolveWindow(
  now: Date,
  given: { windowStart?: Date | undefined; windowEnd?: Date | undefined },
): { windowStart: Date; windowEnd: Date } {
  const windowStart = given.windowStart ?? (given.windowEnd && given.windowEnd <= now ? given.windowEnd : now);
  const windowEnd = given.windowEnd ?? new Date(Math.max(windowStart.getTime(), now.getTime()) + dayMs);
  const problem =
    windowEnd <= now
      ? 'it is over already'
      : windowEnd <= windowStart
        ? 'it ends before it starts'
        : windowEnd.getTime() - now.getTime() > longestWindowMs
          ? 'it ends later than in 14 days'
          : null;
  if (problem)
    throw new AppError('validation_failed', 'window.invalid', `This time for the call does not work: ${problem}.`, {
      params: { problem },
    });
  return { windowStart, windowEnd };
}

/** The number in E.164, or a refusal. */
export function resolvePhone(text: string, defaultCountry: string): string {
  const phone = parsePhone(text, defaultCountry);
  if (phone) return phone.e164;
  throw new AppError('validation_failed', 'phone.invalid', `${text} is not a phone number that exists.`, {
    params: { phone: text },
    fields: [{ field: 'phoneNumber', problem: 'is not a phone number that exists' }],
  });
}

/** The most the call may cost; refuses more than the organization allows for one call. */
export function resolveCostCap(given: number | undefined, limitCents: number): number {
  const costCapCents = given ?? limitCents;
  if (costCapCents <= limitCents) return costCapCents;
  throw new AppError('validation_failed', 'cost.overCap', `One call may cost at most ${limitCents} cents here.`, {
    params: { limitCents },
    fields: [{ field: 'costCapCents', problem: `is more than ${limitCents}` }],
  });
}

/** Until when a decision is waited for: the organization's time from now, never longer than the call's own window. */
export function resolveDeadline(now: Date, deadlineMinutes: number, windowEnd: Date): Date {
  return new Date(Math.min(now.getTime() + deadlineMinutes * 60_000, windowEnd.getTime()));
}
