import { formatPhone, parsePhone } from '#platform/phone-number.ts';
import { listAgents } from '#domain/agents/list-agents.ts';
import { mayWeCall } from '#domain/call-permission/may-we-call.ts';
import type { CallRequestView } from '#domain/call-requests/call-request-view.ts';
import { findWrittenPhones } from '#domain/conversations/find-written-phones.ts';
import { editCallRequest } from '#domain/call-requests/edit-call-request.ts';
import { requestCall } from '#domain/call-requests/request-call.ts';
import { getLead } from '#domain/leads/get-lead.ts';
import { getOrganization } from '#domain/organizations/get-organization.ts';
import type { MemberContext } from '#bot/context.ts';
import { showWindow } from '#bot/dates.ts';
import { field } from '#bot/fields.ts';
import { html, lines, shorten } from '#bot/formatting.ts';
import type { FormValues } from '#bot/forms/form-drafts.ts';
import type { Form, FormStep } from '#bot/forms/form.ts';
import { runForm } from '#bot/forms/run-form.ts';
import { wasDoneByUpdate } from '#bot/forms/done-by-update.ts';
import { parseWindow, windowChoices, windowOfChoice } from '#bot/call-requests/parse-window.ts';
import { permissionLine } from '#bot/call-requests/request-summary.ts';

const costChoicesCents = [50, 100, 200, 500];

/** The form's values for changing a request that waits. */
export function editValues(request: CallRequestView): FormValues {
  return {
    leadId: request.lead.id,
    callRequestId: request.id,
    revision: String(request.revision),
    goal: request.goal,
    agentId: request.agent.id,
    phoneNumber: request.phone,
    window: `${request.windowStart.toISOString()}/${request.windowEnd.toISOString()}`,
    costCapCents: String(request.costCapCents),
  };
}

const steps: FormStep[] = [
  {
    key: 'goal',
    async ask(ctx, values) {
      const lead = await getLead(ctx.operation, { leadId: values['leadId'] ?? '' });
      const { askGoal, goals } = ctx.texts.callRequests;
      return {
        text: lines(askGoal(lead.name), html`<i>${ctx.texts.actions.chooseOrType}</i>`),
        options: goals.map((goal) => ({ label: goal, value: goal })),
        typed: true,
      };
    },
    async read(ctx, text) {
      if (text.length > 1000) return { problem: ctx.texts.leads.tooLong(1000) };
      // A number typed for a later question, while this one was shown anew, is no goal.
      return /\p{L}/u.test(text) ? { value: text } : { problem: ctx.texts.callRequests.goalNeedsWords };
    },
  },
  {
    key: 'agentId',
    async ask(ctx, values) {
      const agents = await listAgents(ctx.operation);
      if (agents.length <= 1 && !values['agentId']) return { value: agents[0]?.id ?? '' };
      const { contact } = await getLead(ctx.operation, { leadId: values['leadId'] ?? '' });
      // Who speaks the person's language comes first.
      const fits = (agent: { language: string }) => agent.language === contact.language;
      const { languageNames } = ctx.texts.start;
      return {
        text: ctx.texts.callRequests.askAgent,
        options: [...agents.filter(fits), ...agents.filter((agent) => !fits(agent))].map((agent) => ({
          label: `${shorten(agent.name, 40)} · ${languageNames[agent.language]}`,
          value: agent.id,
        })),
        typed: false,
      };
    },
  },
  {
    key: 'phoneNumber',
    async ask(ctx, values) {
      const { contact } = await getLead(ctx.operation, { leadId: values['leadId'] ?? '' });
      if (contact.phones.length === 1 && !values['phoneNumber']) return { value: contact.phones[0] ?? '' };
      // What the client wrote of themselves is offered, because it needs no typing.
      const written = await findWrittenPhones(ctx.operation, { contactId: contact.id });
      const phones = [...new Set([...contact.phones, ...written])];
      const { askPhone, phoneExample } = ctx.texts.callRequests;
      return {
        text: lines(askPhone, phones.length > 0 ? html`<i>${ctx.texts.actions.chooseOrType}</i>` : phoneExample),
        options: phones.map((phone) => ({ label: formatPhone(phone), value: phone })),
        typed: true,
      };
    },
    async read(ctx, text) {
      const parsed = parsePhone(text, (await getOrganization(ctx.asSystem)).defaultCountry);
      return parsed ? { value: parsed.e164 } : { problem: html`${ctx.texts.errors.reasons['phone.invalid']({})}` };
    },
  },
  {
    key: 'window',
    async ask(ctx) {
      const { askWindow, windowChoices: labels } = ctx.texts.callRequests;
      const now = ctx.operation.clock.now();
      const options = windowChoices.map((choice) => {
        const window = windowOfChoice(choice, now, ctx.timeZone);
        return {
          label: labels[choice],
          value: window ? `${window.start.toISOString()}/${window.end.toISOString()}` : '',
        };
      });
      return { text: askWindow, options, typed: true };
    },
    async read(ctx, text) {
      const window = parseWindow(text, ctx.operation.clock.now(), ctx.timeZone);
      return window
        ? { value: `${window.start.toISOString()}/${window.end.toISOString()}` }
        : { problem: html`${ctx.texts.callRequests.windowNotUnderstood}` };
    },
  },
  {
    key: 'costCapCents',
    async ask(ctx, values) {
      // The organization's own limit is what most calls use: it is only asked for when somebody edits it.
      if (!('costCapCents' in values)) return { value: '' };
      const { askCost, money, costDefault } = ctx.texts.callRequests;
      const options = costChoicesCents.map((cents) => ({ label: money(cents), value: String(cents) }));
      return { text: askCost, options: [...options, { label: costDefault, value: '' }], typed: true };
    },
    async read(ctx, text) {
      const amount = Number(text.replace(',', '.').replace(/[$\s]/g, ''));
      return amount > 0 && amount < 10_000
        ? { value: String(Math.round(amount * 100)) }
        : { problem: html`${ctx.texts.callRequests.costNotUnderstood}` };
    },
  },
];

