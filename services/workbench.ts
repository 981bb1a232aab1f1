import { z } from 'zod';
import { defineService } from './define-service';
import { notebookComplaints, notebookNeeds, notebooksCeiling, notebooksConfig } from './notebooks';

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
    notebooks: notebooksConfig.optional(),
  })
  .describe('The portal, the page that data scientists start from; and notebooks, where they are switched on.');

export const workbench = defineService({
  name: 'workbench',
  title: 'Workbench',
  summary: 'One page with every service of the site that people and programs reach, and notebooks on its machines.',
  namespace: 'workbench',
  config,
  needs: ({ notebooks }, enabled) => ({
    portal: {
      kind: 'route',
      host: 'portal',
      backend: 'portal',
      port: 8080,
      access: 'people',
      timeoutSeconds: 15,
    } as const,
    ...(notebooks ? notebookNeeds(notebooks, enabled) : {}),
  }),
  operators: () => [],
  objectives: () => ({ availabilityPercent: 99.9 }),
  // A page in memory on several machines; the way in, which it is measured at, keeps no more. The hub of the notebooks
  // is one process with a promise of its own.
  best: () => ({ availabilityPercent: 99.95 }),
  complaints: ({ notebooks }) => (notebooks ? notebookComplaints(notebooks) : []),
  ceiling: ({ notebooks }) => (notebooks ? notebooksCeiling(notebooks) : {}),
  // Homes of people; KubeSpawner makes them, under the labels that it is told to set.
  copiedVolumes: ({ notebooks }) => (notebooks ? [{ 'app.kubernetes.io/managed-by': 'kubespawner' }] : []),
  stopsOffHours: 'by-default',
  recoveryClass: 'rebuildable',
});
