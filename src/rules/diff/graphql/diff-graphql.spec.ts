import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diffGraphql, type GraphqlWishes } from './diff-graphql.ts';

const SCHEMA = `directive @auth(role: String) on FIELD_DEFINITION
directive @include2(when: Boolean) on FIELD

"""All that can be asked"""
type Query {
  users(first: Int = 10, after: String): [User!]! @auth(role: "x")
  old: String @deprecated(reason: "Use users.")
}
enum Role { ADMIN, MEMBER }
union Owner = User | Team
interface Node { id: ID! }
type User implements Node { id: ID! name: String role: Role }
type Team { id: ID! }
input Filter { name: String role: Role }
`;

const files = (text: string | null, file = 'schema.graphql') => (text === null ? null : { file, text });
const diff = (base: string | null, head: string | null, wishes: GraphqlWishes = {}) =>
  diffGraphql([{ base: files(base), head: files(head) }], wishes);
const edited = (from: string, to: string) => diff(SCHEMA, SCHEMA.replace(from, to));

describe('a GraphQL schema that changed', () => {
  it.each([
    ['a field goes', ' name: String role: Role }\ntype', ' role: Role }\ntype', 'FIELD_REMOVED', 'User.name', 12, null],
    ['a type goes', 'input Filter { name: String role: Role }', '', 'TYPE_REMOVED', 'Filter', 14, null],
    [
      'a type of a field changes',
      'id: ID! }\ntype User',
      'id: Int! }\ntype User',
      'FIELD_TYPE_CHANGED',
      'Node.id',
      11,
      11,
    ],
    ['an enum value goes', 'ADMIN, ', '', 'ENUM_VALUE_REMOVED', 'Role.ADMIN', 9, null],
    ['a member of a union goes', ' | Team', '', 'UNION_MEMBER_REMOVED', 'Owner', 10, 10],
    ['an interface goes', ' implements Node', '', 'OBJECT_TYPE_INTERFACE_REMOVED', 'User', 12, 12],
    ['an argument goes', ', after: String', '', 'FIELD_ARGUMENT_REMOVED', 'Query.users.after', 6, null],
    [
      'an argument becomes required',
      'first: Int = 10',
      'first: Int!',
      'FIELD_ARGUMENT_TYPE_CHANGED',
      'Query.users.first',
      6,
      6,
    ],
    ['a required input field comes', 'Filter { ', 'Filter { a: Int! ', 'INPUT_FIELD_ADDED', 'Filter.a', null, 14],
    ['an input field goes', 'Filter { name: String', 'Filter {', 'INPUT_FIELD_REMOVED', 'Filter.name', 14, null],
    [
      'a directive of clients goes',
      'directive @include2(when: Boolean) on FIELD',
      '',
      'DIRECTIVE_REMOVED',
      '@include2',
      2,
      null,
    ],
    ['a kind changes', 'type Team { id: ID! }', 'scalar Team', 'TYPE_KIND_CHANGED', 'Team', 13, 13],
  ])('breaks clients when %s', async (_, from, to, code, path, base, head) => {
    const { changes } = await edited(from, to);
    const found = changes.filter(({ risk }) => risk === 'breaking');
    expect(found).toMatchObject([{ code, level: 'error', location: { path } }]);
    expect([found[0]?.base?.line ?? null, found[0]?.head?.line ?? null]).toEqual([base, head]);
  });

  it.each([
    ['an enum value comes', 'ADMIN, ', 'ADMIN, GUEST, ', 'ENUM_VALUE_ADDED', 'warn'],
    ['a default changes', 'Int = 10', 'Int = 20', 'FIELD_ARGUMENT_DEFAULT_CHANGED', 'warn'],
    ['a field comes', 'type Team {', 'type Team { name: String', 'FIELD_ADDED', 'info'],
    [
      'a field is deprecated',
      'name: String role: Role }\ntype',
      'name: String @deprecated role: Role }\ntype',
      'FIELD_DEPRECATION_ADDED',
      'info',
    ],
    [
      'a result can no longer be null',
      'name: String role: Role }\ntype',
      'name: String! role: Role }\ntype',
      'FIELD_TYPE_CHANGED',
      'info',
    ],
    [
      'a directive of the server goes from a field',
      ' @auth(role: "x")',
      '',
      'DIRECTIVE_USAGE_FIELD_DEFINITION_REMOVED',
      'info',
    ],
  ])('tells and breaks nobody when %s', async (_, from, to, code, level) => {
    expect((await edited(from, to)).changes).toMatchObject([{ code, level, risk: 'behavioral' }]);
  });

  it('says only that words differ when descriptions do', async () => {
    expect((await edited('All that can be asked', 'Everything')).changes).toMatchObject([
      { code: 'TYPE_DESCRIPTION_CHANGED', risk: 'cosmetic' },
    ]);
  });

  it('lets what was deprecated go when the pack wants it so, and says in any case that it was', async () => {
    const without = SCHEMA.replace('  old: String @deprecated(reason: "Use users.")\n', '');
    expect((await diff(SCHEMA, without)).changes).toMatchObject([
      {
        code: 'FIELD_REMOVED',
        risk: 'breaking',
        location: { operation: 'query old' },
        rationale: expect.stringContaining('was deprecated'),
      },
    ]);
    expect((await diff(SCHEMA, without, { deprecatedMayGo: true })).changes).toMatchObject([{ risk: 'behavioral' }]);
  });

  it('goes by the levels, the ignored codes and the strictness of the pack', async () => {
    const head = SCHEMA.replace('ADMIN, ', 'ADMIN, GUEST, ');
    expect((await diff(SCHEMA, head, { ignore: ['ENUM_VALUE_ADDED'] })).changes).toEqual([]);
    expect((await diff(SCHEMA, head, { strictness: 'strict' })).changes).toMatchObject([{ risk: 'breaking' }]);
    expect((await diff(SCHEMA, head, { levels: { ENUM_VALUE_ADDED: 'error' } })).changes).toMatchObject([
      { risk: 'breaking' },
    ]);
  });
});

