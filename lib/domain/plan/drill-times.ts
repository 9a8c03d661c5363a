import { duration } from './duration.ts';
import { scheduleExpression } from './schedule-expression.ts';

/**
 * What every kind of drill has; `lasts` is its default for about how long it takes. Without a schedule a drill runs
 * when somebody starts it.
 */
export const drillTimes = (lasts: string) => ({
  schedule: scheduleExpression.optional().describe('When it runs by itself. None: when somebody starts it.'),
  lasts: duration({ minSeconds: 1 })
    .prefault(lasts)
    .describe(
      'About how long it takes: drills whose times overlap collide, and none may last into a blackout. Backups and replication checks guard the data: they run in blackouts and beside other drills.',
    ),
});
