import type { Api } from 'grammy';
import type { Message } from 'grammy/types';
import type { MessageMedia, SendableKind } from '#domain/conversations/message-media.ts';
import { sendableKinds } from '#domain/conversations/message-media.ts';

const mediaKinds = [
  'photo',
  'voice',
  'animation',
  'video',
  'audio',
  'document',
  'sticker',
  'location',
  'contact',
  'video_note',
] as const;

/** What a Telegram message carries beside its text; null when it is text alone. */
export function readMediaOf(message: Message): MessageMedia | null {
  const kind = mediaKinds.find((candidate) => candidate in message);
  if (!kind) return null;
  const photo = message.photo?.at(-1);
  const { voice, video, audio, document, sticker, video_note: note, animation } = message;
  const file = photo ?? voice ?? animation ?? video ?? audio ?? document ?? sticker ?? note;
  const named = animation ?? video ?? audio ?? document;
  const typed = named ?? voice;
  const timed = voice ?? animation ?? video ?? audio ?? note;
  return {
    kind,
    fileId: file?.file_id ?? '',
    ...(named?.file_name ? { fileName: named.file_name.slice(0, 300) } : {}),
    ...(typed?.mime_type ? { mimeType: typed.mime_type.slice(0, 100) } : {}),
    ...(file?.file_size === undefined ? {} : { sizeBytes: file.file_size }),
    ...(timed?.duration === undefined ? {} : { durationSec: timed.duration }),
    ...(message.media_group_id === undefined ? {} : { groupId: message.media_group_id }),
  };
}

/** The media when it is of a kind that can be sent to clients. */
export function asSendable(media: MessageMedia | null): (MessageMedia & { kind: SendableKind }) | null {
  const kind = sendableKinds.find((known) => known === media?.kind);
  return media && kind && media.fileId !== '' ? { ...media, kind } : null;
}

/** Sends a file that Telegram holds, with a caption where the kind has one. */
export function sendMedia(
  api: Api,
  chatId: number,
  { kind, fileId }: { kind: string; fileId: string },
  text: string,
): Promise<{ message_id: number }> {
  const caption = text === '' ? {} : { caption: text };
  switch (kind) {
    case 'photo':
      return api.sendPhoto(chatId, fileId, caption);
    case 'voice':
      return api.sendVoice(chatId, fileId, caption);
    case 'video':
      return api.sendVideo(chatId, fileId, caption);
    case 'audio':
      return api.sendAudio(chatId, fileId, caption);
    case 'animation':
      return api.sendAnimation(chatId, fileId, caption);
    case 'video_note':
      return api.sendVideoNote(chatId, fileId);
    default:
      return api.sendDocument(chatId, fileId, caption);
  }
}
