// Who may import whom: ARCHITECTURE.md has the table, tests/architecture proves that each rule can fail.
const area = (name) => `^src/${name}/`;
const only = (from, allowed, comment) => ({
  name: `${from}-imports`,
  comment,
  severity: 'error',
  from: { path: area(from) },
  to: { path: '^(src|prisma|tests|scripts)/', pathNot: allowed },
});

export default {
  forbidden: [
    only('platform', ['^src/platform/', '^prisma/generated/'], 'platform stands on npm packages only'),
    only('domain', ['^src/(platform|domain)/', '^prisma/generated/'], 'the domain knows no door, queue or vendor'),
    only(
      'bot',
      ['^src/(bot|domain|platform)/', '^prisma/generated/enums'],
      'the bot calls operations, never providers or jobs',
    ),
    only(
      'jobs',
      ['^src/(jobs|domain|platform)/', '^prisma/generated/enums'],
      'jobs call operations, never providers or doors',
    ),
    only(
      'api',
      ['^src/(api|domain|platform)/', '^src/integrations/[^/]+/webhook\\.ts$', '^prisma/generated/enums'],
      'the API calls operations',
    ),
    only('sandbox', ['^src/sandbox/'], 'the sandbox shares nothing with the product: both could be wrong together'),
    {
      name: 'integrations-imports',
      comment: 'a provider implements a port and knows no other provider and no database',
      severity: 'error',
      from: { path: '^src/integrations/([^/]+)/' },
      to: {
        path: '^(src|prisma|tests|scripts)/',
        pathNot: [
          '^src/integrations/$1/',
          '^src/platform/',
          '^src/domain/ports/',
          '^src/domain/calls/call-outcome\\.ts$',
        ],
      },
    },
    {
      name: 'integrations-no-database',
      severity: 'error',
      from: { path: area('integrations') },
      to: { path: '^src/platform/(database|effects)/' },
    },
    {
      name: 'api-webhook-parsers-only-in-webhooks',
      severity: 'error',
      from: { path: area('api'), pathNot: '^src/api/webhooks/' },
      to: { path: area('integrations') },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/sandbox/' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'product-never-imports-tests',
      severity: 'error',
      from: { path: '^(src|prisma)/' },
      to: { path: '^tests/' },
    },
  ],
  options: {
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: ['node_modules', 'prisma/generated'] },
    exclude: { path: ['/page/'] },
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.mjs', '.json'],
      conditionNames: ['import', 'node', 'default'],
      exportsFields: ['exports'],
    },
  },
};
