const saysArtificial =
  /\bAI\b|artificial intelligence|virtual|automated|robot|\bbot\b|искусственн|(?<!\p{L})ИИ(?!\p{L})|робот|виртуальн|автоматическ|нейросет/iu;
const saysRecorded = /record|запис/iu;

/** What a disclosure leaves unsaid: that an AI calls, that the call is recorded. Empty when it says both. */
export function missingInDisclosure(disclosure: string): ('artificial' | 'recorded')[] {
  return [
    ...(saysArtificial.test(disclosure) ? [] : (['artificial'] as const)),
    ...(saysRecorded.test(disclosure) ? [] : (['recorded'] as const)),
  ];
}
