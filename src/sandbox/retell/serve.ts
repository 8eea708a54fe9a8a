import { parseArgs } from 'node:util';
import { createRetellSandbox } from './retell-sandbox.ts';
import { serveApp } from './serve-app.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    'api-key': { type: 'string' },
    'webhook-url': { type: 'string' },
    data: { type: 'string' },
    speed: { type: 'string', default: '1' },
    'from-number': { type: 'string', multiple: true },
    'concurrency-limit': { type: 'string', default: '20' },
  },
});

if (!values['api-key']) {
  process.stderr.write(
    'Usage: node src/sandbox/retell/serve.ts --api-key K [--port N] [--webhook-url U] [--data file] [--speed N] [--from-number +1…]\n',
  );
  process.exit(2);
}

const sandbox = createRetellSandbox({
  apiKey: values['api-key'],
  speed: Number(values.speed),
  concurrencyLimit: Number(values['concurrency-limit']),
  ...(values['webhook-url'] ? { webhookUrl: values['webhook-url'] } : {}),
  ...(values.data ? { dataFile: values.data } : {}),
  ...(values['from-number'] ? { fromNumbers: values['from-number'] } : {}),
});
serveApp('Retell', sandbox.app, Number(values.port), sandbox.close);
