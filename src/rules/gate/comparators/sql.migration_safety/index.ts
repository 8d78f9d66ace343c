import { defineComparator } from '../../comparator.ts';
import { compare, wants } from './compare.ts';
import { Options } from './options.ts';
import { DEFAULT_SEVERITY } from './rules.ts';

export const sqlMigrationSafety = defineComparator({
  id: 'sql.migration_safety',
  version: 1,
  question: 'Can the migrations this change adds run on a database that is full and in use?',
  surface: 'data_model',
  triggers: ['pull-request.changed'],
  needs: ['tree'],
  defaultSeverity: DEFAULT_SEVERITY,
  Options,
  wants,
  compare,
});
