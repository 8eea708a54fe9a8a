import { extname } from 'node:path';
import type { UploadedFile } from './call.ts';
import type { FileRecord, MediaKind } from './records.ts';
import type { World } from './world.ts';

const folders: Record<MediaKind, string> = {
  photo: 'photos',
  audio: 'music',
  voice: 'voice',
  document: 'documents',
  video: 'videos',
  animation: 'animations',
  video_note: 'video_notes',
  sticker: 'stickers',
};

const defaults: Record<MediaKind, { mimeType: string; extension: string }> = {
  photo: { mimeType: 'image/jpeg', extension: '.jpg' },
  audio: { mimeType: 'audio/mpeg', extension: '.mp3' },
  voice: { mimeType: 'audio/ogg', extension: '.oga' },
  document: { mimeType: 'application/octet-stream', extension: '' },
  video: { mimeType: 'video/mp4', extension: '.mp4' },
  animation: { mimeType: 'video/mp4', extension: '.mp4' },
  video_note: { mimeType: 'video/mp4', extension: '.mp4' },
  sticker: { mimeType: 'image/webp', extension: '.webp' },
};

/** Keeps the bytes and gives them a path like Telegram's `voice/file_3.oga`. */
export function storeFile(world: World, kind: MediaKind, upload: UploadedFile): FileRecord {
  return world.act(() => {
    const number = world.next('file');
    const extension = extname(upload.fileName) || defaults[kind].extension;
    const isGeneric = upload.mimeType === '' || upload.mimeType === 'application/octet-stream';
    const file: FileRecord = {
      contentId: `f${number}`,
      kind,
      path: `${folders[kind]}/file_${number}${extension}`,
      sizeBytes: upload.bytes.length,
      mimeType: isGeneric ? defaults[kind].mimeType : upload.mimeType,
      fileName: upload.fileName || `file_${number}${extension}`,
    };
    world.writeFile(file.contentId, upload.bytes);
    world.files.put(file.contentId, file);
    return file;
  });
}
