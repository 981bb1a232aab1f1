import { z } from 'zod';
import { defineService } from './define-service';

const link = z.strictObject({
  title: z.string().min(1).max(80).describe('What it is.'),
  url: z
    .string()
    .regex(/^https:\/\/[^\s"'<>]+$/, 'an https URL')
    .describe('Where it is.'),
  summary: z.string().max(200).default('').describe('What it is for.'),
});

const config = z
  .strictObject({
    replicas: z.int().min(2).max(10).default(2).describe('Web server pods; two at least, so that a node can leave.'),
    heading: z.string().min(1).max(80).default('Machine learning platform').describe('Heading of the page.'),
    links: z.array(link).max(50).default([]).describe('Further places, e.g. a wiki or a data catalogue elsewhere.'),
  })
  .describe('The portal: the page that data scientists start from.');

export const workbench = defineService({
  name: 'workbench',
  title: 'Portal',
  summary: 'One page with every service of the site that people and programs reach.',
  namespace: 'workbench',
  config,
  needs: () => ({
    portal: { kind: 'route', host: 'portal', backend: 'portal', port: 8080, access: 'people', timeoutSeconds: 15 },
  }),
  operators: () => [],
  objectives: () => ({ availabilityPercent: 99.9 }),
  // A page in memory on several machines; the way in, which it is measured at, keeps no more.
  best: () => ({ availabilityPercent: 99.95 }),
  recoveryClass: 'rebuildable',
});
