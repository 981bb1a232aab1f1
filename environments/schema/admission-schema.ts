import { z } from 'zod';

export const admissionSchema = z.strictObject({
  mode: z
    .enum(['deny', 'warn'])
    .default('deny')
    .describe('What the API server does with an object that breaks a rule: refuse it, or take it with a warning.'),
  registries: z
    .array(
      z
        .string()
        .regex(/^[a-z0-9.-]+\.[a-z]+(:\d+)?(\/[a-z0-9._-]+)*\/$/, 'a host and folders that end with a slash')
        .max(200),
    )
    .max(50)
    .default([])
    .describe(
      'Where images of own services may come from besides the site and what the platform pulls, e.g. `registry.example.com/ml/`.',
    ),
});
