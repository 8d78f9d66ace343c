import { z } from 'zod';
import { OVERRIDE_RIGHTS } from './approval.ts';
import { DRIFT_TYPES } from './drift.ts';
import { SURFACES } from './finding.ts';
import { EMAIL, GLOB, ID, IMPACT_CONDITION, PATH, REPO, SHARE, TIME_ZONE } from './pack-fields.ts';

/** Volatile fields: they say when and by whom, not what, and stay out of `versionHash`. */
export const VOLATILE_PACK_FIELDS = ['versionHash', 'createdAt', 'updatedAt', 'createdBy', 'updatedBy'] as const;

export const EVENT_TRIGGERS = ['pr_opened', 'commit_pushed', 'manual'] as const;
export const ENFORCEMENT_MODES = ['warn_only', 'block_high_critical', 'block_all_critical'] as const;
export type EnforcementMode = (typeof ENFORCEMENT_MODES)[number];
export const FALLBACK_MODES = ['warn_only', 'skip', 'fail'] as const;
export const PACK_SEVERITIES = ['low', 'medium', 'high', 'critical'] as const;
export const DOC_SYSTEMS = ['confluence', 'notion', 'github_readme', 'backstage'] as const;

const Scope = z.strictObject({
  type: z.enum(['workspace', 'service', 'repo']),
  ref: z.string().max(200).optional(),
  repoAllowlist: z.array(REPO).max(1000).optional(),
  /** A leading `/` is the repository root; without one the glob matches at any depth. */
  pathGlobs: z.array(GLOB).max(200).optional(),
  eventTriggers: z
    .array(z.enum(EVENT_TRIGGERS))
    .min(1)
    .default([...EVENT_TRIGGERS]),
});

const PackComparator = z.strictObject({
  type: z.string().min(1).max(100),
  enabled: z.boolean().default(true),
  severity: z.enum(PACK_SEVERITIES).optional(),
  timeoutMs: z.number().int().min(10).max(60_000).optional(),
  config: z.record(z.string(), z.unknown()).default({}),
});

const TrackA = z.strictObject({
  enabled: z.boolean(),
  surfaces: z.array(z.enum(SURFACES)).default([]),
  comparators: z.array(PackComparator).max(100).default([]),
  enforcement: z
    .strictObject({
      mode: z.enum(ENFORCEMENT_MODES).default('warn_only'),
      criticalThreshold: z.number().min(0).max(100).default(90),
      highThreshold: z.number().min(0).max(100).default(70),
      mediumThreshold: z.number().min(0).max(100).default(40),
    })
    .refine((e) => e.criticalThreshold > e.highThreshold && e.highThreshold > e.mediumThreshold, {
      error: 'thresholds must fall from critical over high to medium',
    })
    .prefault({}),
  artifacts: z
    .array(
      z.strictObject({
        type: z.string().min(1).max(100),
        path: PATH,
        fallbackPaths: z.array(PATH).max(20).default([]),
      }),
    )
    .max(100)
    .default([]),
});

const TrackB = z.strictObject({
  enabled: z.boolean(),
  primaryDoc: z
    .strictObject({
      system: z.enum(DOC_SYSTEMS),
      id: z.string().min(1).max(400),
      title: z.string().max(300),
      url: z.url().optional(),
      class: z.enum(['runbook', 'api_contract', 'service_catalog', 'architecture_doc']),
    })
    .optional(),
  /** Pages that are searched for statements the change made untrue. */
  docGlobs: z.array(GLOB).max(100).default(['/README.md', '/docs/**/*.md', '/*.md']),
  inputSources: z
    .array(
      z.strictObject({
        type: z.enum(['github_pr', 'pagerduty_incident', 'slack_cluster', 'datadog_alert', 'grafana_alert']),
        enabled: z.boolean().default(true),
        config: z
          .strictObject({
            minSeverity: z.string().max(20).optional(),
            channelAllowlist: z.array(z.string().max(100)).max(200).optional(),
            tagFilters: z.array(z.string().max(200)).max(200).optional(),
          })
          .optional(),
      }),
    )
    .max(20)
    .default([{ type: 'github_pr', enabled: true }]),
  driftTypes: z
    .array(
      z.strictObject({
        type: z.enum(DRIFT_TYPES),
        enabled: z.boolean().default(true),
        sectionTarget: z.string().max(200).optional(),
      }),
    )
    .max(20)
    .default(DRIFT_TYPES.map((type) => ({ type, enabled: true }))),
  materiality: z
    .strictObject({
      autoApproveThreshold: SHARE.default(0.98),
      slackNotifyThreshold: SHARE.default(0.4),
      digestOnlyThreshold: SHARE.default(0.3),
      ignoreThreshold: SHARE.default(0.2),
      impactRules: z
        .array(z.strictObject({ condition: IMPACT_CONDITION, multiplier: z.number().min(0).max(10) }))
        .max(50)
        .default([]),
    })
    .prefault({}),
  docTargeting: z
    .strictObject({
      strategy: z.enum(['primary_first', 'all_parallel']).default('all_parallel'),
      maxDocsPerDrift: z.number().int().min(1).max(20).default(3),
      priorityOrder: z.array(z.enum(DOC_SYSTEMS)).optional(),
    })
    .prefault({}),
  noiseControls: z
    .strictObject({
      ignorePatterns: z.array(z.string().min(1).max(200)).max(200).default([]),
      ignorePaths: z.array(GLOB).max(200).default([]),
      ignoreAuthors: z.array(z.string().max(100)).max(200).default([]),
      temporalAccumulation: z
        .strictObject({
          enabled: z.boolean().default(false),
          windowDays: z.number().int().min(1).max(90).default(7),
          minDriftsToBundle: z.number().int().min(1).max(100).default(3),
        })
        .optional(),
    })
    .prefault({}),
  writeback: z
    .strictObject({
      method: z.enum(['pull_request', 'commit']).default('pull_request'),
      branchPrefix: z
        .string()
        .max(60)
        .regex(/^[\w./-]+$/, 'use letters, digits, dots, dashes and slashes')
        .default('countersign/'),
    })
    .prefault({}),
});

