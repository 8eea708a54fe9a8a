import { getCompany } from '#domain/companies/get-company.ts';
import { listCompanyContacts } from '#domain/companies/list-company-contacts.ts';
import { listDeals } from '#domain/deals/list-deals.ts';
import { addAuditRow } from '#bot/audit/audit-list.ts';
import type { MemberContext } from '#bot/context.ts';
import { field } from '#bot/fields.ts';
import { html, lines, quote, shorten } from '#bot/formatting.ts';
import type { Screen } from '#bot/screen.ts';
import { recordButton } from '#bot/search/record-button.ts';

const shown = 5;

/** A company with its people and deals, each a tap away. */
export async function drawCompany(ctx: MemberContext, companyId: string): Promise<Screen> {
  const { operation, texts } = ctx;
  const [company, contacts, deals] = await Promise.all([
    getCompany(operation, { companyId }),
    listCompanyContacts(operation, { companyId, limit: shown }),
    listDeals(operation, { companyId, limit: shown }),
  ]);
  const { search } = texts;
  const buttons = ctx.keyboard();
  for (const contact of contacts.items) recordButton(buttons, `🙋 ${contact.name}`, 'contact', contact.id);
  for (const deal of deals.items) recordButton(buttons, `💰 ${deal.name} · ${deal.stage.name}`, 'deal', deal.id);
  addAuditRow(ctx, buttons, companyId);
  return {
    text: lines(
      html`${search.icons.company} <b>${shorten(company.name, 120)}</b>`,
      field(search.website, company.website ?? company.domain),
      field(texts.leads.phone, company.phone),
      field(texts.leads.email, company.email),
      field(search.taxId, company.taxId),
      field(search.industry, company.industry),
      field(search.address, company.address),
      field(texts.leads.owner, company.owner?.name ?? texts.actions.nobody),
      company.note ? quote(company.note) : null,
      contacts.items.length + deals.items.length === 0 ? search.nothingAbout : null,
    ),
    keyboard: buttons.markup(),
  };
}
