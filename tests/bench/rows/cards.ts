import { createLead } from '#domain/leads/create-lead.ts';
import { planEffects } from '#jobs/reactions.ts';
import { createTelegramSimClient } from '#sandbox/telegram/index.ts';
import { freePort, until } from '#tests/support/child-process.ts';
import { times } from '../finding.ts';
import type { BenchRow } from '../bench.ts';
import { end, startOwn } from '../world/processes.ts';
import { productKeys, startProduct, withContexts } from '../world/product.ts';
import { firstTelegramId, organizationId } from '../world/seed.ts';

const chats = 200;
const allowedPerSec = 30;
const botUsername = 'bench_bot';

/** A card for each of many people at once, to a Telegram that enforces its limits. */
export const cardsRow: BenchRow = {
  name: 'cards',
  async run(bench) {
    const databaseUrl = await bench.databases.urlOf('cards');
    const port = await freePort();
    const root = `http://127.0.0.1:${port}`;
    const server = startOwn([
      'src/sandbox/telegram/serve.ts',
      '--port',
      String(port),
      '--bot',
      `${productKeys.botToken},${botUsername},Bench`,
    ]);
    const sim = createTelegramSimClient(root);
    try {
      await until('the sandbox answers', async () => (await sim.bots()).length > 0);
      for (let at = 0; at < chats; at += 1) {
        const id = firstTelegramId + at;
        await sim.createUser({ id, firstName: `Manager ${at}`, languageCode: 'ru' });
        await sim.openPrivateChat(id, botUsername, { isStarted: true });
      }
      await sim.setFloodLimits({ isOn: true });
      await withContexts(databaseUrl, createLeadForEach, planEffects);
      const product = await startProduct({
        dataDir: `${bench.folder}/cards`,
        databaseUrl,
        telegramRoot: root,
        environment: { TELEGRAM_MODE: 'polling', SWEEP_INTERVAL_SECONDS: '0.5' },
      });
      try {
        const sent = await until(
          'all cards are there',
          async () => {
            const calls = await sim.outbox({ method: 'sendMessage' });
            return calls.filter(({ ok }) => ok).length >= chats && calls;
          },
          { timeoutMs: 60_000, everyMs: 250 },
        );
        const moments = sent.filter(({ ok }) => ok).map(({ atMs }) => atMs);
        const seconds = (Math.max(...moments) - Math.min(...moments)) / 1_000;
        const refused = sent.filter(({ status }) => status === 429).length;
        const ratio = seconds / (chats / allowedPerSec);
        return [
          {
            metric: `cards to ${chats} chats over the floor of ${allowedPerSec} a second, limits enforced`,
            baseline: `${(chats / allowedPerSec).toFixed(1)} s`,
            product: `${seconds.toFixed(1)} s, ${refused} × 429`,
            result: times(ratio),
            goal: '≤ 1.03 ×, 0 × 429',
            isMet: ratio <= 1.03 && refused === 0,
          },
        ];
      } finally {
        await product.stop();
      }
    } finally {
      sim.close();
      await end(server);
    }
  },
};

async function createLeadForEach(make: Parameters<Parameters<typeof withContexts>[1]>[0]): Promise<void> {
  const ctx = make({ organizationId, actor: { kind: 'system', id: null, name: 'bench' }, door: 'bench' });
  const owners = await ctx.db.user.findMany({
    where: { telegramUserId: { gte: firstTelegramId, lt: firstTelegramId + chats } },
    select: { id: true },
  });
  for (const { id } of owners) await createLead(ctx, { name: `Lead of ${id}`, ownerId: id, source: 'manual' });
}
