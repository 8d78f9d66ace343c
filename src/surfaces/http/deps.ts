import type { FastifyInstance } from 'fastify';
import type { EventDraft } from '../../model/event.ts';
import type { Log } from '../../ports/log.ts';
import type { ReadinessReport } from './health.ts';
import type { Metrics } from './metrics.ts';

export type HttpConfig = {
  /** Null: webhooks are refused until GITHUB_WEBHOOK_SECRET is set. */
  githubWebhookSecret: string | null;
  /** Null: heartbeats are refused until a token is set. */
  heartbeatToken: string | null;
  /** Our check run's name, and our app's id when we are one: what of others is not ours to repeat. */
  checkName: string;
  githubAppId: number | null;
};

export type HttpDeps = {
  /** Resolves only after the event is on disk. */
  accept(draft: EventDraft): Promise<'stored' | 'seen'>;
  /** Open pull requests with this head, for a check suite that names none. */
  pullRequestsAt(repo: string, headSha: string): Promise<number[]>;
  heartbeat(watcherId: string): Promise<'recorded' | 'unknown-watcher'>;
  ready(): Promise<ReadinessReport>;
  metrics(): Promise<string>;
  received: Metrics['received'];
  log: Log;
  config: HttpConfig;
  /** Mounts Slack's receiver under /slack/; it checks Slack's signature itself. */
  mountSlack?(server: FastifyInstance): void | Promise<void>;
};
