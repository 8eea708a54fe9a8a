import { createSimRequest } from '#sandbox/retell/sim-request.ts';
import { z } from 'zod';
import { OPENAI_ROUTES } from './sim-schemas.ts';
import type { ModelMode, OpenAiFaultInput, ScriptedAnswerInput, ScriptedTranscriptionInput } from './sim-schemas.ts';

const Done = z.object({ ok: z.literal(true) });
const RecordedRequest = z.object({
  route: z.enum(OPENAI_ROUTES),
  path: z.string(),
  body: z.string(),
  headers: z.record(z.string(), z.string()),
  atMs: z.number(),
  status: z.number(),
});

export type OpenAiSimClient = ReturnType<typeof createOpenAiSimClient>;

/** Controls an OpenAI stand-in in another process; `baseUrl` is the address of its mount, without `/v1`. */
export function createOpenAiSimClient(baseUrl: string) {
  const request = createSimRequest(baseUrl);
  return {
    answer: (answer: ScriptedAnswerInput) => request('/sim/answers', Done, answer),
    transcription: (transcription: ScriptedTranscriptionInput) => request('/sim/transcriptions', Done, transcription),
    fault: (fault: OpenAiFaultInput) => request('/sim/faults', Done, fault),
    setMode: (mode: ModelMode) => request('/sim/mode', Done, { mode }),
    requests: () => request('/sim/requests', z.array(RecordedRequest)),
    reset: () => request('/sim/reset', Done, {}),
  };
}
