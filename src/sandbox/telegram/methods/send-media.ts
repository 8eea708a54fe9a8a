import { z } from 'zod';
import { badRequest } from '../api-error.ts';
import type { MethodCall, UploadedFile } from '../call.ts';
import { storeFile } from '../files.ts';
import { postMessage } from '../messages.ts';
import type { Entity, MediaKind, MediaRecord, MessageContent } from '../records.ts';
import { messageView, readFileId } from '../views.ts';
import { finishFormatted, parseFormatted } from '../entities/format-text.ts';
import { postContent } from './post-content.ts';
import type { MethodTable } from './method.ts';

const maxUploadBytes = 50 * 1024 * 1024;
const maxPhotoBytes = 10 * 1024 * 1024;

/** The media of that field: an upload (also by `attach://`), a `file_id`, or an http address that is fetched. */
export async function readMedia(
  call: MethodCall,
  kind: MediaKind,
  field: string,
  source?: string,
): Promise<MediaRecord> {
  const reference = source ?? call.optionalText(field) ?? '';
  const upload = call.uploads.get(reference.startsWith('attach://') ? reference.slice(9) : field);
  if (upload !== undefined && (reference === '' || reference.startsWith('attach://')))
    return storeUpload(call, kind, upload);
  if (reference === '') throw badRequest(`there is no ${kind.replaceAll('_', ' ')} in the request`);
  if (/^https?:\/\//.test(reference)) return storeUpload(call, kind, await fetchFile(reference));
  const known = readFileId(reference, call.bot.id);
  const mayBeResent = known.kind === kind || (kind === 'document' && known.kind === 'animation');
  if (!mayBeResent) throw badRequest(`type of file mismatch: can't use file of type ${known.kind} as ${kind}`);
  return { kind, contentId: known.contentId };
}

function storeUpload(call: MethodCall, kind: MediaKind, upload: UploadedFile): MediaRecord {
  if (upload.bytes.length === 0) throw badRequest('file must be non-empty');
  if (kind === 'photo' && upload.bytes.length > maxPhotoBytes) throw badRequest('file is too big');
  const file = storeFile(call.station.world, kind, upload);
  return { kind, contentId: file.contentId };
}

async function fetchFile(url: string): Promise<UploadedFile> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(10_000) });
    if (!response.ok) throw new Error(String(response.status));
    const bytes = new Uint8Array(await response.arrayBuffer());
    if (bytes.length > 20 * 1024 * 1024) throw new Error('too big');
    return {
      bytes,
      fileName: decodeURIComponent(new URL(url).pathname.split('/').at(-1) ?? 'file'),
      mimeType: response.headers.get('content-type')?.split(';')[0] ?? 'application/octet-stream',
    };
  } catch {
    throw badRequest('failed to get HTTP URL content');
  }
}

export function assertUploadSize(bytes: number): boolean {
  return bytes <= maxUploadBytes;
}

function details(call: MethodCall, media: MediaRecord): MediaRecord {
  return {
    ...media,
    width: call.optionalInteger('width') ?? media.width,
    height: call.optionalInteger('height') ?? media.height,
    durationSec: call.optionalInteger('duration') ?? media.durationSec,
    performer: call.optionalText('performer'),
    title: call.optionalText('title'),
    hasSpoiler: call.flag('has_spoiler') ? true : undefined,
  };
}

async function sendOne(call: MethodCall, kind: MediaKind): Promise<unknown> {
  const caption = call.parseText('caption');
  call.writableChat();
  const media = details(call, await readMedia(call, kind, kind));
  return call.station.world.act(() => {
    const message = postContent(call, () => captioned({ media }, call.finishCaption(caption)));
    return messageView(call.station.world, message, call.bot.id);
  });
}

export function captioned(content: MessageContent, caption: { text: string; entities: Entity[] }): MessageContent {
  return caption.text === '' ? content : { ...content, caption: caption.text, caption_entities: caption.entities };
}

const albumItemSchema = z.looseObject({
  type: z.enum(['photo', 'video', 'audio', 'document']),
  media: z.string(),
  caption: z.string().optional(),
  parse_mode: z.string().optional(),
  duration: z.number().optional(),
});

async function sendAlbum(call: MethodCall): Promise<unknown> {
  const items = call.parse('media', z.array(albumItemSchema)) ?? [];
  if (items.length < 2 || items.length > 10) throw badRequest('the album must have from 2 to 10 messages');
  const chat = call.writableChat();
  const contents: MessageContent[] = [];
  for (const item of items) {
    const caption = finishFormatted(parseFormatted(item.caption ?? '', item.parse_mode, undefined));
    const media = await readMedia(call, item.type, item.type, item.media);
    contents.push(captioned({ media: { ...media, durationSec: item.duration } }, caption));
  }
  const { world } = call.station;
  return world.act(() => {
    const mediaGroupId = world.newId();
    const replyToId = call.repliedId(chat);
    const from = chat.type === 'channel' ? ({ kind: 'chat', id: chat.id } as const) : call.self;
    return contents.map((content) =>
      messageView(world, postMessage(call.station, chat, { from, content, mediaGroupId, replyToId }), call.bot.id),
    );
  });
}

export const mediaMethods: MethodTable = {
  sendPhoto: (call) => sendOne(call, 'photo'),
  sendAudio: (call) => sendOne(call, 'audio'),
  sendVoice: (call) => sendOne(call, 'voice'),
  sendDocument: (call) => sendOne(call, 'document'),
  sendVideo: (call) => sendOne(call, 'video'),
  sendAnimation: (call) => sendOne(call, 'animation'),
  sendVideoNote: (call) => sendOne(call, 'video_note'),
  sendSticker: (call) => sendOne(call, 'sticker'),
  sendMediaGroup: sendAlbum,
};
