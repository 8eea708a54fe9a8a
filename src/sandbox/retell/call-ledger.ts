import { appendFileSync, existsSync, mkdirSync, readFileSync, truncateSync } from 'node:fs';
import { dirname } from 'node:path';
import type { CallRecord, LedgerEntry } from './call-record.ts';

export type CallLedger = {
  /** Writes the entry to the journal first, then changes the record. */
  append: (entry: LedgerEntry) => CallRecord;
  get: (callId: string) => CallRecord | undefined;
  all: () => CallRecord[];
  clear: () => void;
};

/** Keeps every call; with a file, entries are appended before they count, so a killed process loses none of them. */
export function createCallLedger(dataFile?: string): CallLedger {
  const records = new Map<string, CallRecord>();
  if (dataFile) {
    mkdirSync(dirname(dataFile), { recursive: true });
    for (const entry of readJournal(dataFile)) applyEntry(records, entry);
  }
  return {
    append(entry) {
      if (dataFile) appendFileSync(dataFile, `${JSON.stringify(entry)}\n`);
      return applyEntry(records, entry);
    },
    get: (callId) => records.get(callId),
    all: () => [...records.values()],
    clear() {
      records.clear();
      if (dataFile && existsSync(dataFile)) truncateSync(dataFile);
    },
  };
}

function readJournal(dataFile: string): LedgerEntry[] {
  if (!existsSync(dataFile)) return [];
  const text = readFileSync(dataFile, 'utf8');
  const completeLength = text.lastIndexOf('\n') + 1;
  // A kill in the middle of a write leaves half a line; cutting it keeps the next entry on a line of its own.
  if (completeLength < text.length) truncateSync(dataFile, Buffer.byteLength(text.slice(0, completeLength)));
  return text
    .slice(0, completeLength)
    .split('\n')
    .filter((line) => line !== '')
    .map(parseOwnLine);
}

/** The journal is written by this file only, so its lines have the shape they were written with. */
function parseOwnLine(line: string): LedgerEntry {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
  return JSON.parse(line) as LedgerEntry;
}

function applyEntry(records: Map<string, CallRecord>, entry: LedgerEntry): CallRecord {
  if (entry.type === 'created') {
    const created: CallRecord = { ...entry.order, isLive: false, turns: [], isAnalyzed: false, settledEvents: [] };
    records.set(created.callId, created);
    return created;
  }
  const record = records.get(entry.callId);
  if (!record) throw new Error(`The journal names call ${entry.callId} before creating it.`);
  switch (entry.type) {
    case 'ringing':
      record.ringingSinceMs = entry.atMs;
      record.isLive = entry.isLive;
      break;
    case 'answered':
      record.startedAtMs = entry.atMs;
      break;
    case 'turn':
      record.turns.push(entry.turn);
      break;
    case 'ended':
      record.ending = entry.ending;
      break;
    case 'analyzed':
      record.isAnalyzed = true;
      if (entry.analysis) record.analysis = entry.analysis;
      break;
    case 'webhook_settled':
      record.settledEvents.push(entry.event);
      break;
  }
  return record;
}
