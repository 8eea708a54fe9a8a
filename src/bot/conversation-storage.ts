import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { ConversationData, VersionedState } from '@grammyjs/conversations';
import { z } from 'zod';
import type { ContextFactory } from '#domain/context.ts';
import type { BotContext } from '#bot/context.ts';

/** A version that changes with the text of any dialogue: a replay over other code would put answers into wrong fields. */
export function versionOfSources(moduleUrls: readonly string[]): string {
  const hash = createHash('sha256');
  for (const url of moduleUrls) hash.update(readFileSync(new URL(url)));
  return hash.digest('hex').slice(0, 16);
}

/** Where a person's dialogue in a chat is kept; a business chat is another chat than the private one of the same id. */
export function dialogueKey(ctx: BotContext): string {
  return [ctx.me.id, ctx.businessConnectionId ?? '', ctx.chatId ?? '', ctx.from?.id ?? ''].join(':');
}

const StoredState = z.object({
  version: z.tuple([z.literal(0), z.union([z.string(), z.number()])]),
  state: z.custom<ConversationData>((value) => value !== null && typeof value === 'object'),
});

/** Keeps dialogues in the database, so that any process can go on with them. */
export function createDialogueAdapter(make: ContextFactory, organizationId: string) {
  const sessions = () => make.runtime.tenantClient(organizationId).botSession;
  return {
    async read(key: string): Promise<VersionedState<ConversationData> | undefined> {
      const row = await sessions().findUnique({ where: { key } });
      const parsed = StoredState.safeParse(row?.value);
      return parsed.success ? parsed.data : undefined;
    },
    async write(key: string, state: VersionedState<ConversationData>): Promise<void> {
      // What cannot be JSON would be lost at the next step anyway; the plugin keeps only JSON.
      const value = JSON.parse(JSON.stringify(state));
      await sessions().upsert({ where: { key }, create: { key, value, organizationId }, update: { value } });
    },
    async delete(key: string): Promise<void> {
      await sessions().deleteMany({ where: { key } });
    },
  };
}
