import { z } from 'zod';
import type { Complaint } from './complaint';
import { catalogSchema } from './processing-tables';

const executors = z
  .strictObject({
    size: z.enum(['small', 'standard', 'large']).default('standard').describe('Sizing profile of one executor.'),
    min: z.int().min(0).max(1000).default(1).describe('Kept while there is nothing to do.'),
    max: z.int().min(1).max(1000).default(10).describe('The most at once.'),
    localDiskGiB: z.int().min(1).max(2000).default(20).describe('Shuffle and spill files of one executor.'),
  })
  .prefault({})
  .describe('Pods that do the work; their number follows the tasks that wait.');

export const batchSchema = z
  .strictObject({
    schedule: z
      .string()
      .regex(/^(\S+ ){4}\S+$/)
      .optional()
      .describe('Five fields, in UTC, e.g. `17 3 * * *`. Default: runs once, and again when it is changed.'),
    image: z.string().min(1).optional().describe("Default: Spark's own. Another one holds the program's libraries."),
    file: z
      .string()
      .regex(/^\/?[A-Za-z0-9._-]+(\/[A-Za-z0-9._-]+)*\.(jar|py)$/)
      .describe(
        "Path of the program in a folder of the service's bucket, or in the image where it starts with a slash.",
      ),
    mainClass: z.string().min(1).optional().describe('Class with the main method; not for Python.'),
    arguments: z.array(z.string()).default([]).describe('Passed to the program.'),
    sparkVersion: z
      .string()
      .regex(/^4\.\d+\.\d+$/)
      .default('4.1.1')
      .describe('Of the image.'),
    driver: z
      .strictObject({
        size: z.enum(['small', 'standard', 'large']).default('small').describe('Sizing profile of the driver.'),
      })
      .prefault({})
      .describe('The pod that plans the work. It has no substitute, so it never runs on interruptible nodes.'),
    executors,
    spot: z
      .boolean()
      .default(true)
      .describe('Executors run on interruptible nodes, where the site has a pool of them.'),
    catalog: catalogSchema,
    retries: z.int().min(0).max(10).default(2).describe('Tries after the first.'),
  })
  .describe('A program that runs to its end on Spark.');

export type Batch = z.output<typeof batchSchema>;
export type Batches = Readonly<Record<string, Batch>>;

const executorsInOrder = (name: string, { executors: { min, max } }: Batch): Complaint[] =>
  min <= max
    ? []
    : [
        {
          code: 'SERVICE_CONFLICT',
          path: `batches.${name}.executors.min`,
          message: `the fewest executors are more than the most, ${max}`,
          value: min,
          allowed: [`at most ${max}`],
          fix: 'lower executors.min, or raise executors.max',
        },
      ];

const classGiven = (name: string, { file, mainClass }: Batch): Complaint[] =>
  file.endsWith('.py') === (mainClass === undefined)
    ? []
    : [
        {
          code: 'SERVICE_CONFLICT',
          path: `batches.${name}.mainClass`,
          message: file.endsWith('.py') ? 'a Python program has no main class' : 'a jar is started by its main class',
          value: mainClass,
          fix: file.endsWith('.py') ? 'leave mainClass out' : 'set mainClass',
        },
      ];

export const batchComplaints = (batches: Batches): Complaint[] =>
  Object.entries(batches).flatMap(([name, batch]) => [...executorsInOrder(name, batch), ...classGiven(name, batch)]);
