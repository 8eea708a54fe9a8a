import { customKey, mergeFields } from '#domain/merges/merge-fields.ts';
import type { Choices } from '#domain/merges/merge-fields.ts';
import type { LockedPair } from '#domain/merges/merge-one.ts';
import { invalidInput } from '#domain/parse-input.ts';

/** Refuses choices about fields that these records do not have, and `both` where a field has one value. */
export function requireKnownChoices(pair: LockedPair, choices: Choices, prefix: string): void {
  const custom = [pair.survivor, pair.merged].flatMap((row) => Object.keys(Object(row['custom_fields'])));
  const problems = Object.entries(choices).flatMap(([key, choice]) => {
    if (!key.startsWith(prefix) || (prefix === '' && key.startsWith('contact.'))) return [];
    const name = key.slice(prefix.length);
    const field = mergeFields[pair.record].find((one) => one.key === name);
    if (!field && !custom.some((one) => customKey(one) === name))
      return [{ field: `choices.${key}`, problem: `a ${pair.record} has no such field` }];
    if (choice === 'both' && !field?.isText)
      return [{ field: `choices.${key}`, problem: 'this has one value: choose survivor or merged' }];
    return [];
  });
  if (problems.length > 0) throw invalidInput(problems);
}
