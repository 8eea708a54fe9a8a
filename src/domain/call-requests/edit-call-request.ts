import { z } from 'zod';
import { AppError } from '#platform/errors.ts';
import type { Context } from '#domain/context.ts';
import { parseInput } from '#domain/parse-input.ts';
import { requireUser } from '#domain/permissions.ts';
import { inTransaction } from '#domain/transaction.ts';
import { askAgain } from '#domain/call-requests/ask-again.ts';
import type { ChangedTerms } from '#domain/call-requests/ask-again.ts';
import type { CallRequestView } from '#domain/call-requests/call-request-view.ts';
import { getCallRequest } from '#domain/call-requests/get-call-request.ts';
import { requireMayChange } from '#domain/call-requests/policy.ts';
import { readRequestToDecide } from '#domain/call-requests/request-to-decide.ts';
import type { RequestToDecide } from '#domain/call-requests/request-to-decide.ts';
import {
  resolveAgent,
  resolveCostCap,
  resolvePhone,
  resolveWindow,
  termFields,
} from '#domain/call-requests/request-terms.ts';
import { requireCallable } from '#domain/call-requests/require-callable.ts';

export const EditCallRequestInput = z
  .strictObject(termFields)
  .partial()
  .extend({
    callRequestId: z.uuid(),
    /** The revision that the editor saw. */
    version: z.int().min(1).optional(),
  });
export type EditCallRequestInput = z.input<typeof EditCallRequestInput>;

/**
 * Changes what is asked for. The next revision is asked for anew; an approval of the earlier one is void, and refused with
 * `callRequest.alreadyDialled` once its call is on its way. An edit that changes nothing asks nothing.
 */
export async function editCallRequest(ctx: Context, input: EditCallRequestInput): Promise<CallRequestView> {
  const editor = requireUser(ctx);
  const { callRequestId, version, ...given } = parseInput(EditCallRequestInput, input);
  await inTransaction(ctx, async (tx) => {
    const before = await readRequestToDecide(tx, ctx, callRequestId);
    requireMayChange(ctx, before);
    if (version !== undefined && version !== before.revision) throw changedMeanwhile(before.revision);
    if (!['pending', 'approved', 'expired'].includes(before.status)) {
      throw new AppError(
        'conflict',
        'callRequest.notPending',
        `This request is ${before.status}; ask for a new call instead.`,
        {
          params: { status: before.status },
        },
      );
    }
    const terms = await newTerms(tx.ctx, before, given);
    if (Object.keys(terms).length === 0 && before.status !== 'expired') return;
    if ((await askAgain(tx, before, terms, editor.id)) === null) throw changedMeanwhile(before.revision);
  });
  return getCallRequest(ctx, { callRequestId });
}

type GivenTerms = Omit<z.output<typeof EditCallRequestInput>, 'callRequestId' | 'version'>;

/** The columns that the edit really changes, each checked as for a new request. */
async function newTerms(ctx: Context, before: RequestToDecide, given: GivenTerms): Promise<ChangedTerms> {
  const organization = await ctx.db.organization.findFirstOrThrow();
  const phone =
    given.phoneNumber === undefined ? before.phone : resolvePhone(given.phoneNumber, organization.defaultCountry);
  const isOtherAgent = given.agentId !== undefined && given.agentId !== before.agentId;
  const chosen =
    isOtherAgent || given.scriptId !== undefined
      ? await resolveAgent(ctx, { agentId: given.agentId ?? before.agentId, scriptId: given.scriptId }, null)
      : { agentId: before.agentId, script: before.scriptVersion };
  const windowGiven =
    given.windowStart !== undefined || given.windowEnd !== undefined || before.windowEnd <= ctx.clock.now();
  const window = windowGiven
    ? resolveWindow(ctx.clock.now(), {
        windowStart: given.windowStart ?? before.windowStart,
        windowEnd: given.windowEnd ?? (before.windowEnd > ctx.clock.now() ? before.windowEnd : undefined),
      })
    : { windowStart: before.windowStart, windowEnd: before.windowEnd };
  const costCapCents =
    given.costCapCents === undefined
      ? before.costCapCents
      : resolveCostCap(given.costCapCents, organization.costCapCents);
  await requireCallable(
    ctx,
    { contactId: before.contactId, phone, script: chosen.script, callRequestId: before.id, costCapCents },
    window,
  );
  const after = {
    goal: given.goal ?? before.goal,
    phone,
    agentId: chosen.agentId,
    scriptVersionId: chosen.script.id,
    language: given.language ?? before.language,
    ...window,
    costCapCents,
    maxAttempts: given.maxAttempts ?? before.maxAttempts,
  };
  return Object.fromEntries(
    Object.entries(after).filter(([key, value]) => String(value) !== String(before[key as keyof typeof after])),
  ) as ChangedTerms;
}

function changedMeanwhile(revision: number): AppError {
  return new AppError(
    'stale',
    'callRequest.changedSinceShown',
    'The request was changed since you saw it; look at it again.',
    {
      params: { revision },
    },
  );
}
