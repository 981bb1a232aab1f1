import { defineEnvironment } from './schema/define-environment';

/** Any Kubernetes cluster reached by a kubeconfig: kind, k3d, a test control plane. No cloud account. */
export default defineEnvironment({
  name: 'local',
  organisation: 'acme',
  owner: 'ml-platform',
  costCentre: 'ml-001',
  dataClass: 'internal',
  contact: 'ml-platform@example.com',
  domain: 'local.ml.example.com',
  jurisdiction: 'eu',
  gitops: { repository: 'https://github.com/example/ml-platform.git' },
  services: {
    tracking: { replicas: 2, size: 'small', storageGiB: 20, highlyAvailable: false, ownKey: false },
  },
  sites: [{ cloud: 'local' }],
});
