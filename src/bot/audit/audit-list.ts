import { z } from 'zod';
import { listAudit } from '#domain/audit/list-audit.ts';
import type { AuditView } from '#domain/audit/list-audit.ts';
import { actorHas } from '#domain/permissions.ts';
import { defineButton } from '#bot/buttons.ts';
import type { Keyboard } from '#bot/buttons.ts';
import type { MemberContext, Reader } from '#bot/context.ts';
import { showTime } from '#bot/dates.ts';
import { html, lines, shorten } from '#bot/formatting.ts';
import type { Html } from '#bot/formatting.ts';
import { readListPlace, saveListPlace, turnedPage } from '#bot/lists/list-place.ts';
import { withWayBack } from '#bot/menu/way-back.ts';
import { membersOnly } from '#bot/middleware/members-only.ts';
import { say, sendScreen, showScreen } from '#bot/screen.ts';
import type { Screen } from '#bot/screen.ts';
import { findSubject } from '#bot/audit/find-subject.ts';

const list = 'audit';
const pageSize = 8;

/** `/audit` in reply to a card: who changed its record and when; without a card, of everything. */
export async function audit(ctx: MemberContext): Promise<void> {
  const repliedTo = ctx.message?.reply_to_message;
  const subjectId = repliedTo ? await findSubject(ctx, repliedTo) : null;
  if (repliedTo && subjectId === null) return say(ctx, ctx.texts.audit.noCard);
  await saveListPlace(ctx, list, { filter: subjectId === null ? {} : { subjectId }, cursors: [] });
  await showScreen(ctx, await drawPage(ctx, 0));
}

/** One page of the log, of the record that was asked for last. */
async function drawPage(ctx: MemberContext, page: number): Promise<Screen> {
  const place = await readListPlace(ctx, list);
  const subjectId = place.filter['subjectId'];
  const cursor = page > 0 ? place.cursors[page - 1] : undefined;
  const { items, nextCursor } = await listAudit(ctx.operation, {
    limit: pageSize,
    ...(subjectId === undefined ? {} : { subjectId }),
    ...(cursor === undefined ? {} : { cursor }),
  });
  await saveListPlace(ctx, list, turnedPage(place, cursor === undefined ? 0 : page, nextCursor));
  const { audit: texts, actions } = ctx.texts;
  const keyboard = ctx.keyboard();
  if (page > 0 && cursor !== undefined) keyboard.button(actions.previous, pageButton, { page: page - 1 });
  if (nextCursor !== null) keyboard.button(actions.next, pageButton, { page: page + 1 });
  const title = subjectId === undefined ? texts.titleAll : texts.title;
  const text = lines(title, '', ...(items.length > 0 ? items.map((entry) => lineOf(entry, ctx)) : [texts.empty]));
  return withWayBack({ text, keyboard: keyboard.markup() }, ctx);
}

function lineOf(entry: AuditView, reader: Reader): Html {
  const { audit: texts } = reader.texts;
  const who = entry.actor.name ?? texts.actors[entry.actor.kind] ?? entry.actor.kind;
  const what = texts.actions[entry.action] ?? entry.action;
  const fields = fieldsOf(entry.data);
  return html`<i>${showTime(entry.at, reader)}</i> <b>${shorten(who, 40)}</b>: ${what}${fields ? html` <code>${shorten(fields, 120)}</code>` : ''}`;
}

/** The names of what was changed, when the entry says so; values are not shown, because not everybody may see them. */
function fieldsOf(data: unknown): string {
  const parsed = z.looseObject({ fields: z.array(z.string()).optional(), key: z.string().optional() }).safeParse(data);
  if (!parsed.success) return '';
  return [parsed.data.key, ...(parsed.data.fields ?? [])].filter((part) => part !== undefined).join(', ');
}

const pageButton = defineButton(
  'audit.page',
  z.strictObject({ page: z.int().min(0).max(200) }),
  membersOnly(async (ctx, { page }) => showScreen(ctx, await drawPage(ctx, page))),
);

/** "History of changes" on a card: the log comes below, the card stays. */
export const auditButton = defineButton(
  'audit.show',
  z.strictObject({ subjectId: z.uuid() }),
  membersOnly(async (ctx, { subjectId }) => {
    await saveListPlace(ctx, list, { filter: { subjectId }, cursors: [] });
    await sendScreen(ctx, await drawPage(ctx, 0));
  }),
);

/** Adds "History of changes" for those who may see it. */
export function addAuditRow(ctx: MemberContext, keyboard: Keyboard, subjectId: string): void {
  if (actorHas(ctx.operation.actor, 'audit.read'))
    keyboard.row().button(ctx.texts.audit.button, auditButton, { subjectId }).row();
}

export const auditButtons = [pageButton, auditButton];
