import { describe, expect, it } from 'vitest';
import type { EventOf } from '../model/event.ts';
import { ALICE, BOB, CHARLIE } from '../rules/approvals/samples.ts';
import { linkIdentity } from './link-identity.ts';
import { entryTypes, openRoad, outgoing, received } from './samples.ts';

const PEOPLE = [ALICE, BOB, CHARLIE];

async function link(slackId: string, githubLogin: string, emails: string[] = [], road = roadWith(emails)) {
  const open = await road;
  const draft = {
    type: 'identity.linked' as const,
    source: 'slack' as const,
    dedupeKey: `link:${slackId}:${githubLogin}`,
    lane: `person:${slackId}`,
    actor: { type: 'slack-user' as const, id: slackId },
    data: { githubLogin, channel: 'C1' },
  };
  await linkIdentity(open, (await received(open, draft)) as EventOf<'identity.linked'>);
  return open;
}
const roadWith = (emails: string[]) =>
  openRoad({
    chat: {
      person: async (slackId) => PEOPLE.find((person) => person.slackId === slackId) ?? null,
      personByEmail: async (email) => PEOPLE.find((person) => person.email === email) ?? null,
    },
    codeHost: { loginEmails: async () => emails },
  });

describe('linkIdentity', () => {
  it('remembers whose a login is, and says so to the person', async () => {
    const road = await link(ALICE.slackId, 'alice', ['alice@acme.com']);
    expect(await road.stores.identities.byLogin('alice')).toMatchObject({ slackId: ALICE.slackId });
    expect(await entryTypes(road)).toEqual(['identity.linked']);
    expect(await outgoing(road)).toMatchObject([{ kind: 'chat.whisper', slackId: ALICE.slackId }]);
  });

  it("refuses another person's login by its public e-mail address", async () => {
    const road = await link(CHARLIE.slackId, 'alice', ['alice@acme.com']);
    expect(await road.stores.identities.byLogin('alice')).toBeNull();
    expect(await entryTypes(road)).toEqual(['press.refused']);
    expect(await outgoing(road)).toMatchObject([{ text: expect.stringContaining('belongs to Alice') }]);
  });

  it('refuses a login that somebody else linked first', async () => {
    const road = await link(ALICE.slackId, 'alice');
    await link(CHARLIE.slackId, 'alice', [], Promise.resolve(road));
    expect(await road.stores.identities.byLogin('alice')).toMatchObject({ slackId: ALICE.slackId });
    expect(await entryTypes(road)).toEqual(['identity.linked', 'press.refused']);
  });

  it('lets nobody drop a login for another, because that would hide whose pull requests are their own', async () => {
    const road = await link(ALICE.slackId, 'alice');
    await link(ALICE.slackId, 'octocat', [], Promise.resolve(road));
    expect(await road.stores.identities.bySlackId(ALICE.slackId)).toMatchObject({ githubLogin: 'alice' });
    expect(await entryTypes(road)).toEqual(['identity.linked', 'press.refused']);
    expect(await outgoing(road)).toContainEqual(
      expect.objectContaining({ text: expect.stringContaining('already linked to @alice') }),
    );
  });

  it('takes another login whose public address is the person’s own, so that a slip can be mended', async () => {
    const road = await link(ALICE.slackId, 'alcie', ['ALICE@acme.com']);
    await link(ALICE.slackId, 'alice', [], Promise.resolve(road));
    expect(await road.stores.identities.bySlackId(ALICE.slackId)).toMatchObject({ githubLogin: 'alice' });
  });

  it('links the same login again without ado, however it is written', async () => {
    const road = await link(ALICE.slackId, 'alice');
    await link(ALICE.slackId, 'Alice', [], Promise.resolve(road));
    expect(await entryTypes(road)).toEqual(['identity.linked', 'identity.linked']);
  });

  it('links nothing while GitHub cannot be asked', async () => {
    const road = await openRoad({
      chat: { person: async () => ALICE },
      codeHost: {
        loginEmails: async () => {
          throw new Error('GitHub is away.');
        },
      },
    });
    await expect(link(ALICE.slackId, 'alice', [], Promise.resolve(road))).rejects.toThrow('away');
    expect(await road.stores.identities.byLogin('alice')).toBeNull();
  });
});
