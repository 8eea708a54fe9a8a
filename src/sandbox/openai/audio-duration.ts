const BITRATES_KBPS = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
const OPUS_RATE = 48_000;

/** Length of an upload in seconds: exact for WAV and Ogg Opus, from the first frame's bit rate for MP3, null for the rest. */
export function audioDurationSec(file: Uint8Array): number | null {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  if (startsWith(file, 'RIFF')) return wavDurationSec(view);
  if (startsWith(file, 'OggS')) return oggDurationSec(view);
  return mp3DurationSec(view);
}

function wavDurationSec(view: DataView): number | null {
  let bytesPerSec = 0;
  for (let offset = 12; offset + 8 <= view.byteLength;) {
    const tag = view.getUint32(offset);
    const size = view.getUint32(offset + 4, true);
    if (tag === 0x666d7420) bytesPerSec = view.getUint32(offset + 16, true);
    if (tag === 0x64617461) return bytesPerSec > 0 ? size / bytesPerSec : null;
    offset += 8 + size + (size % 2);
  }
  return null;
}

function oggDurationSec(view: DataView): number | null {
  for (let offset = view.byteLength - 14; offset >= 0; offset--) {
    if (view.getUint32(offset) === 0x4f676753) return Number(view.getBigInt64(offset + 6, true)) / OPUS_RATE;
  }
  return null;
}

function mp3DurationSec(view: DataView): number | null {
  const hasTag = view.byteLength > 10 && view.getUint16(0) === 0x4944 && view.getUint8(2) === 0x33;
  const tagSize = hasTag ? [6, 7, 8, 9].reduce((size, at) => size * 128 + view.getUint8(at), 10) : 0;
  if (tagSize + 4 > view.byteLength || (view.getUint16(tagSize) & 0xffe0) !== 0xffe0) return null;
  const kbps = BITRATES_KBPS[view.getUint8(tagSize + 2) >> 4] ?? 0;
  return kbps > 0 ? ((view.byteLength - tagSize) * 8) / (kbps * 1000) : null;
}

function startsWith(file: Uint8Array, tag: string): boolean {
  return Array.from(tag).every((letter, index) => file[index] === letter.charCodeAt(0));
}
