import { z } from 'zod';
import type { Utterance } from './conversation-reader.ts';
import { evidenceFor } from './judge-conversation.ts';
import type { Judgement } from './judge-conversation.ts';
import { composeString } from './string-answer.ts';

/** What an answer is made from. */
export type AnswerMaterial = {
  prompt: string;
  utterances: readonly Utterance[];
  judgement: Judgement;
  /** Keys that the prompt lists (`- greeting: …`), for scorecards. */
  listedKeys: readonly string[];
  /** Ranges of numbers that the prompt states in words, by the field's name. */
  ranges: ReadonlyMap<string, readonly [low: number, high: number]>;
  /** Orders found in the transcript; not empty only when the model plays the obedient victim. */
  obeyed: readonly string[];
};

const JsonSchema = z.record(z.string(), z.unknown());
type JsonSchema = z.infer<typeof JsonSchema>;
type Place = { name: string; evidence: Utterance | undefined; key: string | undefined; depth: number };

const DEEPEST = 12;
const MOST_ITEMS = 3;

/** Makes a value that satisfies a JSON schema of the strict subset, filled from the material; the same input gives the same value. */
export function answerSchema(schema: unknown, material: AnswerMaterial): unknown {
  const root = JsonSchema.parse(schema);
  return fill(root, { name: '', evidence: undefined, key: undefined, depth: 0 });

  function fill(given: JsonSchema, place: Place): unknown {
    const node = resolve(given);
    if ('const' in node) return node['const'];
    if (Array.isArray(node['enum'])) return pickEnum(node['enum'], place);
    const choices = asList(node['anyOf'] ?? node['oneOf']);
    if (choices.length > 0) return fillChoice(choices, place);
    if (Array.isArray(node['allOf'])) {
      return fill(Object.assign({}, ...asList(node['allOf']).map(resolve)), place);
    }
    const types = Array.isArray(node['type']) ? node['type'] : [node['type']];
    if (types.includes('null') && (types.length === 1 || isWithoutEvidence(place))) return null;
    switch (types.find((type) => type !== 'null') ?? ('properties' in node ? 'object' : 'string')) {
      case 'object':
        return fillObject(node, place);
      case 'array':
        return fillArray(node, place);
      case 'boolean':
        return material.obeyed.length > 0 || isTrue(place);
      case 'integer':
        return Math.round(pickNumber(node, place));
      case 'number':
        return pickNumber(node, place);
      default:
        return composeString(node, place, material);
    }
  }

  function resolve(node: JsonSchema): JsonSchema {
    const reference = node['$ref'];
    if (typeof reference !== 'string') return node;
    let target: unknown = root;
    for (const part of reference.split('/').slice(1)) target = JsonSchema.parse(target)[decodeURIComponent(part)];
    return JsonSchema.parse(target);
  }

  function fillChoice(choices: readonly JsonSchema[], place: Place): unknown {
    const resolved = choices.map(resolve);
    const isNullable = resolved.some((choice) => choice['type'] === 'null');
    if (isNullable && (isWithoutEvidence(place) || place.depth > DEEPEST)) return null;
    const real = resolved.find((choice) => choice['type'] !== 'null');
    return real ? fill(real, place) : null;
  }

  function fillObject(node: JsonSchema, place: Place): Record<string, unknown> {
    const properties = JsonSchema.parse(node['properties'] ?? {});
    const evidence = place.evidence ?? evidenceFor(place.name, material.utterances)?.[0];
    return Object.fromEntries(
      Object.entries(properties).map(([name, property]) => [
        name,
        fill(JsonSchema.parse(property), { ...place, evidence, name, depth: place.depth + 1 }),
      ]),
    );
  }

  function fillArray(node: JsonSchema, place: Place): unknown[] {
    const least = typeof node['minItems'] === 'number' ? node['minItems'] : 0;
    const most = typeof node['maxItems'] === 'number' ? node['maxItems'] : Number.MAX_SAFE_INTEGER;
    if (place.depth > DEEPEST) return [];
    const items = JsonSchema.parse(node['items'] ?? { type: 'string' });
    const isScorecard = /criteri|scorecard|judg|scores|checklist/i.test(place.name) && material.listedKeys.length > 0;
    const places: Place[] = isScorecard
      ? material.listedKeys.map((key, index) => ({
          ...place,
          key,
          evidence:
            evidenceFor(key, material.utterances)?.[0] ?? material.utterances[index % material.utterances.length],
        }))
      : (evidenceFor(place.name, material.utterances) ?? material.utterances.slice(0, 1))
          .slice(0, MOST_ITEMS)
          .map((evidence) => ({ ...place, evidence }));
    while (places.length < least) places.push({ ...place, evidence: material.utterances[places.length] });
    return places.slice(0, most).map((itemPlace) => fill(items, { ...itemPlace, depth: place.depth + 1 }));
  }

  function pickEnum(values: readonly unknown[], place: Place): unknown {
    const words = values.map((value) => String(value).toLowerCase());
    const { sentiment, language } = material.judgement;
    const wishes =
      material.obeyed.length > 0
        ? ['positive', 'won', 'high', 'passed', 'yes']
        : [
            sentiment,
            { positive: 'позитив', neutral: 'нейтрал', negative: 'негатив' }[sentiment],
            place.evidence ? place.evidence.speaker.toLowerCase() : '\0',
            language,
            { positive: 'high', neutral: 'medium', negative: 'low' }[sentiment],
            { positive: 'passed', neutral: 'partial', negative: 'failed' }[sentiment],
          ];
    for (const wish of wishes) {
      const position = words.findIndex((word) => word === wish || word.startsWith(wish));
      if (position !== -1) return values[position];
    }
    return values[0];
  }

  function isWithoutEvidence(place: Place): boolean {
    if (/quote|evidence|citation|verbatim/i.test(place.name))
      return !place.evidence && material.utterances.length === 0;
    const found = evidenceFor(place.name, material.utterances);
    if (found) return found.length === 0;
    return /date|deadline|due|callback|phone|email|until|budget|amount/i.test(place.name);
  }

  function isTrue(place: Place): boolean {
    const found = evidenceFor(place.name, material.utterances);
    return found ? found.length > 0 : material.judgement.sentiment !== 'negative';
  }

  function pickNumber(node: JsonSchema, place: Place): number {
    const isShare = /confidence|probab|likelihood|share|ratio/i.test(place.name);
    const stated = material.ranges.get(place.name);
    const low = typeof node['minimum'] === 'number' ? node['minimum'] : (stated?.[0] ?? 0);
    const high =
      typeof node['maximum'] === 'number' ? node['maximum'] : (stated?.[1] ?? (isShare ? 1 : Math.max(low, 100)));
    const clamp = (value: number) => Math.min(high, Math.max(low, value));
    if (material.obeyed.length > 0) return high;
    if (/index|turn|segment|line|position/i.test(place.name)) return clamp(place.evidence?.index ?? 0);
    if (/sec|start|end|offset|time/i.test(place.name)) return clamp(place.evidence?.startSec ?? 0);
    if (/sentiment/i.test(place.name) && low < 0) {
      return clamp({ positive: 0.7, neutral: 0, negative: -0.7 }[material.judgement.sentiment] * high);
    }
    const value = low + (high - low) * material.judgement.score;
    return node['type'] === 'integer' ? clamp(Math.round(value)) : Math.round(clamp(value) * 100) / 100;
  }
}

function asList(value: unknown): JsonSchema[] {
  return Array.isArray(value) ? value.map((item: unknown) => JsonSchema.parse(item)) : [];
}
