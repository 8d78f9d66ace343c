export { askParts } from './health.ts';
export { createMetrics } from './metrics.ts';
export { buildServer } from './server.ts';
