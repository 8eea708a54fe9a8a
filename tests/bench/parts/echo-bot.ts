import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Bot, webhookCallback } from 'grammy';
import { productKeys } from '../world/product.ts';

/** A bot in bare grammY that answers each tap and does nothing else. */
export async function serveEchoBot(): Promise<void> {
  const bot = new Bot(productKeys.botToken, { client: { apiRoot: process.env['TELEGRAM_ROOT'] ?? '' } });
  bot.on('callback_query', (ctx) => ctx.answerCallbackQuery());
  await bot.init();
  const handle = webhookCallback(bot, 'http');
  const server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A TCP server that listens always has an object here.
  console.log(`ready ${(server.address() as AddressInfo).port}`);
  process.once('SIGTERM', () => process.exit(0));
}
