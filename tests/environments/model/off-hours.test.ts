import { type WorkingHours, workingShare } from '../../../environments/model';

const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'] as const;
const share = (...workingHours: WorkingHours[]): number => workingShare({ workingHours });
const hours = (days: WorkingHours['days'], from: string, until: string): WorkingHours => ({ days, from, until });
const week = 7 * 24;

describe('the share of the week in which people work', () => {
  it('is the hours of the days', () => {
    expect(share(hours(weekdays, '07:00', '19:00'))).toBeCloseTo(60 / week, 12);
    expect(share(hours(['saturday'], '09:15', '09:30'))).toBeCloseTo(0.25 / week, 12);
  });

  it('goes over midnight, and from Sunday into Monday', () => {
    expect(share(hours(['sunday'], '22:00', '06:00'))).toBeCloseTo(8 / week, 12);
    expect(share(hours(['sunday'], '22:00', '06:00'), hours(['monday'], '00:00', '06:00'))).toBeCloseTo(8 / week, 12);
  });

  it('counts hours once that meet, and a whole week as one', () => {
    expect(share(hours(weekdays, '07:00', '12:00'), hours(weekdays, '11:00', '19:00'))).toBeCloseTo(60 / week, 12);
    expect(share(hours([...weekdays, 'saturday', 'sunday'], '00:00', '24:00'))).toBe(1);
  });
});
