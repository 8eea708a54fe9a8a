import { z } from 'zod';
import { getCall } from '#domain/calls/get-call.ts';
import { defineButton } from '#bot/buttons.ts';
import type { MemberContext } from '#bot/context.ts';
import { showOffset } from '#bot/dates.ts';
import { html, lines } from '#bot/formatting.ts';
import { membersOnly } from '#bot/middleware/members-only.ts';
import { say, sendScreen, showScreen } from '#bot/screen.ts';

const pageChars = 2800;

/** Splits segments into pages that fit a message, never inside a segment. */
export function pagesOf<Segment extends { text: string }>(
  segments: readonly Segment[],
  maxChars = pageChars,
): Segment[][] {
  const pages: Segment[][] = [];
  let room = 0;
  for (const segment of segments) {
    const size = segment.text.length + 20;
    const page = pages.at(-1);
    if (!page || size > room) {
      pages.push([segment]);
      room = maxChars - size;
    } else {
      page.push(segment);
      room -= size;
    }
  }
  return pages;
}

const TranscriptInput = z.strictObject({ callId: z.uuid(), page: z.int().min(0) });

async function showTranscript(ctx: MemberContext, callId: string, page: number, inPlace: boolean): Promise<void> {
  const call = await getCall(ctx.operation, { callId });
  const { calls } = ctx.texts;
  const pages = pagesOf(call.transcript);
  const segments = pages[page];
  if (!segments) return say(ctx, calls.transcriptEmpty);
  const name = call.lead?.name ?? call.clientName ?? calls.someone;
  const rows = segments.map(
    (segment) =>
      html`<code>${showOffset(segment.startMs)}</code> <b>${calls.speakers[segment.speaker]}</b>: ${segment.text}`,
  );
  const keyboard = ctx.keyboard();
  if (page > 0) keyboard.button('‹', turnPageButton, { callId, page: page - 1 });
  if (page < pages.length - 1) keyboard.button('›', turnPageButton, { callId, page: page + 1 });
  const screen = {
    text: lines(calls.transcriptTitle(name, page + 1, pages.length), '', ...rows),
    keyboard: keyboard.markup(),
  };
  await (inPlace ? showScreen(ctx, screen) : sendScreen(ctx, screen));
}

/** The card stays; its transcript comes as a message of its own, whose pages turn in place. */
export const transcriptButton = defineButton(
  'calls.transcript',
  TranscriptInput,
  membersOnly((ctx, { callId, page }) => showTranscript(ctx, callId, page, false)),
);

const turnPageButton = defineButton(
  'calls.transcriptPage',
  TranscriptInput,
  membersOnly((ctx, { callId, page }) => showTranscript(ctx, callId, page, true)),
);

export const transcriptButtons = [transcriptButton, turnPageButton];
