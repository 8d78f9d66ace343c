import { describe, expect, it } from 'vitest';
import { checkExternalId } from '../../../../model/keys.ts';
import { type ReadEvent, type Reading, readDelivery } from './to-event.ts';

const HEAD = 'a'.repeat(40);
const BASE = 'b'.repeat(40);
const MERGE = 'c'.repeat(40);
const OURS = { checkName: 'Countersign', githubAppId: 4711 };
const repository = { full_name: 'acme/payments' };
const sender = { login: 'alice' };

const read = (event: ReadEvent, payload: unknown): Reading => readDelivery(event, 'd-1', payload, OURS);
const pull = (extra = {}) => ({
  number: 7,
  merged: false,
  merge_commit_sha: null,
  head: { sha: HEAD },
  base: { sha: BASE },
  ...extra,
});
const pullRequest = (action: string, extra = {}) =>
  read('pull_request', { action, pull_request: pull(), repository, sender, ...extra });
const checkRun = (run = {}, action = 'rerequested') =>
  read('check_run', {
    action,
    repository,
    sender,
    check_run: {
      name: 'Countersign',
      head_sha: HEAD,
      external_id: checkExternalId('acme/payments', 7, HEAD),
      app: { id: 4711 },
      pull_requests: [],
      ...run,
    },
  });

describe('a delivery of GitHub', () => {
  it.each([
    ['opened', 'opened'],
    ['synchronize', 'synchronize'],
    ['reopened', 'reopened'],
    ['ready_for_review', 'ready_for_review'],
  ])('becomes a change of the pull request: %s', (action, reason) => {
    expect(pullRequest(action)).toEqual({
      kind: 'events',
      drafts: [
        {
          type: 'pull-request.changed',
          source: 'github',
          dedupeKey: 'github:d-1',
          lane: 'pr:acme/payments#7',
          actor: { type: 'github-user', id: 'alice' },
          data: { repo: 'acme/payments', number: 7, headSha: HEAD, reason },
        },
      ],
    });
  });

  it('becomes a change when the base was changed, and nothing when only words were', () => {
    expect(pullRequest('edited', { changes: { base: { ref: { from: 'main' } } } })).toMatchObject({
      drafts: [{ data: { reason: 'edited' } }],
    });
    expect(pullRequest('edited', { changes: { title: { from: 'Old' } } })).toMatchObject({ kind: 'ignored' });
  });

  it('tells a merged pull request from a closed one', () => {
    expect(pullRequest('closed')).toMatchObject({
      drafts: [{ type: 'pull-request.closed', data: { number: 7, headSha: HEAD } }],
    });
    const merged = pullRequest('closed', { pull_request: pull({ merged: true, merge_commit_sha: MERGE }) });
    expect(merged).toMatchObject({
      drafts: [{ type: 'pull-request.merged', data: { headSha: HEAD, baseSha: BASE, mergeSha: MERGE } }],
    });
    expect(pullRequest('closed', { pull_request: pull({ merged: true }) })).toMatchObject({ kind: 'unreadable' });
  });

  it('becomes a push of a branch, and nothing for a tag or a deleted branch', () => {
    const push = (extra = {}) =>
      read('push', { ref: 'refs/heads/main', before: BASE, after: HEAD, repository, sender, ...extra });
    expect(push()).toMatchObject({
      drafts: [
        {
          type: 'push.received',
          lane: 'repo:acme/payments',
          data: { repo: 'acme/payments', ref: 'refs/heads/main', before: BASE, after: HEAD },
        },
      ],
    });
    expect(push({ ref: 'refs/tags/v1' })).toMatchObject({ kind: 'ignored' });
    expect(push({ after: '0'.repeat(40) })).toMatchObject({ kind: 'ignored' });
  });

  it('asks for our check run again, for the pull request its external id names', () => {
    const expected = {
      type: 'pull-request.changed',
      data: { repo: 'acme/payments', number: 7, headSha: HEAD, reason: 'rerequested' },
    };
    expect(checkRun()).toMatchObject({ kind: 'events', drafts: [expected] });
    expect(checkRun({ app: null })).toMatchObject({ kind: 'events', drafts: [expected] });
    expect(checkRun({ external_id: '', pull_requests: [{ number: 7 }] })).toMatchObject({ drafts: [expected] });
  });

  it.each([
    ['has another name', { name: 'build' }],
    ['is of another app', { app: { id: 1 } }],
  ])('ignores a check run that %s', (_, run) => {
    expect(checkRun(run)).toMatchObject({ kind: 'ignored' });
  });

  it('ignores what happens to our check run because we wrote it', () => {
    expect(checkRun({}, 'created')).toMatchObject({ kind: 'ignored' });
    expect(checkRun({}, 'completed')).toMatchObject({ kind: 'ignored' });
  });

  it('does not believe an external id that names another repository', () => {
    expect(checkRun({ external_id: checkExternalId('acme/secret', 7, HEAD) })).toMatchObject({
      kind: 'suite',
      headSha: HEAD,
    });
  });

  it('asks for every pull request of a suite again, each under a key of its own', () => {
    const suite = (pulls: { number: number }[]) =>
      read('check_suite', {
        action: 'rerequested',
        repository,
        sender,
        check_suite: { head_sha: HEAD, app: { id: 4711 }, pull_requests: pulls },
      });
    const reading = suite([{ number: 7 }, { number: 9 }]);
    expect(
      reading.kind === 'events' ? reading.drafts.map(({ dedupeKey, lane }) => [dedupeKey, lane]) : reading,
    ).toEqual([
      ['github:d-1', 'pr:acme/payments#7'],
      ['github:d-1#9', 'pr:acme/payments#9'],
    ]);
    const unnamed = suite([]);
    expect(unnamed.kind === 'suite' ? unnamed.draftsFor([9]) : unnamed).toMatchObject([
      { dedupeKey: 'github:d-1', data: { number: 9, reason: 'rerequested' } },
    ]);
  });

  it.each<[string, ReadEvent, unknown]>([
    ['null', 'pull_request', null],
    ['a list', 'push', []],
    ['a text', 'check_run', 'rerequested'],
    ['nothing in it', 'check_suite', {}],
    [
      'a repository that climbs',
      'push',
      { ref: 'refs/heads/main', before: BASE, after: HEAD, repository: { full_name: '../../etc/passwd' } },
    ],
    [
      'a head that is no SHA',
      'pull_request',
      { action: 'opened', repository, pull_request: pull({ head: { sha: 'main; rm -rf' } }) },
    ],
    ['a number that is none', 'pull_request', { action: 'opened', repository, pull_request: pull({ number: -1 }) }],
  ])('is unreadable with %s', (_, event, payload) => {
    expect(read(event, payload)).toMatchObject({ kind: 'unreadable', why: expect.stringMatching(/\.$/) });
  });

  it('of a check run that also belongs to another repository judges only the pull requests of this one', () => {
    const named = (number: number, id: number) => ({ number, base: { repo: { id } } });
    const reading = read('check_run', {
      action: 'rerequested',
      repository: { ...repository, id: 1 },
      sender,
      check_run: {
        name: 'Countersign',
        head_sha: HEAD,
        app: { id: 4711 },
        pull_requests: [named(7, 1), named(9, 2)],
      },
    });
    expect(reading.kind === 'events' && reading.drafts.map(({ lane }) => lane)).toEqual(['pr:acme/payments#7']);
  });
});
