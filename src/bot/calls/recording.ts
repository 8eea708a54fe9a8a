import { InputFile } from 'grammy';
import { z } from 'zod';
import { getCall } from '#domain/calls/get-call.ts';
import { defineButton } from '#bot/buttons.ts';
import type { MemberContext } from '#bot/context.ts';
import { captionLimit, fitHtml } from '#bot/formatting.ts';
import { membersOnly } from '#bot/middleware/members-only.ts';
import { say } from '#bot/screen.ts';

/** The most a bot may upload. */
const maxBytes = 50 * 1024 * 1024;
const extensions: Record<string, string> = {
  'audio/mpeg': 'mp3',
  'audio/wav': 'wav',
  'audio/x-wav': 'wav',
  'audio/mp4': 'm4a',
  'audio/ogg': 'ogg',
};

async function sendRecording(ctx: MemberContext, callId: string): Promise<void> {
  const call = await getCall(ctx.operation, { callId });
  const { calls } = ctx.texts;
  const { db, ports } = ctx.operation;
  const file = call.recording ? await db.storedFile.findFirst({ where: { id: call.recording.fileId } }) : null;
  const bytes = file ? await ports.storage.size(file.storageKey) : null;
  if (!file || bytes === null) return say(ctx, calls.recordingAbsent);
  if (bytes > maxBytes) return say(ctx, calls.recordingTooBig);
  const stream = await ports.storage.open(file.storageKey);
  if (!stream) return say(ctx, calls.recordingAbsent);
  const name = call.lead?.name ?? call.clientName ?? calls.someone;
  await ctx.replyWithChatAction('upload_document');
  await ctx.replyWithAudio(new InputFile(stream, `call.${extensions[file.mimeType] ?? 'mp3'}`), {
    caption: fitHtml(calls.recordingCaption(name), captionLimit),
    parse_mode: 'HTML',
    title: name,
    protect_content: true,
    ...(call.durationSec ? { duration: call.durationSec } : {}),
  });
}

export const recordingButton = defineButton(
  'calls.recording',
  z.strictObject({ callId: z.uuid() }),
  membersOnly((ctx, { callId }) => sendRecording(ctx, callId)),
);

export const recordingButtons = [recordingButton];
