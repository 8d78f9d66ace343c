import { defineComparator } from '../../comparator.ts';
import { compare, DEFAULT_SEVERITY, wants } from './compare.ts';
import { Options } from './options.ts';

export const alertsRunbookLink = defineComparator({
  id: 'alerts.runbook_link',
  version: 1,
  question: 'Does every alert this change adds or alters lead to a runbook that exists?',
  surface: 'observability',
  triggers: ['pull-request.changed'],
  needs: ['tree'],
  defaultSeverity: DEFAULT_SEVERITY,
  Options,
  wants,
  compare,
});
