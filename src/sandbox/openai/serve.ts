import { parseArgs } from 'node:util';
import { serveApp } from '#sandbox/retell/serve-app.ts';
import { createOpenAiSandbox } from './openai-sandbox.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    'api-key': { type: 'string' },
    'chunk-delay-ms': { type: 'string', default: '15' },
  },
});

const sandbox = createOpenAiSandbox({
  chunkDelayMs: Number(values['chunk-delay-ms']),
  ...(values['api-key'] ? { apiKey: values['api-key'] } : {}),
});
serveApp('OpenAI', sandbox.app, Number(values.port), sandbox.close);
