import type { FileSin } from '../../sins.ts';
import { listOf, mapOf, textOf, type YamlPath } from '../../yaml/documents.ts';
import type { Manifest } from './manifests.ts';
import type { Options } from './options.ts';
import { sinIn, type Told } from './sin.ts';

const EVERYBODY = ['system:anonymous', 'system:unauthenticated', 'system:authenticated', 'system:serviceaccounts'];
const RISING = ['escalate', 'bind', 'impersonate'];

/** Rights in the cluster that are wider than somebody wrote down by name. */
export function rbacSins(manifest: Manifest, options: Options): FileSin[] {
  const told = manifest.kind.endsWith('Binding') ? bindingSins(manifest, options) : roleSins(manifest);
  return told.map((one) => sinIn(manifest, one));
}

function roleSins({ kind, body, at }: Manifest): Told[] {
  if (kind !== 'Role' && kind !== 'ClusterRole') return [];
  return listOf(body.rules).flatMap((item, index) => ruleSins(mapOf(item), [...at, 'rules', index]));
}

function ruleSins(rule: Record<string, unknown>, at: YamlPath): Told[] {
  const list = (key: string) => listOf(rule[key]).filter((one) => typeof one === 'string');
  const groups = list('apiGroups');
  const resources = list('resources');
  const verbs = list('verbs');
  const where = `${groups.join(',')}/${resources.join(',')}`;
  const everyVerb = verbs.includes('*');
  const everyResource = resources.includes('*');
  const rising = verbs.filter((verb) => RISING.includes(verb));
  if (everyVerb && everyResource)
    return [
      {
        code: 'k8s.rbac-wildcard',
        severity: groups.includes('*') ? 95 : 75,
        what: `all verbs on ${where}`,
        at: [...at, 'verbs'],
        message: ` allows everything on every resource of ${groupsNamed(groups)}.`,
        fix: 'Name the verbs and the resources that are needed.',
      },
    ];
  const told: Told[] = [];
  if (everyVerb && resources.length > 0)
    told.push({
      code: 'k8s.rbac-wildcard',
      severity: 55,
      what: `all verbs on ${where}`,
      at: [...at, 'verbs'],
      message: ` allows everything on ${resources.slice(0, 3).join(', ')}.`,
      fix: 'Name the verbs that are needed.',
    });
  if (everyResource)
    told.push({
      code: 'k8s.rbac-wildcard',
      severity: 55,
      what: `${verbs.join(',')} on ${where}`,
      at: [...at, 'resources'],
      message: ` allows ${verbs.slice(0, 3).join(', ')} on every resource of ${groupsNamed(groups)}${groups.some((group) => group === '' || group === '*') ? ', secrets included' : ''}.`,
      fix: 'Name the resources that are needed.',
    });
  if (rising.length > 0)
    told.push({
      code: 'k8s.rbac-escalation',
      severity: 75,
      what: `${rising.join(',')} on ${where}`,
      at: [...at, 'verbs'],
      word: rising[0] ?? '',
      message: ` allows ${rising.join(', ')} on ${resources.slice(0, 3).join(', ')}, with which its holder can take other rights.`,
      fix: 'Leave it out, or limit it with resourceNames.',
    });
  return told;
}

function bindingSins({ kind, body, at }: Manifest, { trustedAccounts }: Options): Told[] {
  const role = textOf(mapOf(body.roleRef).name);
  return listOf(body.subjects).flatMap((item, index): Told[] => {
    const subject = mapOf(item);
    const account = [textOf(subject.namespace), textOf(subject.name)].filter((one) => one !== '').join('/');
    const said = { what: `${role} to ${textOf(subject.kind)} ${account}`, at: [...at, 'subjects', index, 'name'] };
    if (EVERYBODY.includes(textOf(subject.name)))
      return [
        {
          ...said,
          code: 'k8s.rbac-everybody',
          severity: textOf(subject.name) === 'system:serviceaccounts' ? 75 : 90,
          message: ` gives the role ${role} to ${textOf(subject.name)}.`,
          fix: 'Name the users or service accounts that are meant.',
        },
      ];
    if (role !== 'cluster-admin' || trustedAccounts.includes(account)) return [];
    return [
      {
        ...said,
        code: 'k8s.rbac-admin',
        severity: kind === 'ClusterRoleBinding' ? 95 : 75,
        message: ` makes ${account} the owner of ${kind === 'ClusterRoleBinding' ? 'the cluster' : 'its namespace'} (cluster-admin).`,
        fix: 'Bind a role that names only what is needed.',
      },
    ];
  });
}

function groupsNamed(groups: readonly string[]): string {
  if (groups.includes('*')) return 'every API group';
  return groups.map((group) => (group === '' ? 'the core API' : group)).join(', ') || 'its API group';
}
