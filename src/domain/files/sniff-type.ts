/** Beginnings of files and what they are; null stands for any byte. */
const beginnings: readonly { bytes: readonly (number | null)[]; type: string }[] = [
  { bytes: [0x25, 0x50, 0x44, 0x46, 0x2d], type: 'application/pdf' },
  { bytes: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], type: 'image/png' },
  { bytes: [0xff, 0xd8, 0xff], type: 'image/jpeg' },
  { bytes: [0x47, 0x49, 0x46, 0x38], type: 'image/gif' },
  { bytes: [0x52, 0x49, 0x46, 0x46, null, null, null, null, 0x57, 0x45, 0x42, 0x50], type: 'image/webp' },
  { bytes: [0x52, 0x49, 0x46, 0x46, null, null, null, null, 0x57, 0x41, 0x56, 0x45], type: 'audio/wav' },
  { bytes: [0x4f, 0x67, 0x67, 0x53], type: 'audio/ogg' },
  { bytes: [0x49, 0x44, 0x33], type: 'audio/mpeg' },
  { bytes: [0xff, 0xfb], type: 'audio/mpeg' },
  { bytes: [null, null, null, null, 0x66, 0x74, 0x79, 0x70, 0x4d, 0x34, 0x41], type: 'audio/mp4' },
  { bytes: [null, null, null, null, 0x66, 0x74, 0x79, 0x70], type: 'video/mp4' },
  { bytes: [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1], type: 'application/x-ole-storage' },
  { bytes: [0x50, 0x4b, 0x03, 0x04], type: 'application/zip' },
  { bytes: [0x4d, 0x5a], type: 'application/x-msdownload' },
  { bytes: [0x7f, 0x45, 0x4c, 0x46], type: 'application/x-executable' },
];

const insideZip: Record<string, string> = {
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
};
const insideOle: Record<string, string> = {
  doc: 'application/msword',
  xls: 'application/vnd.ms-excel',
  ppt: 'application/vnd.ms-powerpoint',
};

/** What runs when it is opened. */
const programs = new Set(['application/x-msdownload', 'application/x-executable']);
const programNames = /\.(exe|com|scr|bat|cmd|msi|msp|cpl|jar|js|jse|vbs|vbe|wsf|wsh|hta|ps1|lnk|reg|pif|apk|app|dmg)$/i;

/**
 * The type of a file by its first bytes, whatever its sender says it is; the name only tells apart what looks the same
 * inside. Markup counts as plain text, so that no reader of ours ever runs it.
 */
export function sniffType(bytes: Uint8Array, name: string): string {
  const found = beginnings.find(({ bytes: wanted }) =>
    wanted.every((byte, place) => byte === null || bytes[place] === byte),
  )?.type;
  const extension = /\.([a-z0-9]{1,8})$/i.exec(name)?.[1]?.toLowerCase() ?? '';
  if (found === 'application/zip') return insideZip[extension] ?? found;
  if (found === 'application/x-ole-storage') return insideOle[extension] ?? 'application/octet-stream';
  if (found) return found;
  if (!isText(bytes)) return 'application/octet-stream';
  return extension === 'csv' ? 'text/csv' : 'text/plain';
}

/** Whether opening the file could run a program. */
export function isProgram(type: string, name: string): boolean {
  return programs.has(type) || programNames.test(name.trim().replace(/[. ]+$/, ''));
}

function isText(bytes: Uint8Array): boolean {
  const head = bytes.subarray(0, 4_096);
  if (head.includes(0)) return false;
  try {
    // A character may be cut in two at the end of the head.
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
    return true;
  } catch {
    return false;
  }
}
