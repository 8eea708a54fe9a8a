import { listDrafts } from '#domain/drafts/list-drafts.ts';
import type { MemberContext } from '#bot/context.ts';
import { lines, shorten } from '#bot/formatting.ts';
import { withWayBack } from '#bot/menu/way-back.ts';
import { showScreen } from '#bot/screen.ts';
import { showDraftButton } from '#bot/drafts/draft.card.ts';

/** The newest drafts that wait for a decision. */
export async function showDrafts(ctx: MemberContext): Promise<void> {
  const { items } = await listDrafts(ctx.operation, { limit: 8, status: 'ready' });
  const { drafts } = ctx.texts;
  const keyboard = ctx.keyboard();
  for (const draft of items)
    keyboard
      .button(shorten(`${draft.clientName} · ${draft.text.replace(/\s+/g, ' ')}`, 48), showDraftButton, {
        draftId: draft.id,
      })
      .row();
  const text = items.length > 0 ? drafts.listTitle : lines(drafts.listTitle, '', drafts.listEmpty);
  await showScreen(ctx, withWayBack({ text, keyboard: keyboard.markup() }, ctx));
}
