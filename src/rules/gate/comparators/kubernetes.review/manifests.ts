import {
  chunksOf,
  listOf,
  mapOf,
  readYamlDocument,
  textOf,
  type YamlChunk,
  type YamlDocument,
  type YamlPath,
  type YamlProblem,
} from '../../yaml/documents.ts';

type Body = Record<string, unknown>;

/** One object of the cluster, with where it stands in its document (a List holds several). */
export type Manifest = { path: string; document: YamlDocument; at: YamlPath; body: Body; kind: string; name: string };
export type Container = { at: YamlPath; body: Body; name: string };
export type Pod = { at: YamlPath; spec: Body; containers: Container[] };
export type Manifests = { found: Manifest[]; templates: number; problems: YamlProblem[] };

const POD_SPECS: Record<string, YamlPath> = {
  Pod: ['spec'],
  PodTemplate: ['template', 'spec'],
  Deployment: ['spec', 'template', 'spec'],
  DaemonSet: ['spec', 'template', 'spec'],
  StatefulSet: ['spec', 'template', 'spec'],
  ReplicaSet: ['spec', 'template', 'spec'],
  ReplicationController: ['spec', 'template', 'spec'],
  Job: ['spec', 'template', 'spec'],
  CronJob: ['spec', 'jobTemplate', 'spec', 'template', 'spec'],
};
const ROLES = ['Role', 'ClusterRole', 'RoleBinding', 'ClusterRoleBinding'];
const JUDGED = new Set([...Object.keys(POD_SPECS), ...ROLES, 'List', 'RoleList', 'ClusterRoleList']);
const API = /^['"]?apiVersion['"]?\s*:/m;
const KIND = /^['"]?kind['"]?\s*:\s*['"]?([^'"#\s]+)/m;

/** The judged objects of a file. Documents of other kinds are not even parsed; a template that does not is counted. */
export function manifestsOf(path: string, text: string): Manifests {
  const all: Manifests = { found: [], templates: 0, problems: [] };
  for (const chunk of chunksOf(text)) {
    if (!isJudged(chunk)) continue;
    const document = readYamlDocument(chunk);
    if (document.ok) {
      const body = mapOf(document.value.value);
      if (isTemplated(body)) all.templates += 1;
      else all.found.push(...objectsIn(path, document.value, [], body));
    } else if (chunk.text.includes('{{')) all.templates += 1;
    else all.problems.push(document.error);
  }
  return all;
}

function isJudged({ text }: YamlChunk): boolean {
  const kind = KIND.exec(text)?.[1];
  return API.test(text) && kind !== undefined && (JUDGED.has(kind) || kind.startsWith('{{'));
}

/** `kind: {{ .Values.kind }}` parses, as a map of maps. */
function isTemplated({ kind }: Body): boolean {
  return typeof kind !== 'string' || kind.includes('{{');
}

function objectsIn(path: string, document: YamlDocument, at: YamlPath, body: Body): Manifest[] {
  const kind = textOf(body.kind);
  if (kind.endsWith('List'))
    return listOf(body.items).flatMap((item, index) => objectsIn(path, document, [...at, 'items', index], mapOf(item)));
  const { name, generateName, namespace } = mapOf(body.metadata);
  const called = [textOf(namespace), textOf(name) || textOf(generateName) || 'without a name'].filter(
    (one) => one !== '',
  );
  return [{ path, document, at, body, kind, name: called.join('/') }];
}

/** What a workload runs; null for what runs nothing. */
export function podOf({ kind, body, at }: Manifest): Pod | null {
  const steps = POD_SPECS[kind];
  if (steps === undefined) return null;
  let spec = body;
  for (const step of steps) spec = mapOf(spec[step]);
  const here = [...at, ...steps];
  const containers = ['initContainers', 'containers', 'ephemeralContainers'].flatMap((list) =>
    listOf(spec[list]).map((item, index): Container => {
      const body = mapOf(item);
      return { at: [...here, list, index], body, name: textOf(body.name) || `${list} ${index + 1}` };
    }),
  );
  return { at: here, spec, containers };
}

export function isTemplate(value: unknown): boolean {
  return typeof value === 'string' && /\{\{|\$\{|\$\(|^\$\w|<[\w-]+>/.test(value);
}
