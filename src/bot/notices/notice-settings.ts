import { z } from 'zod';
import { listMutes, unmute } from '#domain/notices/mutes.ts';
import { getNoticePreferences } from '#domain/notices/notice-preferences.ts';
import { setOwnPreferences } from '#domain/users/set-own-preferences.ts';
import { defineButton } from '#bot/buttons.ts';
import type { MemberContext } from '#bot/context.ts';
import { showTime } from '#bot/dates.ts';
import { lines } from '#bot/formatting.ts';
import { withWayBack } from '#bot/menu/way-back.ts';
import { membersOnly } from '#bot/middleware/members-only.ts';
import { showScreen } from '#bot/screen.ts';

const quietChoices = {
  off: [null, null],
  evening: [22 * 60, 8 * 60],
  night: [23 * 60, 7 * 60],
  long: [20 * 60, 9 * 60],
} as const;
const quietNames = ['off', 'evening', 'night', 'long'] as const;
const caps = [5, 20, 40, 100];
const shownMutes = 12;

const clock = (minute: number) =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

/** The member's own notices: quiet hours, how many a day, what is muted. */
export async function showNoticeSettings(ctx: MemberContext): Promise<void> {
  const { notices } = ctx.texts;
  const [wish, mutes] = await Promise.all([getNoticePreferences(ctx.operation), listMutes(ctx.operation)]);
  const { quietFromMinute: from, quietToMinute: to, noticesPerDay } = wish;
  const keyboard = ctx.keyboard();
  quietNames.forEach((choice, index) => {
    const mark = quietChoices[choice][0] === from && quietChoices[choice][1] === to ? '• ' : '';
    keyboard.button(`${mark}${notices.quietSet[choice]}`, quietButton, { choice });
    if (index % 2 === 1) keyboard.row();
  });
  caps.forEach((count, index) => {
    keyboard.button(`${count === noticesPerDay ? '• ' : ''}${notices.capSet(count)}`, capButton, { count });
    if (index % 2 === 1) keyboard.row();
  });
  keyboard.button(notices.mutes(mutes.length), mutesButton, {});
  const text = lines(
    notices.prefsTitle,
    '',
    from === null || to === null || from === to ? notices.quietOff : notices.quiet(clock(from), clock(to)),
    notices.cap(noticesPerDay),
    notices.rate(wish.interrupts, wish.acted),
  );
  await showScreen(ctx, withWayBack({ text, keyboard: keyboard.markup() }, ctx));
}

async function showMutes(ctx: MemberContext): Promise<void> {
  const { notices } = ctx.texts;
  const mutes = await listMutes(ctx.operation);
  const keyboard = ctx.keyboard();
  for (const mute of mutes.slice(0, shownMutes)) {
    const parts = [
      notices.kinds[mute.kind],
      mute.subjectId && notices.thisRecord,
      mute.until && notices.until(showTime(mute.until, ctx)),
    ];
    keyboard.button(parts.filter(Boolean).join(', '), unmuteButton, { muteId: mute.id }).row();
  }
  const text = lines(notices.mutesTitle, mutes.length === 0 && notices.mutesEmpty);
  const screen = { text, keyboard: keyboard.markup() };
  await showScreen(ctx, withWayBack(screen, ctx, { label: notices.back, place: 'notifications' }));
}

const quietButton = defineButton(
  'notices.quiet',
  z.strictObject({ choice: z.enum(quietNames) }),
  membersOnly(async (ctx, { choice }) => {
    const [quietFromMinute, quietToMinute] = quietChoices[choice];
    await setOwnPreferences(ctx.operation, { quietFromMinute, quietToMinute });
    await showNoticeSettings(ctx);
  }),
);

const capButton = defineButton(
  'notices.cap',
  z.strictObject({ count: z.int().min(0).max(1000) }),
  membersOnly(async (ctx, { count }) => {
    await setOwnPreferences(ctx.operation, { noticesPerDay: count });
    await showNoticeSettings(ctx);
  }),
);

const mutesButton = defineButton(
  'notices.mutes',
  z.strictObject({}),
  membersOnly((ctx) => showMutes(ctx)),
);

const unmuteButton = defineButton(
  'notices.unmute',
  z.strictObject({ muteId: z.uuid() }),
  membersOnly(async (ctx, { muteId }) => {
    await unmute(ctx.operation, { muteId });
    await showMutes(ctx);
  }),
);

export const noticeSettingsButtons = [quietButton, capButton, mutesButton, unmuteButton];
