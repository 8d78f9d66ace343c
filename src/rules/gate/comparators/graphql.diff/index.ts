import { defineComparator } from '../../comparator.ts';
import { compare, DEFAULT_SEVERITY, wants } from './compare.ts';
import { Options } from './options.ts';

export const graphqlDiff = defineComparator<Options>({
  id: 'graphql.diff',
  version: 1,
  question: 'Does any operation that the GraphQL schema allows today stop working?',
  surface: 'api',
  triggers: ['pull-request.changed'],
  needs: ['artifacts'],
  defaultSeverity: DEFAULT_SEVERITY,
  Options,
  wants,
  compare,
});
