import { getDeal } from '#domain/deals/get-deal.ts';
import { addAuditRow } from '#bot/audit/audit-list.ts';
import type { MemberContext } from '#bot/context.ts';
import { field } from '#bot/fields.ts';
import { html, lines, quote, shorten } from '#bot/formatting.ts';
import type { Screen } from '#bot/screen.ts';
import { recordButton } from '#bot/search/record-button.ts';

const locales = { ru: 'ru-RU', en: 'en-GB' };

/** A deal with its sum and whom it is with. */
export async function drawDeal(ctx: MemberContext, dealId: string): Promise<Screen> {
  const { texts } = ctx;
  const deal = await getDeal(ctx.operation, { dealId });
  const { search } = texts;
  const money =
    deal.amountCents === null
      ? null
      : new Intl.NumberFormat(locales[ctx.language], { style: 'currency', currency: deal.currency }).format(
          deal.amountCents / 100,
        );
  const buttons = ctx.keyboard();
  if (deal.contact) recordButton(buttons, `🙋 ${deal.contact.name}`, 'contact', deal.contact.id);
  if (deal.company) recordButton(buttons, `🏢 ${deal.company.name}`, 'company', deal.company.id);
  if (deal.lead) recordButton(buttons, `👤 ${deal.lead.name}`, 'lead', deal.lead.id);
  addAuditRow(ctx, buttons, dealId);
  return {
    text: lines(
      html`${search.icons.deal} <b>${shorten(deal.name, 120)}</b>`,
      field(search.amount, money),
      deal.closedAt
        ? texts.leads.closed(deal.stage.kind, deal.closeReason)
        : field(texts.leads.stage, `${deal.stage.name} · ${deal.pipeline.name}`),
      field(search.expectedClose, deal.expectedCloseOn),
      field(texts.leads.owner, deal.owner?.name ?? texts.actions.nobody),
      deal.note ? quote(deal.note) : null,
    ),
    keyboard: buttons.markup(),
  };
}