const ApprovalTier = z.strictObject({
  name: z.string().min(1).max(60),
  users: z.array(EMAIL).max(500).default([]),
  canOverride: z.array(z.enum(OVERRIDE_RIGHTS)).default([]),
});

const Approvals = z.strictObject({
  tiers: z
    .strictObject({
      tier1: ApprovalTier.default({ name: 'Team Lead', users: [], canOverride: ['warn', 'block_high'] }),
      tier2: ApprovalTier.default({
        name: 'Director',
        users: [],
        canOverride: ['warn', 'block_high', 'block_critical'],
      }),
      tier3: ApprovalTier.default({ name: 'CTO', users: [], canOverride: ['warn', 'block_high', 'block_critical'] }),
    })
    .prefault({}),
  /** How many different people must approve before a change passes, whatever the findings say. */
  required: z
    .strictObject({
      count: z.number().int().min(0).max(10).default(0),
      minTier: z.union([z.literal(1), z.literal(2), z.literal(3)]).default(1),
    })
    .prefault({}),
  expiresAfterHours: z
    .number()
    .int()
    .min(1)
    .max(24 * 90)
    .default(168),
  breakGlass: z
    .strictObject({
      enabled: z.boolean().default(false),
      requiresReason: z.boolean().default(true),
      requiresAuditTrail: z.boolean().default(true),
      allowedUsers: z.array(EMAIL).max(200).optional(),
    })
    .prefault({}),
});

const Routing = z.strictObject({
  slackChannel: z.string().min(1).max(81).optional(),
  emailList: z.array(EMAIL).max(100).optional(),
  pagerDutyService: z.string().max(100).optional(),
  digest: z
    .strictObject({
      enabled: z.boolean().default(true),
      hour: z.number().int().min(0).max(23).default(9),
      timeZone: TIME_ZONE.default('UTC'),
    })
    .prefault({}),
});

const Performance = z.strictObject({
  timeoutMs: z.number().int().min(100).max(600_000).default(30_000),
  comparatorTimeoutMs: z.number().int().min(10).max(60_000).default(5_000),
  maxRetries: z.number().int().min(0).max(10).default(3),
  /** What `unknown` does. Unset: it blocks where the mode blocks and warns where it warns. */
  fallbackMode: z.enum(FALLBACK_MODES).optional(),
  budgets: z
    .strictObject({
      maxCodeHostCalls: z.number().int().min(1).max(5_000).default(50),
      maxDriftsPerDay: z.number().int().min(0).default(50),
      maxDriftsPerWeek: z.number().int().min(0).default(200),
      maxSlackNotificationsPerHour: z.number().int().min(0).default(5),
    })
    .prefault({}),
});

/** The whole WorkspacePolicyPack. Unknown keys are refused: a misspelt rule must not silently be no rule. */
export const Pack = z.strictObject({
  id: ID,
  workspaceId: z.string().min(1).max(100).default('default'),
  name: z.string().min(1).max(120),
  description: z.string().max(1000).optional(),
  status: z.enum(['active', 'draft', 'archived']).default('active'),
  scope: Scope,
  trackA: TrackA.prefault({ enabled: false }),
  trackB: TrackB.prefault({ enabled: false }),
  approvals: Approvals.prefault({}),
  routing: Routing.prefault({}),
  performance: Performance.prefault({}),
  version: z.number().int().min(1).default(1),
  versionHash: z.string().optional(),
  parentId: z.string().optional(),
  createdAt: z.string().optional(),
  updatedAt: z.string().optional(),
  createdBy: z.string().optional(),
  updatedBy: z.string().optional(),
});
export type Pack = z.infer<typeof Pack>;

/** A pack with the SHA-256 of what it says. */
export type StoredPack = Pack & { versionHash: string };
