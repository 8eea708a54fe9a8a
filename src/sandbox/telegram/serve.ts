import { parseArgs } from 'node:util';
import { serve } from '@hono/node-server';
import { createTelegramSandbox } from './index.ts';

/** `node src/sandbox/telegram/serve.ts --port N [--data file] [--bot token[,username[,name]]]…` runs the stand-in alone. */
const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '8081' },
    host: { type: 'string', default: '127.0.0.1' },
    data: { type: 'string' },
    bot: { type: 'string', multiple: true, default: [] },
  },
});

const sandbox = createTelegramSandbox({
  dataFile: values.data,
  log: (line) => {
    console.error(line);
  },
  bots: values.bot.map((text) => {
    const [token = '', username, name] = text.split(',');
    return { token, username, name };
  }),
});
const server = serve({ fetch: sandbox.app.fetch, port: Number(values.port), hostname: values.host }, ({ port }) => {
  console.log(`Telegram sandbox: http://${values.host}:${port}/chat (Bot API root http://${values.host}:${port})`);
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    sandbox.close();
    server.close();
    if ('closeAllConnections' in server) server.closeAllConnections();
  });
}
