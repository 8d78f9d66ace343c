import { z } from 'zod';
import { GlobOption } from '../../globs.ts';

export const Options = z.strictObject({
  /** Code in which metrics are defined through a Prometheus client. */
  code: z.array(GlobOption).min(1).max(50).default(['*.{go,py,rs,js,mjs,ts,mts}']),
  /** Dashboards, alerts and rules that may use them. */
  users: z
    .array(GlobOption)
    .min(1)
    .max(50)
    .default([
      '**/*{dashboard,grafana,alert,rule,mixin,prometheus}*/**/*.{json,yml,yaml,jsonnet,libsonnet}',
      '*{dashboard,grafana,alert,rule,mixin}*.{json,yml,yaml,jsonnet,libsonnet}',
    ]),
  ignore: z
    .array(GlobOption)
    .max(100)
    .default(['**/{node_modules,vendor,testdata}/**', '*_test.go', '*.{test,spec}.*']),
  /** Dashboards and alerts searched at most. */
  mostUsers: z.number().int().min(1).max(2_000).default(300),
});
export type Options = z.infer<typeof Options>;
