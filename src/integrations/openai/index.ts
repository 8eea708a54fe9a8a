export { createOpenAiLlm } from '#integrations/openai/client.ts';
export type { ModelServerKind, OpenAiOptions } from '#integrations/openai/client.ts';
