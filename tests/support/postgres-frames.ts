/** One message of PostgreSQL's protocol with its header; the first of a client has no type. */
export interface Frame {
  type: string;
  bytes: Buffer;
}

const sslRequest = 80_877_103;

/** Cuts a stream into messages. `startsUntyped`: the client's side, whose first message is the startup packet. */
export function createFrameReader(startsUntyped: boolean): (chunk: Buffer) => Frame[] {
  let rest = Buffer.alloc(0);
  let isUntyped = startsUntyped;
  return (chunk) => {
    rest = rest.length === 0 ? Buffer.from(chunk) : Buffer.concat([rest, chunk]);
    const frames: Frame[] = [];
    for (;;) {
      const header = isUntyped ? 0 : 1;
      if (rest.length < header + 4) return frames;
      const length = header + rest.readUInt32BE(header);
      if (rest.length < length) return frames;
      const bytes = rest.subarray(0, length);
      frames.push({ type: isUntyped ? '' : String.fromCharCode(bytes[0] ?? 0), bytes });
      if (isUntyped) isUntyped = length === 8 && bytes.readUInt32BE(4) === sslRequest;
      rest = rest.subarray(length);
    }
  };
}

/** Remembers the text of prepared statements and which statement a portal stands for. */
export function readStatement(frame: Frame, statements: Map<string, string>, portals: Map<string, string>): void {
  if (frame.type === 'P') {
    const [name, afterName] = readText(frame.bytes, 5);
    statements.set(name, readText(frame.bytes, afterName)[0]);
  }
  if (frame.type === 'B') {
    const [portal, afterPortal] = readText(frame.bytes, 5);
    portals.set(portal, statements.get(readText(frame.bytes, afterPortal)[0]) ?? '');
  }
}

/** The SQL that this message runs, or null when it runs none. */
export function readExecuted(frame: Frame, portals: Map<string, string>): string | null {
  if (frame.type === 'Q') return readText(frame.bytes, 5)[0];
  if (frame.type === 'E') return portals.get(readText(frame.bytes, 5)[0]) ?? '';
  return null;
}

function readText(bytes: Buffer, from: number): [text: string, next: number] {
  const end = bytes.indexOf(0, from);
  return [bytes.toString('utf8', from, end), end + 1];
}
