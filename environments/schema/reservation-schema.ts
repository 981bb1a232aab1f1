import { z } from 'zod';

/**
 * Machines that are held for a pool, whether they run or not. All three clouds reserve by zone and by machine type, so
 * both are part of the words: the type is that of the pool, the zones are stated or all that have it.
 */
export const reservationSchema = z
  .strictObject({
    machinesPerZone: z
      .int()
      .min(0)
      .max(1000)
      .default(1)
      .describe(
        'Held in each of the zones; the full price of each is paid from the first apply, whether it runs or not. 0: none. With `existing`: how many are held there.',
      ),
    zones: z
      .array(z.string())
      .min(1)
      .max(3)
      .optional()
      .describe(
        'Zones of the site that they are held in; default: all that have the machine. An autoscaled pool lives in these zones and no other.',
      ),
    existing: z
      .array(z.string())
      .min(1)
      .max(10)
      .optional()
      .describe(
        'What was reserved before and is used as it is, and nothing is made: capacity reservations (`cr-...` or their ARN) on AWS, a reservation of one name in each zone (that or `projects/<project>/reservations/<name>`) on Google Cloud, the id of a capacity reservation group on Azure.',
      ),
  })
  .describe(
    'Machines of the type `machine` that are the first the pool takes, and that nobody else gets meanwhile; default: none are reserved.',
  );
