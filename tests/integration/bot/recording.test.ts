import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLead } from '#domain/leads/create-lead.ts';
import { newId } from '#platform/ids.ts';
import { createBotWorld } from '#tests/support/bot-world.ts';
import type { BotWorld, Chatter } from '#tests/support/bot-world.ts';

const bytes = new Uint8Array(300_000).fill(7);
let world: BotWorld;
let manager: Chatter;

beforeAll(async () => {
  world = await createBotWorld({
    storage: {
      put: async () => undefined,
      putStream: async () => ({ sizeBytes: 0, sha256: '' }),
      open: async () => new Blob([bytes]).stream(),
      size: async () => bytes.length,
      delete: async () => undefined,
    },
  });
  manager = await world.join(world.manager);
});
afterAll(() => world.close());

describe('the result of a call', () => {
  it('gives its recording as audio and its transcript page by page', async () => {
    const { organizationId } = world;
    const lead = await createLead(world.as(world.manager), { name: 'Listened To' });
    const [fileId, callId] = [newId(), newId()];
    const { prisma } = world.database;
    await prisma.storedFile.create({
      data: {
        id: fileId,
        organizationId,
        storageKey: 'k',
        name: 'r',
        mimeType: 'audio/wav',
        sizeBytes: bytes.length,
        sha256: 'x',
      },
    });
    await prisma.call.create({
      data: {
        id: callId,
        organizationId,
        leadId: lead.id,
        managerId: world.manager.id,
        source: 'retell',
        direction: 'outgoing',
        status: 'ended',
        durationSec: 30,
        recordingFileId: fileId,
        recordingStatus: 'stored',
      },
    });
    await prisma.transcriptSegment.createMany({
      data: Array.from({ length: 60 }, (_, position) => ({
        organizationId,
        callId,
        position,
        startMs: position * 1000,
        endMs: position * 1000 + 900,
        speaker: 'A' as const,
        text: `Sentence number ${position}, which is long enough to fill pages of the chat.`,
      })),
    });
    const messenger = await world.bots.messengerFor(organizationId);
    const card = { id: newId(), kind: 'call' as const, subjectId: callId, userId: world.manager.id, threadId: null };
    await messenger.drawCard(world.system(), {
      ...card,
      chatId: BigInt(manager.user.id),
      messageId: null,
      contentHash: null,
    });
    await manager.press(manager.texts.calls.recording);
    const audio = (await manager.history()).findLast((message) => message.media !== null);
    expect(audio?.media).toMatchObject({ kind: 'audio', sizeBytes: bytes.length, durationSec: 30 });
    await manager.press(manager.texts.calls.transcript);
    await manager.sees('Sentence number 0,');
    await manager.press('›');
    await manager.sees('transcript 2/');
  });
});
