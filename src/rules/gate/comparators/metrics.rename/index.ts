import { defineComparator } from '../../comparator.ts';
import { compare, DEFAULT_SEVERITY, wants } from './compare.ts';
import { Options } from './options.ts';

export const metricsRename = defineComparator({
  id: 'metrics.rename',
  version: 1,
  question: 'Does a dashboard or alert still use a metric that this change takes away?',
  surface: 'observability',
  triggers: ['pull-request.changed'],
  needs: ['tree'],
  defaultSeverity: DEFAULT_SEVERITY,
  Options,
  wants,
  compare,
});
