/** What runs in a process of its own, by name; loaded there only. */
export const parts: Record<string, () => Promise<void>> = {
  'bare-hono': async () => (await import('./bare-hono.ts')).serveBareHono(),
  'echo-bot': async () => (await import('./echo-bot.ts')).serveEchoBot(),
  'bare-update-bot': async () => (await import('./bare-update-bot.ts')).runBareUpdateBot(),
};
