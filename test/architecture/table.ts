/** Which folder of `src` may import which. A folder may always import itself. */
export const MAY_IMPORT: Record<string, readonly string[]> = {
  shared: [],
  model: ['shared'],
  ports: ['model', 'shared'],
  rules: ['model', 'shared'],
  ledger: ['ports', 'model', 'shared'],
  flow: ['rules', 'ledger', 'ports', 'model', 'shared'],
  insight: ['ledger', 'ports', 'model', 'shared'],
  surfaces: ['flow', 'insight', 'ports', 'model', 'shared'],
  adapters: ['ports', 'model', 'shared'],
  store: ['ports', 'model', 'shared', 'migrations'],
  config: ['shared'],
  workspace: ['shared'],
  migrations: ['shared'],
};

/** They put the house together, so they see all of it. */
export const COMPOSITION = ['src/app.ts', 'src/app/', 'src/main.ts', 'src/start.ts', 'src/demo/'] as const;

/** Inside `rules` every folder may use these two and no other sibling. */
export const SHARED_RULES = ['packs', 'diff'] as const;

type Home = { in: readonly string[]; typesIn?: readonly string[] };

/** Where each package of package.json lives. A package that is not named here may be imported nowhere. */
export const VENDOR_HOMES: Record<string, Home> = {
  '@cdktf/hcl2json': { in: ['src/flow/gate/', 'src/rules/gate/'] },
  'libpg-query': { in: ['src/flow/gate/', 'src/rules/gate/'] },
  'node-sql-parser': { in: ['src/flow/gate/', 'src/rules/gate/'] },
  '@graphql-inspector/core': { in: ['src/rules/diff/graphql/'] },
  '@secretlint/secretlint-rule-preset-recommend': { in: ['src/rules/gate/'] },
  '@seriousme/openapi-schema-validator': { in: ['src/flow/gate/', 'src/rules/gate/'] },
  '@slack/bolt': { in: ['src/surfaces/slack/'] },
  '@slack/socket-mode': { in: ['src/surfaces/slack/'] },
  '@slack/types': { in: ['src/surfaces/slack/'], typesIn: ['src/workspace/'] },
  '@slack/web-api': { in: ['src/surfaces/slack/'] },
  'better-sqlite3': { in: ['src/store/'] },
  canonicalize: { in: ['src/shared/'] },
  croner: { in: ['src/rules/watch/', 'src/surfaces/cron/'] },
  diff: { in: ['src/rules/', 'src/flow/drift/'] },
  emulate: { in: ['src/demo/'] },
  'emojibase-data': { in: ['src/workspace/'] },
  fastify: { in: ['src/surfaces/http/'], typesIn: ['src/surfaces/slack/', 'src/app.ts', 'src/app/'] },
  'github-slugger': { in: ['src/rules/'] },
  graphql: { in: ['src/rules/diff/graphql/'] },
  htm: { in: ['src/workspace/page/'] },
  kysely: { in: ['src/store/', 'migrations/'] },
  marked: { in: ['src/demo/github-page/', 'src/workspace/page/'] },
  mdast: { in: [], typesIn: ['src/rules/'] },
  'mdast-util-from-markdown': { in: ['src/rules/'] },
  'mdast-util-gfm': { in: ['src/rules/'] },
  'mdast-util-to-string': { in: ['src/rules/'] },
  'micromark-extension-gfm': { in: ['src/rules/'] },
  'node-cron': { in: ['src/surfaces/cron/'] },
  octokit: { in: ['src/adapters/github/'] },
  'p-limit': { in: ['src/flow/', 'src/adapters/'] },
  pino: { in: ['src/adapters/system/'] },
  preact: { in: ['src/workspace/page/'] },
  'prom-client': { in: ['src/surfaces/http/'] },
  protobufjs: { in: ['src/rules/diff/protobuf/'] },
  semver: { in: ['src/rules/'] },
  ulid: { in: ['src/shared/'] },
  ws: { in: ['src/workspace/'] },
  yaml: { in: ['src/rules/'] },
  zod: { in: ['src/'] },
};

/** Of Node's own modules only these compute without looking at the machine. */
export const PURE_NODE = ['node:buffer', 'node:path', 'node:util'] as const;

export const MAX_LINES = 400;
export const LONG_LINES = 250;
export const FORBIDDEN_NAMES = /(^|[-./])(managers?|helpers?|utils?|services?|engine|enhanced)(?=[-./])/;
