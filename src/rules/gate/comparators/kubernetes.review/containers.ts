import { listOf, mapOf, textOf } from '../../yaml/documents.ts';
import { type Container, isTemplate, type Pod } from './manifests.ts';
import type { Options } from './options.ts';
import { secretsIn } from './secrets.ts';
import type { Told } from './sin.ts';

const STRONG = new Set(['ALL', 'SYS_ADMIN', 'SYS_MODULE', 'SYS_PTRACE', 'DAC_READ_SEARCH', 'BPF']);

export function containerSins(pod: Pod, options: Options): Told[] {
  return pod.containers.flatMap((container) => [
    ...contextSins(container),
    ...rootSins(container, pod, options),
    ...imageSins(container),
    ...resourceSins(container, options),
    ...secretsIn(container),
  ]);
}

function contextSins({ body, at, name }: Container): Told[] {
  const context = mapOf(body.securityContext);
  const here = [...at, 'securityContext'];
  const told: Told[] = [];
  if (context.privileged === true)
    told.push({
      code: 'k8s.privileged',
      severity: 95,
      what: `${name} privileged`,
      at: [...here, 'privileged'],
      message: ` runs ${name} with every right over the node (privileged).`,
      fix: 'Remove privileged and add only the capabilities that are needed.',
    });
  if (context.allowPrivilegeEscalation === true && context.privileged !== true)
    told.push({
      code: 'k8s.privilege-escalation',
      severity: 55,
      what: `${name} allowPrivilegeEscalation`,
      at: [...here, 'allowPrivilegeEscalation'],
      message: ` lets ${name} take more rights than it starts with.`,
      fix: 'Set allowPrivilegeEscalation to false.',
    });
  for (const capability of listOf(mapOf(context.capabilities).add)) {
    const plain = textOf(capability).toUpperCase().replace(/^CAP_/, '');
    if (!STRONG.has(plain)) continue;
    told.push({
      code: 'k8s.capability',
      severity: 85,
      what: `${name} ${plain}`,
      at: [...here, 'capabilities', 'add'],
      word: textOf(capability),
      message: ` gives ${name} the capability ${plain}, with which it can take over the node.`,
      fix: `Remove ${plain}, or name the narrower capability that is needed.`,
    });
  }
  return told;
}

function rootSins({ body, at, name }: Container, { spec, at: podAt }: Pod, options: Options): Told[] {
  const own = mapOf(body.securityContext);
  const shared = mapOf(spec.securityContext);
  const userFrom = own.runAsUser === undefined ? shared : own;
  const here = (from: unknown) => [...(from === own ? at : podAt), 'securityContext'];
  const user = userFrom.runAsUser;
  const nonRoot = own.runAsNonRoot ?? shared.runAsNonRoot;
  const said = {
    code: 'k8s.run-as-root',
    what: `${name} root`,
    fix: 'Set runAsNonRoot to true, with a runAsUser above 0.',
  };
  if (user === 0)
    return [{ ...said, severity: 60, at: [...here(userFrom), 'runAsUser'], message: ` runs ${name} as root.` }];
  if (nonRoot === true || (typeof user === 'number' && user > 0) || isTemplate(user)) return [];
  if (nonRoot === false) {
    const from = own.runAsNonRoot === undefined ? shared : own;
    return [{ ...said, severity: 60, at: [...here(from), 'runAsNonRoot'], message: ` lets ${name} run as root.` }];
  }
  if (!options.requireNonRoot) return [];
  return [
    { ...said, severity: 45, at, shown: `name: ${name}`, message: ` does not say that ${name} must not run as root.` },
  ];
}

function imageSins({ body, at, name }: Container): Told[] {
  const image = textOf(body.image);
  if (image === '' || isTemplate(image) || image.includes('@')) return [];
  const tag = /:([^:/]+)$/.exec(image)?.[1];
  if (tag !== undefined && tag !== 'latest') return [];
  return [
    {
      code: 'k8s.image-latest',
      severity: 45,
      what: `${name} ${image.replace(/:latest$/, '')}`,
      at: [...at, 'image'],
      message: ` runs ${image}, ${tag === undefined ? 'which has no tag' : 'whatever latest is'}: the same manifest can start another program tomorrow.`,
      fix: 'Name a version or a digest.',
    },
  ];
}

/** A limit on processor time is left to the team: many leave it out on purpose. */
function resourceSins({ body, at, name }: Container, { resources: wanted }: Options): Told[] {
  if (wanted === 'off' || at.includes('ephemeralContainers') || isTemplate(body.resources)) return [];
  const { limits, requests } = mapOf(body.resources);
  const has = (from: unknown, key: string) => mapOf(from)[key] !== undefined;
  const missing = [
    ...(has(requests, 'cpu') || has(limits, 'cpu') ? [] : ['a CPU request']),
    ...(has(requests, 'memory') || has(limits, 'memory') ? [] : ['a memory request']),
    ...(wanted === 'requests' || has(limits, 'memory') ? [] : ['a memory limit']),
  ];
  if (missing.length === 0) return [];
  return [
    {
      code: 'k8s.resources-missing',
      severity: 25,
      what: `${name} resources`,
      at: body.resources === undefined ? at : [...at, 'resources'],
      shown: `name: ${name}`,
      message: ` runs ${name} without ${missing.join(', ').replace(/, ([^,]*)$/, ' and $1')}.`,
      fix: `Add ${missing.join(', ')} under resources.`,
    },
  ];
}