describe('a GraphQL schema that says the same in other words', () => {
  it.each([
    ['comments', SCHEMA.replace('enum', '# who may do what\nenum')],
    ['other white space', SCHEMA.replaceAll(' { ', ' {\n    ').replaceAll('\n', '\r\n')],
    ['commas', SCHEMA.replace('ADMIN, MEMBER', 'ADMIN MEMBER')],
    ['a byte order mark', `\uFEFF${SCHEMA}`],
    [
      'reordered fields and values',
      SCHEMA.replace('ADMIN, MEMBER', 'MEMBER, ADMIN').replace(
        'id: ID! name: String role: Role',
        'role: Role name: String id: ID!',
      ),
    ],
    [
      'reordered arguments and members',
      SCHEMA.replace('first: Int = 10, after: String', 'after: String, first: Int = 10').replace(
        'User | Team',
        'Team | User',
      ),
    ],
    ['a description written otherwise', SCHEMA.replace('"""All that can be asked"""', '"All that can be asked"')],
    [
      'an extension in place of a field',
      SCHEMA.replace(' name: String role: Role }\ntype', ' role: Role }\nextend type User { name: String }\ntype'),
    ],
    ['the root types written out', `${SCHEMA}schema { query: Query }\n`],
  ])('gives nothing: %s', async (_, head) => {
    expect(await diff(SCHEMA, head)).toEqual({ changes: [], problems: [] });
    expect(await diff(head, SCHEMA)).toEqual({ changes: [], problems: [] });
  });

  it('gives nothing when a type moves to another file, and keeps the fingerprint of what changed', async () => {
    const moved = await diffGraphql([
      { base: files(SCHEMA), head: files(SCHEMA.replace('type Team { id: ID! }', '')) },
      { base: null, head: files('type Team { id: ID! }', 'team.graphql') },
    ]);
    expect(moved).toEqual({ changes: [], problems: [] });
    const [one] = (await edited('ADMIN, ', '')).changes;
    const elsewhere = await diffGraphql([
      { base: files(SCHEMA), head: files(`# up here\n\n${SCHEMA.replace('ADMIN, ', '')}`, 'api/all.graphql') },
    ]);
    expect(elsewhere.changes.map(({ fingerprint }) => fingerprint)).toEqual([one?.fingerprint]);
  });

  it('gives nothing for the same schema, and for the same schema shuffled', async () => {
    const fields = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,8}$/), { minLength: 1, maxLength: 8 });
    const type = fc.constantFrom('Int', 'String!', '[Thing!]', 'Elsewhere');
    const text = (names: readonly string[], as: string) =>
      `type Thing { ${names.map((name) => `${name}(a: Int = 1): ${as}`).join(' ')} }`;
    await fc.assert(
      fc.asyncProperty(fields, type, async (names, as) => {
        expect(await diff(text(names, as), text(names, as))).toEqual({ changes: [], problems: [] });
        expect(await diff(text(names, as), text(names.toReversed(), as))).toEqual({ changes: [], problems: [] });
      }),
      { numRuns: 40 },
    );
  });

  it('finds every removed field, and the added one when the sides are swapped', async () => {
    const names = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,8}$/), { minLength: 2, maxLength: 8 });
    const text = (list: readonly string[]) => `type Thing { ${list.map((name) => `${name}: Int`).join(' ')} }`;
    await fc.assert(
      fc.asyncProperty(names, async (list) => {
        const path = `Thing.${list[0]}`;
        const [gone, come] = [await diff(text(list), text(list.slice(1))), await diff(text(list.slice(1)), text(list))];
        expect(gone.changes).toMatchObject([{ code: 'FIELD_REMOVED', risk: 'breaking', location: { path } }]);
        expect(come.changes).toMatchObject([{ code: 'FIELD_ADDED', risk: 'behavioral', location: { path } }]);
      }),
      { numRuns: 40 },
    );
  });
});

