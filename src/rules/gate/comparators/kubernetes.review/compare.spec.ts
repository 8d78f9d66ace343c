import { describe, expect, it } from 'vitest';
import { given } from '../../given.ts';
import { kubernetesReview } from './index.ts';

const judge = given(kubernetesReview);
const PATH = 'deploy/app.yaml';
const said = async (head: string, base?: string, options = {}) =>
  (await judge({ ...(base === undefined ? {} : { base: { [PATH]: base } }), head: { [PATH]: head } }, options)).map(
    ({ code, severity, evidence }) => [code, severity, evidence[0]?.line ?? null],
  );

const CALM = [['k8s.not-weakened', 0, null]];
const FINE = 'resources: { requests: { cpu: 1, memory: 1Gi }, limits: { memory: 1Gi } }';
/** A pod whose container says `lines` (from line 10 on) and whose spec says `more` after it. */
const pod = (lines = '', more = '', name = 'pay') =>
  `apiVersion: v1\nkind: Pod\nmetadata:\n  name: ${name}\nspec:\n  containers:\n    - name: web\n      ${lines.includes('image:') ? '# image' : 'image: acme/web:1.2'}\n      ${FINE}\n${lines}${more}`;
const rule = (verbs: string, resources: string, groups = '[""]') =>
  `apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata:\n  name: r\nrules:\n  - apiGroups: ${groups}\n    resources: ${resources}\n    verbs: ${verbs}\n`;
const binding = (subject: string, role: string, kind = 'ClusterRoleBinding') =>
  `apiVersion: rbac.authorization.k8s.io/v1\nkind: ${kind}\nmetadata:\n  name: b\nroleRef:\n  kind: ClusterRole\n  name: ${role}\nsubjects:\n  - ${subject}\n`;
const env = (name: string, value: string) => `      env:\n        - name: ${name}\n          value: ${value}\n`;

