import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

/** What operators watch. Labels name kinds, never people, organizations or texts. */
export interface Metrics {
  registry: Registry;
  effectSettled(kind: string, state: string, durationMs: number): void;
  providerRequest(provider: string, outcome: string, durationMs: number): void;
  aiUsed(engine: string, inputTokens: number, outputTokens: number, costMicros: number | null): void;
  /** Called at each scrape. */
  watchParked(count: () => Promise<number>): void;
}

const secondsBuckets = [0.005, 0.02, 0.1, 0.5, 2, 10, 60];

/** Prometheus metrics of this process. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: 20 });
  const effects = new Histogram({
    name: 'perezvon_effect_seconds',
    help: 'Time of an attempt to carry out an effect, by kind and how it ended',
    labelNames: ['kind', 'state'],
    buckets: secondsBuckets,
    registers: [registry],
  });
  const requests = new Histogram({
    name: 'perezvon_provider_request_seconds',
    help: 'Time of requests to outside services',
    labelNames: ['provider', 'outcome'],
    buckets: secondsBuckets,
    registers: [registry],
  });
  const tokens = new Counter({
    name: 'perezvon_ai_tokens_total',
    help: 'Tokens read and written by models',
    labelNames: ['engine', 'direction'],
    registers: [registry],
  });
  const cost = new Counter({
    name: 'perezvon_ai_cost_micros_total',
    help: 'Millionths of a US dollar that models said they cost',
    labelNames: ['engine'],
    registers: [registry],
  });
  return {
    registry,
    effectSettled: (kind, state, durationMs) => effects.observe({ kind, state }, durationMs / 1_000),
    providerRequest: (provider, outcome, durationMs) => requests.observe({ provider, outcome }, durationMs / 1_000),
    aiUsed(engine, inputTokens, outputTokens, costMicros) {
      tokens.inc({ engine, direction: 'in' }, inputTokens);
      tokens.inc({ engine, direction: 'out' }, outputTokens);
      if (costMicros !== null) cost.inc({ engine }, costMicros);
    },
    watchParked(count) {
      const gauge = new Gauge({
        name: 'perezvon_effects_waiting_for_person',
        help: 'Effects that were parked or whose outcome is unknown',
        registers: [registry],
        async collect() {
          gauge.set(await count());
        },
      });
    },
  };
}
