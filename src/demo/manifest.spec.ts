import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { workspaceSeed } from './cast.ts';

const manifest = parse(readFileSync(new URL('../../slack-manifest.yml', import.meta.url), 'utf8'));

describe('slack-manifest.yml and the app of the demo', () => {
  const { app } = workspaceSeed();

  it('ask for the same scopes, so that what works here was asked for there', () => {
    expect([...app.scopes].sort()).toEqual([...manifest.oauth_config.scopes.bot].sort());
  });

  it('have the same command, with the same hint', () => {
    const told = manifest.features.slash_commands.map(
      ({ command, description, usage_hint: usageHint }: Record<string, string>) => ({
        command,
        description,
        usageHint,
      }),
    );
    expect(app.commands).toEqual(told);
  });

  it('listen to the same events and offer the same Home tab', () => {
    expect(app.events).toEqual(manifest.settings.event_subscriptions.bot_events);
    expect(app.homeTabEnabled).toBe(manifest.features.app_home.home_tab_enabled);
  });
});