function windowOf(values: FormValues): { windowStart: Date; windowEnd: Date } | null {
  const [start, end] = (values['window'] ?? '').split('/');
  return start && end ? { windowStart: new Date(start), windowEnd: new Date(end) } : null;
}

function termsOf(values: FormValues) {
  const { goal = '', agentId, phoneNumber, costCapCents } = values;
  return {
    goal,
    ...(agentId ? { agentId } : {}),
    ...(phoneNumber ? { phoneNumber } : {}),
    ...windowOf(values),
    ...(costCapCents ? { costCapCents: Number(costCapCents) } : {}),
  };
}

export const newCallRequestForm: Form = {
  id: 'newCallRequest',
  steps,
  async review(ctx, values) {
    const { callRequests: texts } = ctx.texts;
    const lead = await getLead(ctx.operation, { leadId: values['leadId'] ?? '' });
    const agents = await listAgents(ctx.operation);
    const window = windowOf(values);
    const permission = await permissionOf(ctx, lead.contact.id, values, window?.windowStart);
    return {
      text: lines(
        values['callRequestId'] ? texts.reviewEditTitle : texts.reviewTitle,
        '',
        html`${texts.lead}: <b>${lead.name}</b>`,
        field(texts.phone, values['phoneNumber'] ? formatPhone(values['phoneNumber']) : null),
        field(texts.goal, values['goal']),
        field(texts.agent, agents.find((agent) => agent.id === values['agentId'])?.name),
        field(texts.window, window ? showWindow(window.windowStart, window.windowEnd, ctx) : texts.windowSoon),
        field(texts.cost, values['costCapCents'] ? texts.money(Number(values['costCapCents'])) : texts.costDefault),
        '',
        permissionLine(permission, ctx),
      ),
      confirm: values['callRequestId'] ? texts.save : texts.send,
      edits: [
        { label: texts.fields.goal, step: 'goal' },
        { label: texts.fields.window, step: 'window' },
        { label: texts.fields.phone, step: 'phoneNumber' },
        { label: texts.fields.agent, step: 'agentId' },
        { label: texts.fields.cost, step: 'costCapCents' },
      ],
    };
  },
  async finish(ctx, values) {
    const { callRequestId, revision } = values;
    const { callRequests: texts } = ctx.texts;
    if (callRequestId) {
      await editCallRequest(ctx.operation, { ...termsOf(values), callRequestId, version: Number(revision) });
      return { text: html`${texts.saved}` };
    }
    const input = { ...termsOf(values), leadId: values['leadId'] ?? '' };
    if (!(await wasDoneByUpdate(ctx, 'callRequest.created'))) await requestCall(ctx.operation, input);
    return { text: html`${texts.sent}` };
  },
};

async function permissionOf(ctx: MemberContext, contactId: string, values: FormValues, from: Date | undefined) {
  const { agentId, phoneNumber, callRequestId } = values;
  const now = ctx.operation.clock.now();
  return mayWeCall(ctx.operation, {
    contactId,
    ...(phoneNumber ? { phone: phoneNumber } : {}),
    ...(agentId ? { agentId } : {}),
    ...(callRequestId ? { requestId: callRequestId } : {}),
    ...(from && from > now ? { at: from } : {}),
  });
}

export const newCallRequestConversation = runForm(newCallRequestForm);
export const newCallRequestSource = import.meta.url;
