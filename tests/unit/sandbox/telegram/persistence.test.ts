import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Journal } from '#sandbox/telegram/journal.ts';
import { createTelegramSimClient } from '#sandbox/telegram/index.ts';

const serveFile = fileURLToPath(new URL('../../../../src/sandbox/telegram/serve.ts', import.meta.url));
let folder: string;
const children: ChildProcess[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'telegram-sandbox-'));
});

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

async function start(): Promise<{ root: string; kill(): Promise<void> }> {
  const child = spawn(
    process.execPath,
    [serveFile, '--port', '0', '--data', join(folder, 'state.jsonl'), '--bot', '42:abc,perezvon_bot'],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  children.push(child);
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  while (!output.includes('/chat')) await once(child.stdout, 'data');
  const root = /http:\/\/[\d.]+:\d+/.exec(output)?.[0] ?? '';
  return {
    root,
    kill: async () => {
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

test('After SIGKILL the people, chats, messages, files and undelivered updates are still there.', async () => {
  const first = await start();
  const before = createTelegramSimClient(first.root);
  const anna = await before.createUser({ firstName: 'Anna' });
  const chat = await before.openPrivateChat(anna, 'perezvon_bot', { startParam: 'a' });
  await before.sendVoice(anna, chat, { bytes: new Uint8Array([1, 2, 3]), durationSec: 2 });
  const historyBefore = await before.history(chat);
  const pendingBefore = await before.pendingUpdates('perezvon_bot');
  expect(pendingBefore).toHaveLength(2);
  await first.kill();
  const second = await start();
  const after = createTelegramSimClient(second.root);
  expect(await after.history(chat)).toEqual(historyBefore);
  expect(await after.pendingUpdates('perezvon_bot')).toEqual(pendingBefore);
  const file = await fetch(`${second.root}/sim/files/${historyBefore[1]?.media?.contentId}`);
  expect(new Uint8Array(await file.arrayBuffer())).toEqual(new Uint8Array([1, 2, 3]));
});

test('A line cut off by a kill is dropped whole; compaction keeps every record and deletion.', () => {
  const file = join(folder, 'journal.jsonl');
  const first = new Journal(file);
  const numbers = first.collection<number>('numbers');
  numbers.put('a', 1);
  numbers.put('b', 2);
  first.flush();
  numbers.delete('a');
  first.flush();
  appendFileSync(file, '[["numbers","b",3],["numb');
  const second = new Journal(file);
  expect([...second.collection<number>('numbers').values()]).toEqual([2]);
  second.collection<number>('numbers').put('c', 4);
  second.flush();
  second.compact();
  expect([...new Journal(file).collection<number>('numbers').values()]).toEqual([2, 4]);
});
