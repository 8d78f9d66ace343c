export type { HttpConfig, HttpDeps } from './deps.ts';
export { type GuardedRoute, OPEN_ROUTES } from './guards.ts';
export { askParts, type ReadinessPart, type ReadinessReport } from './health.ts';
export { createMetrics, type Metrics, type MetricsSample } from './metrics.ts';
export { buildServer } from './server.ts';
