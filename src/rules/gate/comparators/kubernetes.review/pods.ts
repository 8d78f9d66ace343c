import type { FileSin } from '../../sins.ts';
import { listOf, mapOf, textOf } from '../../yaml/documents.ts';
import { containerSins } from './containers.ts';
import { type Manifest, type Pod, podOf } from './manifests.ts';
import type { Options } from './options.ts';
import { sinIn, type Told } from './sin.ts';

const NAMESPACES = ['hostNetwork', 'hostPID', 'hostIPC'] as const;
/** With one of these a container can take the whole node. */
const WHOLE_NODE =
  /^\/?$|^\/(etc|root|proc|boot|dev|sys|var|var\/lib|var\/lib\/kubelet|var\/lib\/docker|var\/run|run)\/?$|\b(docker|containerd|crio|cri-dockerd)\.sock$/;

/** What a workload takes from the node it runs on. */
export function podSins(manifest: Manifest, options: Options): FileSin[] {
  const pod = podOf(manifest);
  if (pod === null) return [];
  const told = [...namespaces(pod), ...hostPaths(pod), ...containerSins(pod, options)];
  return told.map((one) => sinIn(manifest, one));
}

function namespaces({ spec, at }: Pod): Told[] {
  return NAMESPACES.filter((name) => spec[name] === true).map((name) => ({
    code: 'k8s.host-namespace',
    severity: 80,
    what: name,
    at: [...at, name],
    message: ` shares the node's ${name === 'hostNetwork' ? 'network' : name.slice(4)} (${name}).`,
    fix: `Remove ${name}.`,
  }));
}

function hostPaths({ spec, at }: Pod): Told[] {
  return listOf(spec.volumes).flatMap((volume, index): Told[] => {
    const { hostPath } = mapOf(volume);
    if (hostPath === undefined || hostPath === null) return [];
    const path = textOf(mapOf(hostPath).path);
    return [
      {
        code: 'k8s.host-path',
        severity: WHOLE_NODE.test(path) ? 95 : 75,
        what: `hostPath ${path}`,
        at: [...at, 'volumes', index, 'hostPath', 'path'],
        message: ` mounts ${path === '' ? 'a directory' : path} of the node.`,
        fix: 'Use a volume that belongs to the pod, such as emptyDir or a persistent volume claim.',
      },
    ];
  });
}