describe('GraphQL files that are only part of a schema', () => {
  it('are compared though their types stand elsewhere', async () => {
    const part = (field: string) => `extend type Query { pay(in: PayInput!): ${field} }\nunion Payer = Alice | Bob\n`;
    expect((await diff(part('Receipt'), part('Receipt'))).changes).toEqual([]);
    expect((await diff(part('Receipt'), part('Bill'))).changes).toMatchObject([{ code: 'FIELD_TYPE_CHANGED' }]);
    expect((await diff(part('Receipt'), 'union Payer = Alice | Bob')).changes).toMatchObject([
      { code: 'FIELD_REMOVED', location: { path: 'Query.pay' } },
    ]);
  });

  it('are a schema per directory when two hold types of one name', async () => {
    const pair = (file: string, head: string) => ({
      base: files('type A { a: Int b: Int }', file),
      head: files(head, file),
    });
    const { changes, problems } = await diffGraphql([
      pair('one/schema.graphql', 'type A { a: Int }'),
      pair('two/schema.graphql', 'type A { a: Int b: Int c: Int }'),
    ]);
    expect(problems).toEqual([]);
    expect(changes).toMatchObject([
      { code: 'FIELD_REMOVED', base: { file: 'one/schema.graphql' } },
      { code: 'FIELD_ADDED', head: { file: 'two/schema.graphql' } },
    ]);
  });

  it('are passed over when they hold only queries', async () => {
    expect(await diff('query A { a }', 'query A { b }')).toEqual({ changes: [], problems: [] });
  });
});

describe('a GraphQL file that cannot be read', () => {
  it.each([
    ['does not parse', 'type A {\n  a: ', 'unparsable', 2],
    ['nests too deep', `type A { a: ${'['.repeat(900)}Int${']'.repeat(900)} }`, 'too-deep', null],
    ['is too large', `type A { a: Int }${' '.repeat(8 * 1024 * 1024)}`, 'too-large', null],
    ['defines a type twice', 'type A { a: Int }\ntype A { b: Int }', 'defined-twice', 2],
  ])('is a problem with its line, and the rest is judged: it %s', async (_, head, code, line) => {
    const { changes, problems } = await diffGraphql([
      { base: files('type A { a: Int }', 'a/a.graphql'), head: files(head, 'a/a.graphql') },
      { base: files('type B { a: Int b: Int }', 'b/b.graphql'), head: files('type B { a: Int }', 'b/b.graphql') },
    ]);
    expect(problems).toMatchObject([{ code, side: 'head', file: 'a/a.graphql', line }]);
    expect(changes).toMatchObject([{ code: 'FIELD_REMOVED', location: { path: 'B.b' } }]);
  });
});
