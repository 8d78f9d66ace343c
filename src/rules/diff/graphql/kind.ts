import type { FileKind } from '../files.ts';
import { diffGraphql, type GraphqlWishes } from './diff-graphql.ts';

const NAME = /\.(graphqls?|gql)$/i;

/** A file with only queries promises nothing. */
const DEFINES = /^\s*(extend\s+)?(type|interface|union|enum|input|scalar|schema|directive)\b/m;

export const GRAPHQL: FileKind<GraphqlWishes> = {
  kind: 'graphql',
  noun: 'GraphQL schema',
  isCandidate: (path) => NAME.test(path),
  isCertain: (path) => /\.graphqls$|schema[^/]*\.(graphql|gql)$/i.test(path),
  isOne: (path, text) => NAME.test(path) && DEFINES.test(text),
  together: true,
  diff: diffGraphql,
};
