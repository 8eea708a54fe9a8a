import type { Mutation } from '#tests/scopes/mutation.ts';

const tenant = 'src/platform/database/tenant.ts';
const read = 'src/platform/database/read.ts';
const tenantClients = 'src/platform/database/tenant-clients.ts';
const buttons = 'src/bot/buttons.ts';

const tenantTests = ['tests/architecture/tenancy.test.ts'];
const operationTests = ['tests/integration/tenancy/operations.test.ts'];
const buttonTests = ['tests/integration/tenancy/bot-buttons.test.ts'];
const fileTests = ['tests/unit/api/files/file-links.test.ts'];
const retellTests = ['tests/wire/api/retell-webhook.test.ts'];

const inTenant = (name: string, find: string, replace: string): Mutation => ({
  name: `tenant database: ${name}`,
  edits: [{ file: tenant, find, replace }],
  tests: tenantTests,
});

/** Scopes that are code rather than a pattern of it. */
export const namedMutations: readonly Mutation[] = [
  inTenant(
    'where carries the organization',
    'scoped.where = { ...given.where, [idField]: organizationId }',
    'scoped.where = { ...given.where }',
  ),
  inTenant(
    'the organization wins over the caller’s where',
    'scoped.where = { ...given.where, [idField]: organizationId }',
    'scoped.where = { [idField]: organizationId, ...given.where }',
  ),
  inTenant('a created row gets the organization', '{ ...(row as object), organizationId }', '{ ...(row as object) }'),
  inTenant(
    'the organization wins over the caller’s row',
    '{ ...(row as object), organizationId }',
    '{ organizationId, ...(row as object) }',
  ),
  inTenant(
    'each of many created rows gets the organization',
    'given.data.map((row) => ownedRow(model, fields, row, organizationId))',
    'given.data',
  ),
  inTenant(
    'a single created row gets the organization',
    ': ownedRow(model, fields, given.data, organizationId)',
    ': given.data',
  ),
  inTenant(
    'an upsert creates in the organization',
    'scoped.create = ownedRow(model, fields, given.create, organizationId);',
    'scoped.create = given.create;',
  ),
  inTenant('an upsert cannot move a row', 'refuseForeign(model, fields, given.update, idField);', ''),
  inTenant('an update cannot move a row', 'refuseForeign(model, fields, given.data, idField);', ''),
  inTenant(
    'a changed organization is noticed',
    'if (idField in Object(data)) throw new Error(`${model}.${idField} cannot be changed.`);',
    '',
  ),
  inTenant('nested writes of a created row are refused', '  refuseNested(model, fields, row);\n', ''),
  inTenant(
    'nested writes of an update are refused',
    '  refuseNested(model, fields, data);\n  if (idField',
    '  if (idField',
  ),
  inTenant('models of no organization are absent', 'if (!fields?.has(idField)) throw', 'if (fields === null) throw'),
  inTenant(
    'organizations are made by the platform',
    "(creating.has(operation) || operation === 'upsert' || operation.startsWith('delete'))",
    'false',
  ),
  inTenant(
    'createManyAndReturn counts as creating',
    "new Set(['create', 'createMany', 'createManyAndReturn'])",
    "new Set(['create', 'createMany'])",
  ),
  inTenant('updateManyAndReturn counts as writing', "  'updateManyAndReturn',\n]", ']'),
  {
    name: 'reads are bound to the organization of their context',
    edits: [
      {
        file: read,
        find: '[organizationId, ...given]',
        replace: "[(Object(globalThis)['first'] ??= organizationId), ...given]",
      },
    ],
    tests: operationTests,
  },
  {
    name: 'each organization has a database client of its own',
    edits: [{ file: tenantClients, find: 'clients.get(organizationId)', replace: '[...clients.values()][0]' }],
    tests: operationTests,
  },
  {
    name: 'the do-not-call list inside the view of a lead',
    edits: [
      {
        file: 'src/domain/leads/lead-view.ts',
        find: 'd.organization_id = $1 AND d.e164',
        replace: '$1::uuid IS NOT NULL AND d.e164',
      },
    ],
    tests: operationTests,
  },
  {
    name: 'requirePermission',
    edits: [
      {
        file: 'src/domain/permissions.ts',
        find: '  if (!actorHas(ctx.actor, permission)) {\n',
        replace: '  if (ctx === null) {\n',
      },
    ],
    tests: ['tests/integration/tenancy/visibility.test.ts'],
  },
  {
    name: 'a provider’s word about another organization’s call',
    edits: [
      {
        file: 'src/domain/calls/apply-provider-call.ts',
        find: 'provided.organizationId !== null && provided.organizationId !== ctx.organizationId',
        replace: 'false',
      },
    ],
    tests: operationTests,
  },
  {
    name: 'the tag of a button',
    edits: [
      { file: buttons, find: 'return equalInConstantTime(tag, tagOf(chatId, code + packed))', replace: 'return true' },
    ],
    tests: buttonTests,
  },
  {
    name: 'the chat in the tag of a button',
    edits: [
      {
        file: buttons,
        find: '`${botId}:${chatId}:${text}`',
        replace: '`${botId}:${String(chatId).length * 0}:${text}`',
      },
    ],
    tests: buttonTests,
  },
  {
    name: 'the bot in the tag of a button',
    edits: [{ file: buttons, find: '`${botId}:${chatId}:${text}`', replace: '`${chatId}:${text}`' }],
    tests: ['tests/unit/bot/buttons.test.ts'],
  },
  {
    name: 'presses are checked before dialogues, menus and handlers see them',
    edits: [{ file: 'src/bot/bot.ts', find: '  inChat.use(checkPress);\n', replace: '' }],
    tests: buttonTests,
  },
  {
    name: 'handlers for members only',
    edits: [
      {
        file: 'src/bot/middleware/members-only.ts',
        find: '    if (isMember(ctx)) await handler(ctx, ...input);',
        replace: '    if (ctx) await handler(ctx as MemberContext, ...input);',
      },
    ],
    tests: buttonTests,
    only: 'in the bot',
  },
  {
    name: 'a dismissed member is none',
    edits: [{ file: 'src/domain/users/find-user-by-telegram.ts', find: ' AND disabled_at IS NULL', replace: '' }],
    tests: buttonTests,
    only: 'a dismissed member',
  },
  {
    name: 'each organization writes by its own bot',
    edits: [
      {
        file: 'src/bot/bots.ts',
        find: '      const entry = running.get(organizationId);\n      if (entry) return',
        replace: '      const entry = [...running.values()][0];\n      if (entry) return',
      },
    ],
    tests: buttonTests,
    only: 'writes by its own bot',
  },
  {
    name: 'the organization of a session’s token',
    edits: [
      {
        file: 'src/domain/auth/verify-access-token.ts',
        find: '    organizationId: claims.org,\n    sessionId',
        replace: "    organizationId: (Object(globalThis)['first'] ??= claims.org),\n    sessionId",
      },
    ],
    tests: operationTests,
  },
  {
    name: 'the signature of a file’s link',
    edits: [{ file: 'src/api/files/file-links.ts', find: 'return isGenuine && ', replace: 'return ' }],
    tests: fileTests,
  },
  {
    name: 'the file in the signature of its link',
    edits: [{ file: 'src/api/files/file-links.ts', find: '`${fileId}.${expires}`', replace: '`${expires}`' }],
    tests: fileTests,
  },
  {
    name: 'the signature of a call’s webhook',
    edits: [
      {
        file: 'src/api/webhooks/retell.ts',
        find: 'if (!key || !verifyRetellSignature(body, signature, key.apiKey, nowMs)) {',
        replace: 'if (!key) {',
      },
    ],
    tests: retellTests,
  },
  {
    name: 'the organization whose key proves a call’s webhook',
    edits: [
      {
        file: 'src/api/webhooks/retell.ts',
        find: 'return deps.retellKeyOf(claimed !== null && isId(claimed) ? claimed : null);',
        replace: 'return deps.retellKeyOf(claimed === null ? claimed : null);',
      },
    ],
    tests: retellTests,
  },
  {
    name: 'a delivery belongs to the organization whose key proved it',
    edits: [
      {
        file: 'src/api/webhooks/retell.ts',
        find: '      organizationId: key.organizationId,\n',
        replace: "      organizationId: (Object(globalThis)['first'] ??= key.organizationId),\n",
      },
    ],
    tests: retellTests,
  },
  {
    name: 'the secret of Telegram’s webhook',
    edits: [
      {
        file: 'src/bot/updates/read-webhook.ts',
        find: 'if (!isGenuine || !request.expected)',
        replace: 'if (!request.expected)',
      },
    ],
    tests: ['tests/unit/bot/updates/read-webhook.test.ts'],
  },
  {
    name: 'a revoked incoming address',
    edits: [
      {
        file: 'src/domain/incoming/find-incoming-token.ts',
        find: 'return row && !row.revokedAt ?',
        replace: 'return row ?',
      },
    ],
    tests: ['tests/wire/api/incoming-webhook.test.ts', 'tests/integration/domain/incoming/incoming.test.ts'],
  },
  {
    name: 'an idempotency key belongs to a member',
    edits: [
      {
        file: 'src/domain/idempotency/run-once.ts',
        find: 'where: { userId: user.id, key: once.key }',
        replace: 'where: { key: once.key }',
      },
      {
        file: 'src/domain/idempotency/run-once.ts',
        find: 'if (count === 1) return carryOut',
        replace: 'if ((await ctx.db.idempotencyRecord.count({ where: { key: once.key } })) < 2) return carryOut',
      },
    ],
    tests: ['tests/integration/api/leads.test.ts'],
  },
];