describe('kubernetes.review', () => {
  it.each([
    ['a privileged container', pod('      securityContext:\n        privileged: true\n'), 'k8s.privileged', 95, 11],
    [
      'a capability over the node',
      pod(
        '      securityContext:\n        capabilities:\n          add:\n            - NET_ADMIN\n            - SYS_ADMIN\n',
      ),
      'k8s.capability',
      85,
      14,
    ],
    [
      'rising rights',
      pod('      securityContext:\n        allowPrivilegeEscalation: true\n'),
      'k8s.privilege-escalation',
      55,
      11,
    ],
    ['the network of the node', pod('', '  hostNetwork: true\n'), 'k8s.host-namespace', 80, 10],
    ['the processes of the node', pod('', '  hostPID: true\n'), 'k8s.host-namespace', 80, 10],
    [
      'a directory of the node',
      pod('', '  volumes:\n    - name: d\n      hostPath: { path: /data }\n'),
      'k8s.host-path',
      75,
      12,
    ],
    [
      'the socket of the container runtime',
      pod('', '  volumes:\n    - name: d\n      hostPath:\n        path: /var/run/docker.sock\n'),
      'k8s.host-path',
      95,
      13,
    ],
    ['the latest image', pod('      image: acme/web:latest\n'), 'k8s.image-latest', 45, 10],
    ['no tag behind a port', pod('      image: registry.acme.test:5000/web\n'), 'k8s.image-latest', 45, 10],
    ['root by number', pod('      securityContext:\n        runAsUser: 0\n'), 'k8s.run-as-root', 60, 11],
    ['root allowed for the pod', pod('', '  securityContext:\n    runAsNonRoot: false\n'), 'k8s.run-as-root', 60, 11],
    ['a password', pod(env('DB_PASSWORD', 'hunter22')), 'k8s.secret-literal', 85, 12],
    [
      'no limits',
      pod().replace(FINE, 'resources: { requests: { cpu: 1, memory: 1Gi } }'),
      'k8s.resources-missing',
      25,
      9,
    ],
    ['every right', rule('["*"]', '["*"]', '["*"]'), 'k8s.rbac-wildcard', 95, 8],
    ['every verb on secrets', rule('["*"]', '["secrets"]'), 'k8s.rbac-wildcard', 55, 8],
    ['reads of every resource', rule('[get]', '["*"]'), 'k8s.rbac-wildcard', 55, 7],
    ['the right to take rights', rule('[get, escalate]', '[roles]'), 'k8s.rbac-escalation', 75, 8],
    [
      'a cluster admin',
      binding('{ kind: ServiceAccount, name: ci, namespace: x }', 'cluster-admin'),
      'k8s.rbac-admin',
      95,
      9,
    ],
    [
      'a role for everybody',
      binding('{ kind: Group, name: system:unauthenticated }', 'view'),
      'k8s.rbac-everybody',
      90,
      9,
    ],
    [
      'the second document of a file',
      `${pod()}---\n${pod('', '  hostIPC: true\n', 'other')}`,
      'k8s.host-namespace',
      80,
      20,
    ],
    [
      'an item of a list',
      'apiVersion: v1\nkind: List\nitems:\n  - apiVersion: v1\n    kind: Pod\n    metadata: { name: a }\n    spec: { hostPID: true }\n',
      'k8s.host-namespace',
      80,
      7,
    ],
    [
      'the pod of a cron job',
      'apiVersion: batch/v1\nkind: CronJob\nmetadata: { name: a }\nspec:\n  jobTemplate:\n    spec:\n      template:\n        spec:\n          hostPID: true\n',
      'k8s.host-namespace',
      80,
      9,
    ],
  ])('finds %s', async (_name, text, code, severity, line) => {
    expect(await said(text)).toEqual([[code, severity, line]]);
  });

  it.each([
    [
      'a careful pod',
      pod(
        '      securityContext: { runAsNonRoot: true, runAsUser: 1000, capabilities: { add: [NET_BIND_SERVICE] } }\n',
      ),
    ],
    ['a digest', pod(`      image: acme/web@sha256:${'a'.repeat(64)}\n`)],
    [
      'a secret from elsewhere',
      pod('      env:\n        - name: TOKEN\n          valueFrom: { secretKeyRef: { name: a, key: b } }\n'),
    ],
    ['a file that holds a secret', pod(env('DB_PASSWORD_FILE', '/run/secrets/db'))],
    [
      'a path, a switch and a placeholder',
      pod(
        `${env('API_TOKEN', '/var/run/token')}        - name: USE_TOKEN\n          value: "true"\n        - name: A_SECRET\n          value: $(OTHER)\n`,
      ),
    ],
    ['named rights', rule('[get, list]', '[pods]')],
    ['named rights for somebody', binding('{ kind: User, name: bob }', 'view')],
    ['words in a comment', `# privileged: true\n${pod()}`],
  ])('leaves %s alone', async (_name, text) => {
    expect(await said(text)).toEqual(CALM);
  });

  it.each([
    ['no manifest', 'image: web\nprivileged: true\n'],
    ['a kind it does not judge, which need not even parse', 'apiVersion: v1\nkind: ConfigMap\ndata: [\n'],
    ['no YAML at all', 'a: b: c\n\t- d\n'],
  ])('has nothing to say about %s', async (_name, text) => {
    expect(await judge({ head: { [PATH]: text } })).toEqual([]);
  });

  it.each([
    ['in a line of its own', pod(env('DB_PASSWORD', 'hunter22'))],
    [
      'in one line with all the rest',
      'apiVersion: v1\nkind: Pod\nspec: { hostPID: true, containers: [{ image: a:latest, args: [hunter22], env: [{ name: A_TOKEN, value: hunter22 }] }] }\n',
    ],
    ['before what is found', 'apiVersion: v1\nkind: Pod\nspec:\n  containers: [{ args: [hunter22], image: a }]\n'],
  ])('never shows the value of a secret %s', async (_name, text) => {
    const findings = await judge({ head: { [PATH]: text } });
    expect(findings.length).toBeGreaterThan(0);
    expect(JSON.stringify(findings)).not.toContain('hunter22');
  });

  const OLD = pod('', '  hostNetwork: true\n');

  it('does not bring up an old sin, a reordered or a moved one, unless asked for', async () => {
    const moved = `# why\n${OLD.replace('  name: pay', '  labels: { a: b }\n  name: pay')}`;
    expect(await said(moved, OLD)).toEqual(CALM);
    expect(await said(moved, OLD, { includeExisting: true })).toEqual([['k8s.host-namespace', 80, 12]]);
    const findings = await judge({ base: { [PATH]: OLD }, head: { 'k8s/app.yaml': OLD } });
    expect(findings.map(({ code }) => code)).toEqual(['k8s.not-weakened']);
  });

  it('finds a copy of an old sin', async () => {
    const findings = await judge({ base: { [PATH]: OLD }, head: { [PATH]: OLD, 'k8s/app.yaml': OLD } });
    expect(findings).toMatchObject([{ code: 'k8s.host-namespace', evidence: [{ file: 'k8s/app.yaml' }] }]);
  });

  it('notes templates and judges what stands beside them', async () => {
    const template =
      'apiVersion: apps/v1\nkind: Deployment\nspec:\n  {{- with .Values.a }}\n  x: {{ . }}\n  {{- end }}\n';
    expect(await judge({ head: { [PATH]: template } })).toMatchObject([{ outcome: 'not-applicable' }]);
    expect(await said(`${template}---\n${OLD}`)).toEqual([
      ['k8s.host-namespace', 80, 17],
      ['k8s.template', 0, null],
    ]);
  });

  it('asks for what it is told to ask for', async () => {
    expect(await said(pod(), undefined, { requireNonRoot: true })).toEqual([['k8s.run-as-root', 45, 7]]);
    expect(await said(pod().replace(FINE, '# none'), undefined, { resources: 'off' })).toEqual(CALM);
    const admin = binding('{ kind: ServiceAccount, name: ci, namespace: x }', 'cluster-admin');
    expect(await said(admin, undefined, { trustedAccounts: ['x/ci'] })).toEqual(CALM);
  });

  const HEADER = 'apiVersion: v1\nkind: Pod\n';
  const BOMB = `a0: &a0 [x, x, x, x, x, x, x, x, x]\n${[1, 2, 3, 4, 5, 6, 7]
    .map(
      (n) =>
        `a${n}: &a${n} [${Array(9)
          .fill(`*a${n - 1}`)
          .join(', ')}]\n`,
    )
    .join('')}`;

  it.each([
    ['a manifest that does not parse', `${HEADER}spec: [\n`],
    ['an alias bomb', `${HEADER}${BOMB}`],
    ['an alias inside its own anchor', `${HEADER}spec: &a [*a]\n`],
    ['endless nesting', `${HEADER}spec: ${'['.repeat(5000)}`],
    ['a huge manifest', `${HEADER}${'# more\n'.repeat(200_000)}`],
  ])('does not know %s, and judges the rest', async (_name, text) => {
    const findings = await judge({ head: { [PATH]: `${text}\n---\n${OLD}` } });
    expect(findings).toMatchObject([{ code: 'k8s.host-namespace' }, { code: 'k8s.unparsed', outcome: 'unknown' }]);
  });

  it('does not know what could not be read', async () => {
    const unread = { kind: 'unreadable', reason: 'not-utf8', detail: 'It is not UTF-8.' } as const;
    expect(await judge({ head: { [PATH]: unread } })).toMatchObject([{ outcome: 'unknown' }]);
  });
});
