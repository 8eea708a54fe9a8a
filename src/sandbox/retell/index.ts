export { createRetellSandbox } from './retell-sandbox.ts';
export type { RetellSandbox, RetellSandboxOptions } from './retell-sandbox.ts';
export { createRetellSimClient } from './sim-client.ts';
export type { RetellSimClient } from './sim-client.ts';
export type { RetellSim, SimCall } from './sim.ts';
