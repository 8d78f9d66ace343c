import { App, LogLevel } from '@slack/bolt';
import { WebClient } from '@slack/web-api';
import type { FastifyInstance } from 'fastify';
import type { Chat } from '../../ports/chat.ts';
import type { Log } from '../../ports/log.ts';
import { messageOf } from '../../shared/errors.ts';
import { listenToActions } from './actions/listen.ts';
import { slackChat } from './announcer.ts';
import { listenToCommands } from './commands/listen.ts';
import type { Desk } from './desk.ts';
import { listenToHome } from './home/listen.ts';
import { slackOverHttp } from './http-receiver.ts';
import { listenToModals } from './modals/listen.ts';
import { TwinSocketReceiver } from './socket-receiver.ts';

export type SlackOptions = {
  botToken: string;
  /** Socket Mode when set, else signed HTTP. */
  appToken: string | null;
  signingSecret: string | null;
  apiUrl: string | null;
  log: Log;
  now: () => number;
  refused: () => void;
};

export type SlackSurface = {
  /** Begins to listen and resolves without waiting for Slack: an unreachable Slack must not keep the gate from working. */
  start(): void;
  stop(): Promise<void>;
  connected(): boolean;
  mount: ((server: FastifyInstance) => void) | null;
};

/** The chat port alone: the road needs it before there is a desk to listen for. */
export function connectChat(options: SlackOptions): Chat {
  const client = new WebClient(options.botToken, {
    ...(options.apiUrl === null ? {} : { slackApiUrl: options.apiUrl }),
    // Waiting and repeating belong to the outbox, which survives a restart.
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logLevel: LogLevel.ERROR,
  });
  return slackChat(client, options.now);
}

/** Buttons, modals, commands and the Home tab, over Socket Mode or signed HTTP. */
export function listenToSlack(options: SlackOptions, desk: Desk): SlackSurface {
  const { log, botToken } = options;
  const socket =
    options.appToken === null
      ? null
      : new TwinSocketReceiver({ appToken: options.appToken, apiUrl: options.apiUrl, log });
  const http =
    socket === null && options.signingSecret !== null
      ? slackOverHttp({ ...options, signingSecret: options.signingSecret })
      : null;
  const receiver = socket ?? http?.receiver;
  if (receiver === undefined) throw new TypeError('Slack needs SLACK_APP_TOKEN or SLACK_SIGNING_SECRET.');
  const app = new App({
    receiver,
    authorize: async () => ({ botToken }),
    logLevel: LogLevel.ERROR,
    clientOptions: { ...(options.apiUrl === null ? {} : { slackApiUrl: options.apiUrl }), retryConfig: { retries: 0 } },
  });
  app.error(async (error) =>
    log.error({ code: error.code, err: messageOf(error.original ?? error) }, 'a Slack listener failed'),
  );
  listenToActions(app, desk);
  listenToModals(app, desk);
  listenToCommands(app, desk);
  listenToHome(app, desk);
  return {
    start() {
      if (socket !== null)
        socket.start().catch((thrown: unknown) => log.error({ err: messageOf(thrown) }, 'Slack could not be started'));
    },
    async stop() {
      if (socket !== null) await socket.stop();
    },
    connected: () => (socket === null ? true : socket.connected() > 0),
    mount: http?.mount ?? null,
  };
}
