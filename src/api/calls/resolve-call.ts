import { resolveNeedsPerson } from '#domain/calls/resolve-needs-person.ts';
import type { ResolveNeedsPersonInput } from '#domain/calls/resolve-needs-person.ts';
import { Call, toCallDetail } from '#api/calls/views.ts';
import { IdParams, answer, defineRoute } from '#api/route.ts';

const verbs = {
  dialAgain: { path: '/api/calls/{id}/dial-again', summary: 'Dial a call that certainly was not placed' },
  close: { path: '/api/calls/{id}/close', summary: 'Let a call rest that waits for a person' },
} as const satisfies Record<ResolveNeedsPersonInput['decision'], object>;

/** The route of one decision about a call of which nobody knows whether it was placed. */
function resolveCallRoute(decision: keyof typeof verbs) {
  const { path, summary } = verbs[decision];
  return defineRoute(
    {
      method: 'post',
      path,
      operationId: `${decision}Call`,
      tags: ['Calls'],
      summary,
      description:
        'Only for calls that wait for a person. The first decision counts; dialling asks every question again.',
      request: { params: IdParams },
      responses: { 200: answer(Call, 'The call as it is now.') },
    },
    async (c) => {
      const call = await resolveNeedsPerson(c.get('ctx'), { callId: c.req.valid('param').id, decision });
      return c.json(toCallDetail(call, c.get('deps')), 200);
    },
    { permission: 'calls.read', errors: ['not_found', 'conflict', 'forbidden'] },
  );
}

export const dialAgainRoute = resolveCallRoute('dialAgain');
export const closeCallRoute = resolveCallRoute('close');
