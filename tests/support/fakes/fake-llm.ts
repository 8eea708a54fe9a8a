import type { AnalyzeCallInput, CallJudgement, DraftReplyInput, Llm } from '#domain/ports/llm.ts';

/** A model in memory that answers with what tests give it. */
export interface FakeLlm extends Llm {
  judgement: CallJudgement;
  draft: string;
  readonly questions: (AnalyzeCallInput | DraftReplyInput)[];
  failNext(...errors: Error[]): void;
}

export const neutralJudgement: CallJudgement = {
  sentiment: 'neutral',
  sentimentScore: 0,
  language: 'ru',
  intent: null,
  topics: [],
  summary: 'A call.',
  actionItems: [],
  objections: [],
  scorecard: [],
};

export function createFakeLlm(judgement: Partial<CallJudgement> = {}): FakeLlm {
  const errors: Error[] = [];
  const usage = { inputTokens: 100, outputTokens: 20, costMicros: 5 };
  const fake: FakeLlm = {
    engine: 'fake-model',
    judgement: { ...neutralJudgement, ...judgement },
    draft: 'Здравствуйте! Спасибо за сообщение.',
    questions: [],
    failNext: (...given) => void errors.push(...given),
    async analyzeCall(input) {
      fake.questions.push(input);
      const error = errors.shift();
      if (error) throw error;
      return { value: fake.judgement, engine: fake.engine, usage };
    },
    async draftReply(input, onText) {
      fake.questions.push(input);
      const error = errors.shift();
      if (error) throw error;
      for (let length = 5; length < fake.draft.length; length += 5) onText(fake.draft.slice(0, length));
      onText(fake.draft);
      return { value: fake.draft, engine: fake.engine, usage };
    },
    test: async () => ({ ok: true, message: 'It answers.' }),
  };
  return fake;
}
