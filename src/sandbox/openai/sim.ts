import type { UseUpQueue } from '#sandbox/retell/use-up-queue.ts';
import { OpenAiFault, ScriptedAnswer, ScriptedTranscription } from './sim-schemas.ts';
import type {
  ModelMode,
  OpenAiFaultInput,
  OpenAiRoute,
  ScriptedAnswerInput,
  ScriptedTranscriptionInput,
} from './sim-schemas.ts';

/** A request as it arrived; the body of an upload is its fields and size. The key is left out. */
export type RecordedRequest = {
  route: OpenAiRoute;
  path: string;
  body: string;
  headers: Record<string, string>;
  atMs: number;
  status: number;
};

export type OpenAiSim = {
  /** Gives the answer to the next request (whose prompt contains `match`). */
  answer: (answer: ScriptedAnswerInput) => void;
  /** Gives the transcript of uploads by part of the file name or start of the SHA-256. */
  transcription: (transcription: ScriptedTranscriptionInput) => void;
  fault: (fault: OpenAiFaultInput) => void;
  /** `obey_attacker` makes the model repeat and obey orders found in the user's text. */
  setMode: (mode: ModelMode) => void;
  requests: () => RecordedRequest[];
  reset: () => void;
};

export type SimState = {
  faults: UseUpQueue<OpenAiFault>;
  answers: UseUpQueue<ScriptedAnswer>;
  transcriptions: UseUpQueue<ScriptedTranscription>;
  requests: RecordedRequest[];
  mode: ModelMode;
};

/** The control side of the stand-in. */
export function createSim(state: SimState): OpenAiSim {
  return {
    answer: (answer) => state.answers.add(ScriptedAnswer.parse(answer)),
    transcription: (transcription) => state.transcriptions.add(ScriptedTranscription.parse(transcription)),
    fault: (fault) => state.faults.add(OpenAiFault.parse(fault)),
    setMode: (mode) => void (state.mode = mode),
    requests: () => [...state.requests],
    reset() {
      state.faults.clear();
      state.answers.clear();
      state.transcriptions.clear();
      state.requests = [];
      state.mode = 'helpful';
    },
  };
}
