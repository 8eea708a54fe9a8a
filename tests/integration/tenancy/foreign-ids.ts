import { z } from 'zod';
import type { AnyRoute } from '#api/route.ts';
import { isId } from '#platform/ids.ts';

/** One place of a request where a record's id stands. */
export interface IdPlace {
  where: 'path' | 'query' | 'body';
  field: string;
}

/** Every place of a route's request that takes an id, read from its schemas. */
export function idPlaces({ route }: AnyRoute): IdPlace[] {
  const path = [...route.path.matchAll(/\{(\w+)\}/g)].flatMap(([, field = '']) => (field === 'key' ? [] : [field]));
  const body = route.request?.body?.content['application/json'];
  return [
    ...path.map((field) => ({ where: 'path', field }) as const),
    ...idFields(route.request?.query).map((field) => ({ where: 'query', field }) as const),
    ...idFields(body && 'schema' in body ? body.schema : undefined).map((field) => ({ where: 'body', field }) as const),
  ];
}

const sampleId = '0192f0c1-2d3e-7f45-8a6b-7c8d9e0f1a2b';

/** Fields that take a UUID and no other text. */
function idFields(schema: unknown): string[] {
  if (!(schema instanceof z.ZodObject)) return [];
  const shape: Record<string, unknown> = schema.shape;
  return Object.entries(shape).flatMap(([field, value]) =>
    value instanceof z.ZodType &&
    value.safeParse(sampleId).success &&
    !value.safeParse('any other text of some length').success
      ? [field]
      : [],
  );
}

/** The ids among the values. */
export function idsOf(records: object): string[] {
  return Object.values(records).filter((value): value is string => typeof value === 'string' && isId(value));
}
