import { defineComparator } from '../../comparator.ts';
import { compare, DEFAULT_SEVERITY, wants } from './compare.ts';
import { Options } from './options.ts';

export const workflowsPermissions = defineComparator({
  id: 'workflows.permissions',
  version: 1,
  question: 'Does this change let a workflow do more, or run more of what outsiders send, than it has to?',
  surface: 'security',
  triggers: ['pull-request.changed'],
  needs: [],
  defaultSeverity: DEFAULT_SEVERITY,
  Options,
  wants,
  compare,
});
