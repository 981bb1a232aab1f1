/** Minutes between copies that a schedule can say exactly: parts of an hour, then of a day. */
const intervals = [5, 10, 15, 20, 30, 60, 120, 180, 240, 360, 480, 720, 1440] as const;

/** The longest interval that is no longer than asked for; the shortest where none is. */
export const wholeInterval = (minutes: number): number =>
  intervals.findLast((interval) => interval <= minutes) ?? intervals[0];

/** The shortest interval that is no shorter than asked for; a day where none is. */
export const wholeIntervalFrom = (minutes: number): number => intervals.find((interval) => interval >= minutes) ?? 1440;

/** How often files that are copied as dumps are fetched by the other site; a pass takes as long again at most. */
export const carryEveryMinutes = 15;

/** How often a database that is followed by its logs commits something, so that the age of its copies is known. */
export const heartbeatMinutes = 5;

/**
 * The schedule of an interval in five fields.
 * @param offsetMinutes later than the full hour, so that one job finds what another one left. Below the interval and an hour
 * @throws RangeError when the interval is none of those that a schedule can say
 */
export function cronOf(intervalMinutes: number, offsetMinutes = 0): string {
  if (wholeInterval(intervalMinutes) !== intervalMinutes)
    throw new RangeError(`no schedule says ${intervalMinutes} min`);
  if (intervalMinutes >= 60) {
    const hours = intervalMinutes / 60;
    return `${offsetMinutes} ${hours === 1 ? '*' : hours === 24 ? '0' : `*/${hours}`} * * *`;
  }
  const minutes = Array.from({ length: 60 / intervalMinutes }, (_, index) => index * intervalMinutes + offsetMinutes);
  return `${minutes.join(',')} * * * *`;
}
