import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { scopeArguments, tenantModels } from '#platform/database/tenant.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { filesOf, textOf } from './sources.ts';

const own = '0193a000-0000-7000-8000-000000000001';
const foreign = '0193a000-0000-7000-8000-000000000002';

/** Models that belong to no organization, and why; the tenant database does not have them. */
const platformModels = ['InitDataUse', 'Heartbeat'];

const reads = [
  'findUnique',
  'findUniqueOrThrow',
  'findFirst',
  'findFirstOrThrow',
  'findMany',
  'count',
  'aggregate',
  'groupBy',
];
const deletes = ['delete', 'deleteMany'];
const updates = ['update', 'updateMany', 'updateManyAndReturn'];
const creates = ['create', 'createMany', 'createManyAndReturn'];
const Scoped = z.looseObject({
  where: z.looseObject({}).optional(),
  data: z.unknown().optional(),
  create: z.unknown().optional(),
  update: z.unknown().optional(),
});

const scope = (model: string, operation: string, args: unknown) =>
  Scoped.parse(scopeArguments(model, operation, args, own));
const cases = (operations: string[]) =>
  tenantModels.flatMap((model) => operations.map((operation) => [model, operation] as const));

describe('every model with an organization', () => {
  test('is known to the scope, and every other model is on the list of the platform’s own', () => {
    const others = Object.keys(Prisma.ModelName).filter(
      (model) => model !== 'Organization' && !tenantModels.includes(model),
    );
    expect(others).toEqual(platformModels);
    expect(tenantModels.length).toBeGreaterThan(30);
  });

  test.each(cases([...reads, ...deletes, ...updates, 'upsert']))(
    '%s.%s asks only for the organization’s own rows',
    (model, operation) => {
      const scoped = scope(model, operation, {
        where: { organizationId: foreign, id: 'x' },
        data: {},
        create: {},
        update: {},
      });
      expect(scoped.where).toEqual({ organizationId: own, id: 'x' });
      expect(scope(model, operation, { data: {}, create: {}, update: {} }).where).toEqual({ organizationId: own });
    },
  );

  test.each(cases(creates))('%s.%s writes the organization’s id, whatever the caller says', (model, operation) => {
    expect(scope(model, operation, { data: { organizationId: foreign } }).data).toEqual({ organizationId: own });
    const many = scope(model, operation, { data: [{ organizationId: foreign }, {}] }).data;
    expect(many).toEqual([{ organizationId: own }, { organizationId: own }]);
  });

  test.each(cases(['upsert']))(
    '%s.%s creates in the organization and never moves a row out of it',
    (model, operation) => {
      expect(scope(model, operation, { where: {}, create: { organizationId: foreign }, update: {} }).create).toEqual({
        organizationId: own,
      });
      expect(() => scope(model, operation, { where: {}, create: {}, update: { organizationId: foreign } })).toThrow(
        /cannot be changed/,
      );
    },
  );

  test.each(cases(updates))('%s.%s refuses to move a row into another organization', (model, operation) => {
    expect(() => scope(model, operation, { where: {}, data: { organizationId: foreign } })).toThrow(
      /cannot be changed/,
    );
  });

  test.each(relations())('%s.%s cannot be written through the row that it hangs on', (model, relation) => {
    const nested = { [relation]: { create: { organizationId: foreign } } };
    for (const operation of [...creates, ...updates])
      expect(() => scope(model, operation, { where: {}, data: nested })).toThrow(/Nested/);
    expect(() => scope(model, 'createMany', { data: [{}, nested] })).toThrow(/Nested/);
    expect(() => scope(model, 'upsert', { where: {}, create: nested, update: {} })).toThrow(/Nested/);
    expect(() => scope(model, 'upsert', { where: {}, create: {}, update: nested })).toThrow(/Nested/);
  });

  test('has its relations tried above: each model that the schema connects is there', () => {
    expect(new Set(relations().map(([model]) => model)).size).toBeGreaterThan(20);
  });
});

describe('the organization itself', () => {
  test.each([...reads, ...updates])('%s reaches no other organization', (operation) => {
    expect(scope('Organization', operation, { where: { id: foreign }, data: {} }).where).toEqual({ id: own });
  });

  test.each([...creates, ...deletes, 'upsert'])(
    '%s is refused: organizations are made and removed by the platform',
    (operation) => {
      expect(() => scope('Organization', operation, { where: {}, data: {}, create: {}, update: {} })).toThrow(
        /only by the platform/,
      );
    },
  );
});

test.each(platformModels)('%s is not reachable through an organization’s database', (model) => {
  expect(() => scope(model, 'findMany', {})).toThrow(/belongs to no organization/);
});

/** Every relation field of every tenant model, read from the schema. */
function relations(): (readonly [string, string])[] {
  const schema = filesOf('prisma/schema/*.prisma').map(textOf).join('\n');
  const bodies = [...schema.matchAll(/^model (\w+) \{\n(.*?)^\}/gms)].map(([, name = '', body = '']) => ({
    name,
    body,
  }));
  const names = new Set(bodies.map(({ name }) => name));
  return bodies
    .filter(({ name }) => tenantModels.includes(name))
    .flatMap(({ name, body }) =>
      [...body.matchAll(/^\s+(\w+)\s+(\w+)/gm)]
        .filter(([, , type = '']) => names.has(type))
        .map(([, field = '']) => [name, field] as const),
    );
}
