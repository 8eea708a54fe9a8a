import { formatPhone } from '#platform/phone-number.ts';
import type { CallPermission } from '#domain/call-permission/call-permission.ts';
import type { CallRequestView } from '#domain/call-requests/call-request-view.ts';
import type { Reader } from '#bot/context.ts';
import { showMoment, showTime, showWindow } from '#bot/dates.ts';
import { field } from '#bot/fields.ts';
import { html, lines, quote } from '#bot/formatting.ts';
import type { Html } from '#bot/formatting.ts';

/** What is asked for, line by line: the same in every card that shows a request. */
export function requestLines(request: CallRequestView, reader: Reader): Html {
  const { callRequests: texts } = reader.texts;
  return lines(
    html`${texts.lead}: <b>${request.lead.name}</b>`,
    field(texts.phone, formatPhone(request.phone)),
    field(texts.goal, request.goal),
    field(texts.agent, `${request.agent.name}, ${texts.scriptVersion(request.script.version)}`),
    field(texts.window, showWindow(request.windowStart, request.windowEnd, reader)),
    field(texts.cost, texts.money(request.costCapCents)),
    field(texts.requester, request.requester.name),
  );
}

/** What the agent will say first, folded when long. */
export function scriptLines(request: CallRequestView, reader: Reader): Html {
  const { script } = request;
  return lines(
    '',
    html`${reader.texts.callRequests.script}:`,
    quote([script.disclosure, script.text].filter(Boolean).join('\n\n')),
  );
}

/** Whether the person may be called, and if not, why and from when. */
export function permissionLine(permission: CallPermission, reader: Reader): Html {
  const { callRequests: texts } = reader.texts;
  if (permission.allowed) return html`${texts.allowed}`;
  const refusals = permission.reasons
    .filter((reason) => !reason.allowed)
    .map((reason) => texts.rules[reason.rule](reason.params));
  return lines(
    texts.notAllowed(refusals),
    permission.nextAllowedAt ? texts.allowedFrom(showMoment(permission.nextAllowedAt, reader)) : null,
  );
}

/** What became of the request, and who decided. */
export function statusLine(request: CallRequestView, reader: Reader): Html {
  const { callRequests: texts } = reader.texts;
  const { approval } = request;
  const decided = approval
    ? ` · ${texts.decidedBy(approval.decidedBy.name, showTime(approval.decidedAt, reader))}`
    : '';
  return lines(
    html`<b>${texts.statuses[request.status]}</b>${decided}`,
    approval?.reason ? field(texts.reason, approval.reason) : null,
  );
}
