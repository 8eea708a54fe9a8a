/** A mail as the mailbox page shows it. */
export interface ReadMail {
  subject: string;
  from: string;
  to: string;
  date: string;
  messageId: string;
  text: string;
  files: string[];
}

interface Part {
  headers: Map<string, string>;
  body: string;
}

/** Reads what a mail client would show: headers, the plain text and the names of files. `raw` is the mail as latin1. */
export function readMail(raw: string): ReadMail {
  const top = partOf(raw);
  const leaves = leavesOf(top);
  const plain = leaves.find((leaf) => typeOf(leaf).startsWith('text/plain') && nameOf(leaf) === null) ?? leaves[0];
  return {
    subject: decodeWords(top.headers.get('subject') ?? ''),
    from: decodeWords(top.headers.get('from') ?? ''),
    to: decodeWords([top.headers.get('to'), top.headers.get('cc')].filter(Boolean).join(', ')),
    date: top.headers.get('date') ?? '',
    messageId: top.headers.get('message-id') ?? '',
    text: plain ? textOf(plain) : '',
    files: leaves.flatMap((leaf) => nameOf(leaf) ?? []),
  };
}

function partOf(raw: string): Part {
  const end = raw.search(/\r?\n\r?\n/);
  const head = end < 0 ? raw : raw.slice(0, end);
  const headers = new Map<string, string>();
  for (const line of head.replaceAll(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)) {
    const colon = line.indexOf(':');
    if (colon > 0) headers.set(line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim());
  }
  return { headers, body: end < 0 ? '' : raw.slice(end).replace(/^(\r?\n){2}/, '') };
}

function leavesOf(part: Part, depth = 0): Part[] {
  const boundary = /boundary="?([^";]+)"?/i.exec(part.headers.get('content-type') ?? '')?.[1];
  if (boundary === undefined || depth > 5) return [part];
  return part.body
    .split(`--${boundary}`)
    .slice(1, -1)
    .flatMap((piece) => leavesOf(partOf(piece.replace(/^\r?\n/, '').replace(/\r?\n$/, '')), depth + 1));
}

function typeOf(part: Part): string {
  return (part.headers.get('content-type') ?? 'text/plain').toLowerCase();
}

function nameOf(part: Part): string | null {
  const header = `${part.headers.get('content-disposition') ?? ''};${part.headers.get('content-type') ?? ''}`;
  // A long name comes in numbered pieces, all of them in percent-encoding.
  const encoded = [...header.matchAll(/filename\*(?:\d+\*?)?=([^;\s]+)/gi)].map(([, piece = '']) => piece).join('');
  if (encoded !== '') return decodeURIComponent(encoded.replace(/^utf-8''/i, ''));
  const plain = /filename="?([^";]+)"?/i.exec(header)?.[1];
  return plain === undefined ? null : decodeWords(plain);
}

function textOf({ headers, body }: Part): string {
  const encoding = (headers.get('content-transfer-encoding') ?? '').toLowerCase();
  const bytes =
    encoding === 'base64'
      ? Buffer.from(body, 'base64')
      : Buffer.from(encoding === 'quoted-printable' ? unquoted(body) : body, 'latin1');
  return bytes.toString('utf8').trimEnd();
}

function unquoted(text: string): string {
  return text
    .replaceAll(/=\r?\n/g, '')
    .replaceAll(/=([0-9A-F]{2})/gi, (_match, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/** `=?UTF-8?B?…?=` and `=?UTF-8?Q?…?=` as text. */
function decodeWords(text: string): string {
  return text
    .replaceAll(/\?=\s+=\?/g, '?==?')
    .replaceAll(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_match, kind: string, word: string) =>
      kind.toLowerCase() === 'b'
        ? Buffer.from(word, 'base64').toString('utf8')
        : Buffer.from(unquoted(word.replaceAll('_', ' ')), 'latin1').toString('utf8'),
    );
}
