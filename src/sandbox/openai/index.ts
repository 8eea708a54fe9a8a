export { createOpenAiSandbox } from './openai-sandbox.ts';
export type { OpenAiSandbox, OpenAiSandboxOptions } from './openai-sandbox.ts';
export { createOpenAiSimClient } from './sim-client.ts';
export type { OpenAiSimClient } from './sim-client.ts';
export type { OpenAiSim, RecordedRequest } from './sim.ts';
