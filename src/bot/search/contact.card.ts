import { listCalls } from '#domain/calls/list-calls.ts';
import { getContact } from '#domain/contacts/get-contact.ts';
import { listDeals } from '#domain/deals/list-deals.ts';
import { listLeads } from '#domain/leads/list-leads.ts';
import { actorHas } from '#domain/permissions.ts';
import { showTime } from '#bot/dates.ts';
import { addAuditRow } from '#bot/audit/audit-list.ts';
import type { MemberContext } from '#bot/context.ts';
import { field } from '#bot/fields.ts';
import { html, lines, quote, shorten } from '#bot/formatting.ts';
import type { Screen } from '#bot/screen.ts';
import { recordButton } from '#bot/search/record-button.ts';

const shown = 4;

/** A person with what there is about them: leads, deals and calls, each a tap away. */
export async function drawContact(ctx: MemberContext, contactId: string): Promise<Screen> {
  const { operation, texts } = ctx;
  const [contact, leads, deals, calls] = await Promise.all([
    getContact(operation, { contactId }),
    listLeads(operation, { contactId, limit: shown }),
    listDeals(operation, { contactId, limit: shown }),
    actorHas(operation.actor, 'calls.read') ? listCalls(operation, { contactId, limit: shown }) : { items: [] },
  ]);
  const { search } = texts;
  const buttons = ctx.keyboard();
  for (const lead of leads.items) recordButton(buttons, `👤 ${lead.name} · ${lead.stage.name}`, 'lead', lead.id);
  for (const deal of deals.items) recordButton(buttons, `💰 ${deal.name} · ${deal.stage.name}`, 'deal', deal.id);
  for (const call of calls.items)
    recordButton(
      buttons,
      `📞 ${showTime(call.startedAt ?? call.createdAt, ctx)} · ${texts.calls.statuses[call.status]}`,
      'call',
      call.id,
    );
  if (contact.company) recordButton(buttons, `🏢 ${contact.company.name}`, 'company', contact.company.id);
  addAuditRow(ctx, buttons, contactId);
  return {
    text: lines(
      html`${search.icons.contact} <b>${shorten(contact.name, 120)}</b>`,
      field(search.position, contact.position),
      field(texts.leads.company, contact.company?.name ?? contact.companyName),
      field(texts.leads.phone, contact.phones.map(({ display }) => display).join(', ')),
      field(texts.leads.email, contact.emails.join(', ')),
      field(texts.leads.telegram, contact.telegramUsername ? `@${contact.telegramUsername}` : null),
      field(texts.leads.owner, contact.owner?.name ?? texts.actions.nobody),
      contact.doNotCall && texts.leads.doNotCall,
      contact.unreachable && texts.leads.unreachable,
      contact.note ? quote(contact.note) : null,
      leads.items.length + deals.items.length + calls.items.length === 0 ? search.nothingAbout : null,
    ),
    keyboard: buttons.markup(),
  };
}
